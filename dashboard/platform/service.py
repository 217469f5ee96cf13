"""The workflow of third-party kinds: register, submit, approve, switch off and on."""

from collections.abc import Collection, Mapping
from typing import Any

import httpx

from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound
from dashboard.platform.addresses import Outbound
from dashboard.platform.errors import OutsideFailed
from dashboard.platform.model import Manifest, WidgetRecord, WidgetView
from dashboard.platform.repository import PlatformRepository
from recommender.changes.model import Duty, Subject, Version
from recommender.changes.service import ChangeService
from recommender.ports import (
    COMPLIANCE,
    INTEGRATOR,
    OPERATOR,
    REVIEWER,
    SYSTEM,
    Actor,
    AuditSink,
    Clock,
)

WIDGET_KIND = "widget"
WRITE_SCOPE = "widgets:write"
DUTIES: Mapping[str, Duty] = {
    WIDGET_KIND: Duty(
        edits=frozenset({INTEGRATOR, OPERATOR}), approves=frozenset({REVIEWER, COMPLIANCE})
    )
}
_WATCHERS = (SYSTEM, OPERATOR, REVIEWER, COMPLIANCE)


class PlatformService:
    """Third-party kinds, for those who offer, check and stop them.

    Args:
        taken: Names of our own kinds, which nobody else may take.
    """

    def __init__(
        self,
        kinds: PlatformRepository,
        changes: ChangeService,
        outbound: Outbound,
        *,
        taken: Collection[str],
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._kinds = kinds
        self._changes = changes
        self._outbound = outbound
        self._taken = taken
        self._audit = audit
        self._clock = clock

    async def list(self, actor: Actor) -> list[WidgetView]:
        """List the kinds that the actor may see: an integrator's own, or all."""
        _require_reader(actor)
        newest = await self._changes.newest_of(actor, WIDGET_KIND)
        records = [one for one in await self._kinds.every() if _may_see(actor, one)]
        return [_view(one, newest[one.kind]) for one in records if one.kind in newest]

    async def get(self, actor: Actor, kind: str) -> WidgetView:
        """Return one kind with its newest version."""
        record = await self._record(actor, kind)
        return _view(record, await self._changes.newest(actor, _subject(kind)))

    async def register(self, actor: Actor, manifest: Manifest) -> WidgetView:
        """Make a kind with version 1, a draft; a provider's name belongs to its first user."""
        _require_maker(actor)
        self._check(manifest)
        others = await self._kinds.of_provider(manifest.provider)
        if any(not _may_see(actor, one) for one in others):
            raise Conflict("This provider's name is taken.")
        record = WidgetRecord(
            kind=manifest.kind,
            provider=manifest.provider,
            made_by=actor.id,
            made_at=self._clock.now(),
        )
        await self._kinds.add(record)
        version = await self._changes.begin(actor, _subject(manifest.kind), _stored(manifest))
        return _view(record, version)

    async def save(self, actor: Actor, manifest: Manifest, *, base: str) -> WidgetView:
        """Save an edit over the version with the hash `base`; what is live stays live."""
        _require_maker(actor)
        record = await self._record(actor, manifest.kind)
        self._check(manifest)
        subject = _subject(manifest.kind)
        return _view(record, await self._changes.edit(actor, subject, _stored(manifest), base=base))

    async def submit(self, actor: Actor, kind: str, note: str = "") -> WidgetView:
        """Hand the newest version to the reviewers."""
        _require_maker(actor)
        record = await self._record(actor, kind)
        return _view(record, await self._changes.submit(actor, _subject(kind), note))

    async def approve(
        self, actor: Actor, kind: str, *, content_hash: str, note: str = ""
    ) -> WidgetView:
        """Approve exactly the version with this hash, and put it into every gallery."""
        record = await self._record(actor, kind)
        self._check(
            Manifest.model_validate((await self._changes.newest(actor, _subject(kind))).content)
        )
        version = await self._changes.approve(
            actor, _subject(kind), content_hash=content_hash, note=note
        )
        manifest = Manifest.model_validate(version.content)
        await self._kinds.put_live(manifest, version.number, version.content_hash)
        await self._note(actor, "publish", kind, {"hash": version.content_hash})
        return _view(await self._record(actor, record.kind), version)

    async def request_changes(self, actor: Actor, kind: str, note: str) -> WidgetView:
        """Send the newest version back with a note."""
        record = await self._record(actor, kind)
        return _view(record, await self._changes.request_changes(actor, _subject(kind), note))

    async def suspend(self, actor: Actor, kind: str, reason: str) -> WidgetView:
        """Switch a kind off at once, on every home; whoever offers it may, too."""
        record = await self._record(actor, kind)
        if actor.has(REVIEWER) and not actor.has(OPERATOR, COMPLIANCE):
            raise NotAllowed("Only operators, compliance and the provider switch a kind off.")
        if record.live is None or record.live.is_suspended:
            raise Conflict("This kind is not in use.")
        if not reason.strip():
            raise Invalid("Say why it is switched off.", details=[{"field": "reason"}])
        await self._kinds.suspend(kind, reason.strip())
        await self._note(actor, "suspend", kind, {"reason": reason.strip()})
        return await self.get(actor, kind)

    async def resume(self, actor: Actor, kind: str) -> WidgetView:
        """Switch a kind on again."""
        if not actor.has(SYSTEM, OPERATOR, COMPLIANCE):
            raise NotAllowed("Only operators and compliance switch a kind on again.")
        record = await self._record(actor, kind)
        if record.live is None or not record.live.is_suspended:
            raise Conflict("This kind is not switched off.")
        await self._kinds.resume(kind)
        await self._note(actor, "resume", kind, {})
        return await self.get(actor, kind)

    def _check(self, manifest: Manifest) -> None:
        """Refuse a manifest whose endpoint the bank has not listed or whose name is ours."""
        try:
            self._outbound.check(httpx.URL(manifest.endpoint))
        except (OutsideFailed, httpx.InvalidURL) as error:
            raise Invalid(str(error), details=[{"field": "endpoint"}]) from error
        if manifest.kind in self._taken:
            raise Conflict("A kind of this name exists already.")

    async def _record(self, actor: Actor, kind: str) -> WidgetRecord:
        _require_reader(actor)
        record = await self._kinds.get(kind)
        if record is None or not _may_see(actor, record):
            raise NotFound("There is no such kind.")
        return record

    async def _note(self, actor: Actor, step: str, kind: str, detail: Mapping[str, Any]) -> None:
        await self._audit.record(actor, f"widget.{step}", str(_subject(kind)), detail)


def _require_maker(actor: Actor) -> None:
    if not (actor.has(SYSTEM, OPERATOR) or actor.may(WRITE_SCOPE)):
        raise NotAllowed("Only operators and keys with the scope widgets:write offer kinds.")


def _require_reader(actor: Actor) -> None:
    if not (actor.has(*_WATCHERS) or actor.may(WRITE_SCOPE)):
        raise NotAllowed("Third-party kinds are for the people who offer and check them.")


def _may_see(actor: Actor, record: WidgetRecord) -> bool:
    return actor.has(*_WATCHERS) or record.made_by == actor.id


def _subject(kind: str) -> Subject:
    return Subject(WIDGET_KIND, kind)


def _stored(manifest: Manifest) -> dict[str, Any]:
    return manifest.model_dump(mode="json", by_alias=True)


def _view(record: WidgetRecord, version: Version) -> WidgetView:
    return WidgetView(
        kind=record.kind,
        state=version.state,
        number=version.number,
        content_hash=version.content_hash,
        is_live=record.live is not None,
        live_number=record.live_number,
        is_suspended=record.live is not None and record.live.is_suspended,
        suspended=record.live.suspended if record.live else "",
        manifest=Manifest.model_validate(version.content),
    )
