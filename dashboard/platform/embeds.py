"""Single cards on other sites: made for one customer and kind, signed, expiring, revocable."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.consents.scopes import ScopeCache
from dashboard.errors import Invalid, NotAllowed, NotFound, TooMany
from dashboard.limits import Buckets
from dashboard.platform.embed_repository import EmbedRepository
from dashboard.platform.signing import Signatures
from recommender.database import new_id
from recommender.ports import CUSTOMER, PARTNER, Actor, AuditSink, Clock
from widgets.base import Size, Widget
from widgets.face import Face
from widgets.tile import Tile

EMBED_SCOPE = "embeds:write"
MOST_OF_CUSTOMER = 20
LONGEST_HOURS = 30 * 24


class EmbedIn(BaseModel):
    """What shall be shown where, and for how long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="The widget's kind.")
    config: dict[str, Any] = Field(default={}, description="Its settings.")
    size: Size = "M"
    sites: tuple[str, ...] = Field(min_length=1, max_length=5, description="Origins that frame it.")
    hours: int = Field(24, ge=1, le=LONGEST_HOURS, description="It is shown for so long.")


class Embed(BaseModel):
    """One card on other sites."""

    model_config = ConfigDict(frozen=True)

    id: str
    customer_id: str
    kind: str
    config: dict[str, Any]
    size: Size
    sites: tuple[str, ...]
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class NewEmbed(Embed):
    """A card with the address to frame, told this once."""

    address: str


class Shown(BaseModel):
    """What the framed page draws."""

    title: str
    language: str
    size: Size
    refresh_seconds: int
    tile: Tile


Load = Callable[[Embed, str], Awaitable[Tile]]


@dataclass(frozen=True, slots=True)
class EmbedRules:
    """What embeds are held against, and what they are made with.

    Attributes:
        sites: Origins that the bank lists.
        load: Loads the one card as its customer would see it.
    """

    kinds: Mapping[str, Widget]
    sites: frozenset[str]
    consents: ScopeCache
    signatures: Signatures
    limits: Buckets
    load: Load


class EmbedService:
    """Makes, lists, revokes and opens embeds."""

    def __init__(
        self, embeds: EmbedRepository, rules: EmbedRules, *, audit: AuditSink, clock: Clock
    ) -> None:
        self._embeds = embeds
        self._rules = rules
        self._audit = audit
        self._clock = clock

    async def create(self, actor: Actor, customer_id: str, wanted: EmbedIn) -> NewEmbed:
        """Make an embed for a customer; an integrator needs the customer's consent."""
        await self._require_maker(actor, customer_id)
        self._check(wanted)
        now = self._clock.now()
        if len(await self._embeds.standing(customer_id, now)) >= MOST_OF_CUSTOMER:
            raise TooMany("There are too many cards on other sites: revoke one first.")
        made = Embed(
            id=new_id(),
            customer_id=customer_id,
            kind=wanted.kind,
            config=wanted.config,
            size=wanted.size,
            sites=wanted.sites,
            made_by=actor.id,
            made_at=now,
            expires_at=now + timedelta(hours=wanted.hours),
        )
        await self._embeds.add(**made.model_dump(exclude={"revoked_at"}))
        detail = {"kind": made.kind, "sites": list(made.sites), "hours": wanted.hours}
        await self._audit.record(actor, "embed.create", f"embed:{made.id}", detail)
        token = self._rules.signatures.seal_embed(made.id, int(made.expires_at.timestamp()))
        return NewEmbed(**made.model_dump(), address=f"/embed/{token}")

    async def list(self, actor: Actor, customer_id: str) -> list[Embed]:
        """List a customer's embeds that stand."""
        _require_seen(actor, customer_id)
        found = await self._embeds.standing(customer_id, self._clock.now())
        return [Embed.model_validate(one) for one in found if _is_own(actor, one)]

    async def revoke(self, actor: Actor, customer_id: str, embed_id: str) -> None:
        """End an embed; its page shows nothing from now on."""
        _require_seen(actor, customer_id)
        stored = await self._embeds.get(embed_id)
        if stored is None or stored["customer_id"] != customer_id or not _is_own(actor, stored):
            raise NotFound("There is no such card.")
        await self._embeds.revoke(embed_id, self._clock.now())
        await self._audit.record(actor, "embed.revoke", f"embed:{embed_id}", {})

    async def open(self, token: str) -> Embed:
        """Return the embed of an address.

        Raises:
            NotFound: It is over, revoked, or was never made.
            TooMany: It is asked for too often.
        """
        embed_id = self._rules.signatures.open_embed(token, int(self._clock.now().timestamp()))
        if embed_id is not None and not self._rules.limits.take(embed_id):
            raise TooMany("This card is asked for too often.")
        stored = await self._embeds.get(embed_id) if embed_id else None
        if stored is None or stored["revoked_at"] or stored["expires_at"] <= self._clock.now():
            raise NotFound("This card is not shown here any more.")
        return Embed.model_validate(stored)

    async def show(self, token: str, language: str) -> Shown:
        """Return what the framed page draws; an integrator's needs consent each time."""
        embed = await self.open(token)
        if embed.made_by.startswith("key:"):
            await self._require_consent(embed.customer_id)
        known = self._rules.kinds.get(embed.kind)
        if known is None:
            raise NotFound("This card is not shown here any more.")
        return Shown(
            title=known.title_in(language),
            language=language,
            size=embed.size,
            refresh_seconds=known.refresh_seconds,
            tile=await self._rules.load(embed, language),
        )

    async def _require_maker(self, actor: Actor, customer_id: str) -> None:
        _require_seen(actor, customer_id)
        if actor.may(EMBED_SCOPE):
            await self._require_consent(customer_id)
        elif not actor.has(CUSTOMER):
            raise NotAllowed("Only customers and integrators put cards on other sites.")

    async def _require_consent(self, customer_id: str) -> None:
        if not (await self._rules.consents.of(customer_id)).allows(PARTNER):
            raise NotAllowed("The customer does not consent to sharing with partners.")

    def _check(self, wanted: EmbedIn) -> None:
        known = self._rules.kinds.get(wanted.kind)
        if known is None or not known.is_offered:
            raise Invalid("There is no such kind of card.", details=[{"field": "kind"}])
        if not issubclass(known.data, Face):
            raise Invalid("This card is shown at the bank only.", details=[{"field": "kind"}])
        if wanted.size not in known.sizes:
            raise Invalid("The card has not this size.", details=[{"field": "size"}])
        if not set(wanted.sites) <= self._rules.sites:
            raise Invalid("The bank lists other sites.", details=[{"field": "sites"}])
        try:
            known.config.model_validate(wanted.config)
        except ValidationError as error:
            raise Invalid("The settings are wrong.", details=[{"field": "config"}]) from error


def _require_seen(actor: Actor, customer_id: str) -> None:
    if actor.customer_id != customer_id and not actor.may(EMBED_SCOPE):
        raise NotFound("There is no such customer.")


def _is_own(actor: Actor, stored: Mapping[str, Any]) -> bool:
    """Say whether the actor may see it: customers every one of theirs, keys what they made."""
    return bool(actor.customer_id == stored["customer_id"] or actor.id == stored["made_by"])
