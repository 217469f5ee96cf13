"""The bank's homes under four eyes: written, submitted, approved by somebody else, published."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import Conflict, Invalid, NotAllowed
from dashboard.layouts.bank_home import BankHome
from dashboard.layouts.defaults import built_in
from dashboard.layouts.homes import BankHomes
from dashboard.layouts.homes_repository import live_homes, publish
from recommender.changes.model import Duty, State, Subject, Version
from recommender.changes.service import ChangeService
from recommender.errors import NotFound
from recommender.ports import (
    COMPLIANCE,
    MARKETER,
    OPERATOR,
    REVIEWER,
    SYSTEM,
    Actor,
    AuditSink,
    Clock,
)
from widgets.base import Widget

HOME_KIND = "home"
MAKERS = (MARKETER, OPERATOR)
READERS = (*MAKERS, REVIEWER, COMPLIANCE)
SEGMENTS = ("mass", "affluent", "private", "young", "senior", "sme")
DUTIES: Mapping[str, Duty] = {
    HOME_KIND: Duty(edits=frozenset(MAKERS), approves=frozenset({REVIEWER}))
}


class StandardView(BaseModel):
    """The bank's home of one segment: what counts, and what is being written."""

    model_config = ConfigDict(frozen=True)

    segment: str
    live: BankHome = Field(description="What customers of the segment have now.")
    number: int = Field(description="The newest version, 0 before the first one.")
    state: State | None = Field(description="Where the newest version stands.")
    content: BankHome = Field(description="The newest version.")
    content_hash: str = Field(description="The base of the next edit; what an approval names.")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where published homes are kept and looked up."""

    session: AsyncSession
    homes: BankHomes


class StandardService:
    """The bank's own homes, for the people who write and check them."""

    def __init__(
        self,
        shelf: Shelf,
        changes: ChangeService,
        kinds: Mapping[str, Widget],
        *,
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._shelf = shelf
        self._changes = changes
        self._kinds = kinds
        self._audit = audit
        self._clock = clock

    async def every(self, actor: Actor) -> list[StandardView]:
        """List the homes of all segments."""
        _require_reader(actor)
        return [await self.get(actor, segment) for segment in SEGMENTS]

    async def get(self, actor: Actor, segment: str) -> StandardView:
        """Return a segment's home with its newest version."""
        _require_reader(actor)
        newest = (await self._changes.newest_of(actor, HOME_KIND)).get(_subject(segment).id)
        return await self._view(segment, newest)

    async def save(
        self, actor: Actor, segment: str, content: BankHome, *, base: str = ""
    ) -> StandardView:
        """Save a version over the one with the hash `base` (empty: none was there)."""
        _require_maker(actor)
        self.check(content)
        subject, stored = _subject(segment), content.model_dump(mode="json")
        if base:
            version = await self._changes.edit(actor, subject, stored, base=base)
        else:
            version = await self._changes.begin(actor, subject, stored)
        return await self._view(segment, version)

    async def submit(self, actor: Actor, segment: str, note: str = "") -> StandardView:
        """Hand the newest version to the reviewers."""
        _require_maker(actor)
        return await self._view(segment, await self._changes.submit(actor, _subject(segment), note))

    async def approve(self, actor: Actor, segment: str, *, content_hash: str) -> StandardView:
        """Approve exactly the content with this hash, as somebody who wrote no part of it."""
        subject = _subject(segment)
        version = await self._changes.approve(actor, subject, content_hash=content_hash)
        return await self._view(segment, version)

    async def publish(self, actor: Actor, segment: str) -> StandardView:
        """Let the approved version count: new homes have it, others are offered it."""
        _require_maker(actor)
        version = await self._changes.newest(actor, _subject(segment))
        if version.state is not State.APPROVED:
            raise Conflict("The newest version is not approved.")
        home = BankHome.model_validate(version.content)
        self.check(home)
        at = (version.number, self._clock.now(), actor.id)
        await publish(self._shelf.session, segment, home, at, self._shelf.homes.drop)
        detail = {"number": version.number, "hash": version.content_hash}
        await self._audit.record(actor, "home.publish", str(_subject(segment)), detail)
        return await self._view(segment, version)

    def check(self, home: BankHome) -> None:
        """Refuse kinds that do not exist, and settings that they do not accept."""
        faults = []
        for card in home.cards:
            known = self._kinds.get(card.kind)
            if known is None:
                faults.append({"tile": card.tile, "error": f"There is no widget '{card.kind}'."})
            elif card.size not in known.sizes:
                error = f"It comes in {', '.join(known.sizes)}, not in {card.size}."
                faults.append({"tile": card.tile, "error": error})
        if faults:
            raise Invalid("The bank's home cannot be like that.", details=faults)

    async def _view(self, segment: str, newest: Version | None) -> StandardView:
        live = (await live_homes(self._shelf.session)).get(segment) or built_in(segment)
        content = BankHome.model_validate(newest.content) if newest else live
        return StandardView(
            segment=segment,
            live=live,
            number=newest.number if newest else 0,
            state=newest.state if newest else None,
            content=content,
            content_hash=newest.content_hash if newest else "",
        )


def _subject(segment: str) -> Subject:
    if segment not in SEGMENTS:
        raise NotFound("There is no such segment.")
    return Subject(HOME_KIND, segment)


def _require_maker(actor: Actor) -> None:
    if not actor.has(SYSTEM, *MAKERS):
        raise NotAllowed("Only marketers and operators write the bank's home.")


def _require_reader(actor: Actor) -> None:
    if not actor.has(SYSTEM, *READERS):
        raise NotAllowed("The bank's homes are for the people who write and check them.")
