"""The rules of four eyes: edit, submit, approve, send back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from recommender.changes.compare import Difference, differences
from recommender.changes.model import Action, Duty, State, Step, Subject, Version, hash_of
from recommender.changes.repository import ChangeRepository
from recommender.database import new_id
from recommender.errors import Conflict, Invalid, NotAllowed, NotFound, OwnWork, Stale
from recommender.ports import COMPLIANCE, SYSTEM, Actor, AuditSink, Clock


class ChangeService:
    """Keeps versions of a subject; a version that left the draft state is never rewritten."""

    def __init__(
        self,
        repository: ChangeRepository,
        clock: Clock,
        audit: AuditSink,
        duties: Mapping[str, Duty],
    ) -> None:
        self._versions = repository
        self._clock = clock
        self._audit = audit
        self._duties = duties

    async def begin(self, actor: Actor, subject: Subject, content: Mapping[str, Any]) -> Version:
        """Make version 1, a draft."""
        self._require_maker(actor, subject)
        if await self._versions.newest(subject) is not None:
            raise Conflict("This exists already: edit it instead.")
        return await self._open(actor, subject, content, before=None)

    async def edit(
        self, actor: Actor, subject: Subject, content: Mapping[str, Any], *, base: str
    ) -> Version:
        """Save new content over what the editor saw (`base`, a content hash).

        A draft is rewritten; anything later stays as it is and a new draft opens, so an
        approval never covers what was changed after it.
        """
        self._require_maker(actor, subject)
        newest = await self._newest(subject)
        if newest.content_hash != base:
            raise Stale("Somebody saved a newer version: load it and try again.")
        if hash_of(content) == newest.content_hash:
            return newest
        if newest.state is State.DRAFT:
            return await self._rewrite(actor, newest, content)
        if newest.state is State.REVIEW:
            await self._versions.move(newest, state=State.REPLACED.value)
        return await self._open(actor, subject, content, before=newest)

    async def submit(self, actor: Actor, subject: Subject, note: str = "") -> Version:
        """Hand the newest version to the reviewers."""
        self._require_maker(actor, subject)
        newest = await self._newest(subject)
        if newest.state not in (State.DRAFT, State.CHANGES_REQUESTED):
            raise Conflict("Only a draft can be submitted.")
        return await self._step(actor, newest, Action.SUBMIT, State.REVIEW, note)

    async def approve(
        self, actor: Actor, subject: Subject, *, content_hash: str, note: str = ""
    ) -> Version:
        """Approve exactly the content with this hash, as somebody who wrote no part of it."""
        newest = await self._to_check(actor, subject)
        if actor.id in newest.editors:
            raise OwnWork("You wrote a part of this version: somebody else must approve it.")
        if not content_hash == newest.content_hash == hash_of(newest.content):
            raise Stale("This is not the version that you read: load it and read it again.")
        return await self._step(actor, newest, Action.APPROVE, State.APPROVED, note)

    async def request_changes(self, actor: Actor, subject: Subject, note: str) -> Version:
        """Send the version back, saying what to change."""
        newest = await self._to_check(actor, subject)
        if not note.strip():
            raise Invalid("Say what should be changed.", details=[{"field": "note"}])
        return await self._step(
            actor, newest, Action.REQUEST_CHANGES, State.CHANGES_REQUESTED, note.strip()
        )

    async def newest(self, actor: Actor, subject: Subject) -> Version:
        """Return the newest version."""
        self._require_reader(actor, subject.kind)
        return await self._newest(subject)

    async def versions(self, actor: Actor, subject: Subject) -> list[Version]:
        """List the versions, newest first."""
        self._require_reader(actor, subject.kind)
        return await self._versions.every(subject)

    async def newest_of(self, actor: Actor, kind: str) -> dict[str, Version]:
        """Return the newest version of each subject of a kind, by subject id."""
        self._require_reader(actor, kind)
        return await self._versions.newest_of(kind)

    async def compare(
        self, actor: Actor, subject: Subject, before: int, after: int
    ) -> list[Difference]:
        """List what differs between two versions."""
        self._require_reader(actor, subject.kind)
        old = await self._numbered(subject, before)
        new = await self._numbered(subject, after)
        return differences(old.content, new.content)

    async def _open(
        self, actor: Actor, subject: Subject, content: Mapping[str, Any], before: Version | None
    ) -> Version:
        version = Version(
            id=new_id(),
            subject=subject,
            number=before.number + 1 if before else 1,
            content=dict(content),
            content_hash=hash_of(content),
            state=State.DRAFT,
            editors=(before.editors if before else frozenset()) | {actor.id},
            made_at=self._clock.now(),
        )
        await self._versions.add(version)
        return await self._note(actor, version, Action.EDIT, "")

    async def _rewrite(self, actor: Actor, seen: Version, content: Mapping[str, Any]) -> Version:
        after = replace(
            seen,
            content=dict(content),
            content_hash=hash_of(content),
            editors=seen.editors | {actor.id},
        )
        await self._versions.move(
            seen,
            content=after.content,
            content_hash=after.content_hash,
            editors=sorted(after.editors),
        )
        return await self._note(actor, after, Action.EDIT, "")

    async def _step(
        self, actor: Actor, seen: Version, action: Action, state: State, note: str
    ) -> Version:
        await self._versions.move(seen, state=state.value)
        return await self._note(actor, replace(seen, state=state), action, note)

    async def _note(self, actor: Actor, version: Version, action: Action, note: str) -> Version:
        step = Step(action, actor.id, self._clock.now(), version.content_hash, note)
        await self._versions.record(version.id, step)
        detail = {"number": version.number, "hash": version.content_hash, "note": note}
        await self._audit.record(actor, f"change.{action}", str(version.subject), detail)
        return replace(version, steps=(*version.steps, step))

    async def _to_check(self, actor: Actor, subject: Subject) -> Version:
        if not actor.has(*self._duty(subject.kind).approves):
            raise NotAllowed("Only a reviewer may decide on this.")
        newest = await self._newest(subject)
        if newest.state is not State.REVIEW:
            raise Conflict("This version is not in review.")
        return newest

    async def _newest(self, subject: Subject) -> Version:
        newest = await self._versions.newest(subject)
        if newest is None:
            raise NotFound("There is no such version.")
        return newest

    async def _numbered(self, subject: Subject, number: int) -> Version:
        version = await self._versions.numbered(subject, number)
        if version is None:
            raise NotFound("There is no such version.")
        return version

    def _require_maker(self, actor: Actor, subject: Subject) -> None:
        if not actor.has(SYSTEM, *self._duty(subject.kind).edits):
            raise NotAllowed("You may not edit this.")

    def _require_reader(self, actor: Actor, kind: str) -> None:
        duty = self._duty(kind)
        if not actor.has(SYSTEM, COMPLIANCE, *duty.edits, *duty.approves):
            raise NotAllowed("You may not see this.")

    def _duty(self, kind: str) -> Duty:
        if kind not in self._duties:
            raise NotFound("There is nothing of this kind.")
        return self._duties[kind]
