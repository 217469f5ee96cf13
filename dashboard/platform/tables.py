"""Tables of third-party kinds, of embeds, and of the version that every process polls."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table
from recommender.database import BigInt, Json, UtcDateTime


class PlatformWidgetRow(Table):
    """One third-party kind; versions are kept by `recommender.changes`, the live one is copied."""

    __tablename__ = "platform_widgets"
    __table_args__ = (Index(None, "provider"),)

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    provider: Mapped[str] = mapped_column(String(20))
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    live_number: Mapped[int | None] = mapped_column(Integer)
    live_manifest: Mapped[dict[str, Any] | None] = mapped_column(Json)
    live_hash: Mapped[str | None] = mapped_column(String(64))
    is_suspended: Mapped[bool] = mapped_column(Boolean, default=False)
    suspended: Mapped[str] = mapped_column(String(500), default="")


class PlatformVersionRow(Table):
    """The one row that changes whenever a kind goes live, is switched off or on."""

    __tablename__ = "platform_version"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInt)


class EmbedRow(Table):
    """One card that may be shown on another site, until it expires or is revoked."""

    __tablename__ = "platform_embeds"
    __table_args__ = (Index(None, "customer_id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(40))
    config: Mapped[dict[str, Any]] = mapped_column(Json)
    size: Mapped[str] = mapped_column(String(2))
    sites: Mapped[list[str]] = mapped_column(Json)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
