"""The card workflow: create, edit, submit, approve, publish, withdraw."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from content.cards.model import (
    CardContent,
    CardRecord,
    CardView,
    LiveCard,
    StepView,
    VersionView,
)
from content.cards.ports import Listing
from content.cards.repository import CardRepository
from content.checks import Finding, check, severe
from content.errors import NotPublishable
from recommender.changes.compare import Difference
from recommender.changes.model import Duty, State, Subject, Version
from recommender.changes.service import ChangeService
from recommender.database import new_id
from recommender.errors import Conflict, Invalid, NotAllowed, NotFound
from recommender.ports import MARKETER, REVIEWER, SYSTEM, Actor, AuditSink, Clock

DUTIES: Mapping[str, Duty] = {
    "card": Duty(edits=frozenset({MARKETER, REVIEWER}), approves=frozenset({REVIEWER})),
    "audience": Duty(edits=frozenset({MARKETER, REVIEWER}), approves=frozenset({REVIEWER})),
}


class CardService:
    """Cards for the people who make and check them; readers go through `content.reading`."""

    def __init__(
        self,
        cards: CardRepository,
        changes: ChangeService,
        listing: Listing,
        *,
        audit: AuditSink,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._cards = cards
        self._changes = changes
        self._listing = listing
        self._audit = audit
        self._clock = clock
        self._zone = zone

    async def list(self, actor: Actor) -> list[CardView]:
        """List all cards, the last changed first."""
        _require_studio(actor)
        newest = await self._changes.newest_of(actor, "card")
        records = [record for record in await self._cards.every() if record.id in newest]
        views = [self._view(record, newest[record.id]) for record in records]
        return sorted(views, key=lambda view: view.changed_at, reverse=True)

    async def get(self, actor: Actor, card_id: str) -> CardView:
        """Return one card with its newest version."""
        _require_studio(actor)
        record = await self._record(card_id)
        return self._view(record, await self._changes.newest(actor, _subject(card_id)))

    async def create(
        self, actor: Actor, content: CardContent, *, card_id: str | None = None
    ) -> CardView:
        """Make a card with version 1, a draft."""
        _require_studio(actor)
        made = card_id or new_id()
        await self._cards.add(made, actor.id, self._clock.now())
        version = await self._changes.begin(actor, _subject(made), self._stored(content))
        return self._view(await self._record(made), version)

    async def save(
        self, actor: Actor, card_id: str, content: CardContent, *, base: str
    ) -> CardView:
        """Save an edit over the version with the hash `base`; a live version stays live."""
        _require_studio(actor)
        record = await self._record(card_id)
        stored = self._stored(content)
        return self._view(
            record, await self._changes.edit(actor, _subject(card_id), stored, base=base)
        )

    async def submit(self, actor: Actor, card_id: str, note: str = "") -> CardView:
        """Hand the newest version to the reviewers, unless a check forbids it."""
        _require_studio(actor)
        record = await self._record(card_id)
        version = await self._changes.newest(actor, _subject(card_id))
        faults = severe(await self.checks(CardContent.model_validate(version.content)))
        if faults:
            details = [fault.model_dump() for fault in faults]
            raise Invalid("The checks found something to correct first.", details=details)
        return self._view(record, await self._changes.submit(actor, _subject(card_id), note))

    async def approve(
        self, actor: Actor, card_id: str, *, content_hash: str, note: str = ""
    ) -> CardView:
        """Approve exactly the version with this hash."""
        subject = _subject(card_id)
        record = await self._record(card_id)
        version = await self._changes.approve(actor, subject, content_hash=content_hash, note=note)
        return self._view(record, version)

    async def request_changes(self, actor: Actor, card_id: str, note: str) -> CardView:
        """Send the version back to its author with a note."""
        record = await self._record(card_id)
        return self._view(
            record, await self._changes.request_changes(actor, _subject(card_id), note)
        )

    async def publish(self, actor: Actor, card_id: str) -> CardView:
        """Put the newest version before its audience, from its start to its end."""
        _require_studio(actor)
        record = await self._record(card_id)
        version = await self._changes.newest(actor, _subject(card_id))
        live = await self._publishable(actor, record, version)
        await self._cards.put_live(live)
        await self._listing.put_up(actor, live)
        detail = {"number": live.number, "hash": version.content_hash}
        await self._audit.record(actor, "card.publish", str(_subject(card_id)), detail)
        return self._view(await self._record(card_id), version)

    async def withdraw(self, actor: Actor, card_id: str, reason: str = "") -> CardView:
        """Take the card from its readers at once."""
        _require_studio(actor)
        record = await self._record(card_id)
        if record.live is None:
            raise Conflict("This card is not published.")
        await self._cards.take_down(card_id, self._clock.now())
        await self._listing.take_down(actor, record.live)
        detail = {"number": record.live.number, "reason": reason}
        await self._audit.record(actor, "card.withdraw", str(_subject(card_id)), detail)
        version = await self._changes.newest(actor, _subject(card_id))
        return self._view(await self._record(card_id), version)

    async def versions(self, actor: Actor, card_id: str) -> Sequence[VersionView]:
        """List the versions, newest first."""
        _require_studio(actor)
        record = await self._record(card_id)
        live = record.live.number if record.live else None
        found = await self._changes.versions(actor, _subject(card_id))
        return [_version_view(version, is_live=version.number == live) for version in found]

    async def compare(
        self, actor: Actor, card_id: str, before: int, after: int
    ) -> Sequence[Difference]:
        """List the fields that differ between two versions."""
        _require_studio(actor)
        return await self._changes.compare(actor, _subject(card_id), before, after)

    async def checks(self, content: CardContent) -> Sequence[Finding]:
        """Run the checks on content as it would be stored."""
        products = await self._listing.products(content.products)
        return check(content.in_zone(self._zone), products, self._clock.now())

    async def _publishable(self, actor: Actor, record: CardRecord, version: Version) -> LiveCard:
        if version.state is not State.APPROVED:
            raise NotPublishable("The newest version is not approved.")
        if record.live and record.live.number == version.number:
            raise Conflict("This version is published already.")
        content = CardContent.model_validate(version.content)
        if severe(await self.checks(content)):
            raise NotPublishable("The checks found something that has changed since the approval.")
        return LiveCard(
            id=record.id,
            number=version.number,
            content=content,
            published_at=self._clock.now(),
            published_by=actor.id,
        )

    def _stored(self, content: CardContent) -> dict[str, object]:
        return content.in_zone(self._zone).model_dump(mode="json")

    async def _record(self, card_id: str) -> CardRecord:
        record = await self._cards.get(card_id)
        if record is None:
            raise NotFound("There is no such card.")
        return record

    def _view(self, record: CardRecord, version: Version) -> CardView:
        return CardView(
            id=record.id,
            number=version.number,
            state=version.state,
            standing=record.standing(self._clock.now()),
            content=CardContent.model_validate(version.content),
            content_hash=version.content_hash,
            editors=sorted(version.editors),
            steps=_steps(version),
            live_number=record.live.number if record.live else None,
            published_at=record.live.published_at if record.live else None,
            published_by=record.live.published_by if record.live else "",
            made_by=record.made_by,
            made_at=record.made_at,
            changed_at=version.steps[-1].at if version.steps else version.made_at,
        )


def _subject(card_id: str) -> Subject:
    return Subject("card", card_id)


def _require_studio(actor: Actor) -> None:
    if not actor.has(MARKETER, REVIEWER, SYSTEM):
        raise NotAllowed("Only marketers and reviewers work on cards.")


def _steps(version: Version) -> list[StepView]:
    return [
        StepView(action=step.action, by=step.actor_id, at=step.at, note=step.note)
        for step in version.steps
    ]


def _version_view(version: Version, *, is_live: bool) -> VersionView:
    return VersionView(
        number=version.number,
        state=version.state,
        content=CardContent.model_validate(version.content),
        content_hash=version.content_hash,
        editors=sorted(version.editors),
        made_at=version.made_at,
        steps=_steps(version),
        is_live=is_live,
    )
