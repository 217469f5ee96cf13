"""Settings of the product, read once from `COMPANION_*` variables."""

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from recommender.suitability.model import Region

Purpose = Literal["personalisation", "marketing", "rm_sharing", "partner"]


class Mode(StrEnum):
    """What the product is run for."""

    DEMO = "demo"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Every knob of the product; the field's description is its documentation."""

    model_config = SettingsConfigDict(env_prefix="COMPANION_", extra="ignore")

    data_dir: Path = Field(Path("var"), description="Folder of the database, models and keys.")
    port: int = Field(8000, ge=1, le=65535, description="The one port of pages and API.")
    host: str = Field("127.0.0.1", description="Address to bind; demo mode always uses loopback.")
    mode: Mode = Field(Mode.PRODUCTION, description="demo or production.")
    database_url: SecretStr | None = Field(
        None, description="SQLAlchemy address of PostgreSQL; SQLite in the data folder if unset."
    )
    redis_url: SecretStr | None = Field(
        None, description="An outside Redis or Valkey; the embedded one if unset."
    )
    public_url: str | None = Field(
        None, description="Address that people use; decides origin, CORS and Secure cookies."
    )
    trusted_proxies: str = Field("", description="Addresses of proxies whose headers count.")
    secret: SecretStr | None = Field(
        None, description="Signs visitor cookies; a key file in the data folder if unset."
    )
    timezone: str = Field("Asia/Shanghai", description="Zone of days, months and quiet hours.")
    now: AwareDatetime | None = Field(None, description="Pins the clock; demo mode only.")
    assumed_purposes: frozenset[Purpose] = Field(
        frozenset(),
        description="JSON list of purposes that count for customers who never chose "
        "(personalisation, marketing, rm_sharing, partner); none unless the law allows it.",
    )
    keep_decisions_days: int = Field(
        1827, ge=90, description="Days for which decisions and what they name are kept."
    )
    keep_models_days: int = Field(
        90, ge=90, description="Days for which models that decisions name are kept for replays."
    )
    keep_events_days: int = Field(1096, ge=400, description="Days for which events are kept.")
    rule_set: Region = Field("cn", description="Whose suitability law binds: cn or eu.")
    held_out_share: float = Field(
        0.02, ge=0, le=0.5, description="Share of the customers who never take part in a trial."
    )
    training_memory_mb: int = Field(
        4096, ge=0, description="Memory that a training may take before it fails; 0 is no limit."
    )
    deciders: int = Field(
        1,
        ge=0,
        le=8,
        description="Processes that help to decide while many customers ask at once; they start "
        "when that happens and end when it is over.",
    )
    platform_hosts: frozenset[str] = Field(
        frozenset(),
        description='JSON list of the hosts that third-party cards may come from: "host", or '
        '"host:port"; none unless the bank lists them.',
    )
    platform_loopback: bool = Field(
        False, description="Lets listed hosts be this machine itself, without TLS; demo mode only."
    )
    embed_sites: frozenset[str] = Field(
        frozenset(),
        description='JSON list of the origins that may frame a single card: "https://host".',
    )
    direct_line: str = Field(
        "", description="Telephone number of a person, offered by the senior edition."
    )
    log_level: str = Field("INFO", description="Lowest level that is logged.")

    @model_validator(mode="after")
    def _demo_only(self) -> "Settings":
        if self.mode is not Mode.DEMO and self.now is not None:
            raise ValueError("COMPANION_NOW exists in demo mode only.")
        if self.mode is not Mode.DEMO and self.platform_loopback:
            raise ValueError("COMPANION_PLATFORM_LOOPBACK exists in demo mode only.")
        if self.mode is Mode.DEMO:
            self.host = "127.0.0.1"
        return self

    @property
    def is_demo(self) -> bool:
        """Say whether this is a demo."""
        return self.mode is Mode.DEMO

    @property
    def phone(self) -> str:
        """The number of a person; the demo has an invented one."""
        return self.direct_line or ("400-000-0000" if self.is_demo else "")

    @property
    def zone(self) -> ZoneInfo:
        """The bank's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """The address of the database, with its async driver."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'companion.db'}"
        url = self.database_url.get_secret_value()
        return url.replace("postgresql://", "postgresql+asyncpg://", 1)

    @property
    def origin(self) -> str:
        """Where browsers reach the product."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def instance(self) -> str:
        """Eight hex digits that name this data folder (cookies are per host, not per port)."""
        return hashlib.sha256(str(self.data_dir.resolve()).encode()).hexdigest()[:8]
