"""Every query on versions and their steps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.changes.model import Action, State, Step, Subject, Version
from recommender.changes.tables import ChangeStepRow, ChangeVersionRow
from recommender.errors import Stale

Row = ChangeVersionRow


class ChangeRepository:
    """Versions in the database; a step is taken only from the state and hash that was seen."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def newest(self, subject: Subject) -> Version | None:
        """Return the newest version of a subject."""
        found = await self._read(_of(subject).order_by(Row.number.desc()).limit(1))
        return found[0] if found else None

    async def numbered(self, subject: Subject, number: int) -> Version | None:
        """Return one version of a subject."""
        found = await self._read(_of(subject).where(Row.number == number))
        return found[0] if found else None

    async def every(self, subject: Subject) -> list[Version]:
        """List all versions of a subject, newest first."""
        return await self._read(_of(subject).order_by(Row.number.desc()))

    async def newest_of(self, kind: str) -> dict[str, Version]:
        """Return the newest version of every subject of a kind, by subject id."""
        newest = (
            select(Row.subject_id, func.max(Row.number).label("number"))
            .where(Row.subject_kind == kind)
            .group_by(Row.subject_id)
            .subquery()
        )
        joined = (Row.subject_id == newest.c.subject_id) & (Row.number == newest.c.number)
        query = select(Row).join(newest, joined).where(Row.subject_kind == kind)
        return {one.subject.id: one for one in await self._read(query)}

    async def add(self, version: Version) -> None:
        """Store a new version; somebody else's same number is a stale write."""
        self._session.add(
            ChangeVersionRow(
                id=version.id,
                subject_kind=version.subject.kind,
                subject_id=version.subject.id,
                number=version.number,
                content=dict(version.content),
                content_hash=version.content_hash,
                state=version.state.value,
                editors=sorted(version.editors),
                made_at=version.made_at,
            )
        )
        try:
            await self._session.flush()
        except IntegrityError as error:
            raise Stale("Somebody saved a newer version: load it and try again.") from error

    async def move(self, seen: Version, **values: Any) -> None:
        """Change a version if it still is what the caller saw, else refuse as stale."""
        query = (
            update(Row)
            .where(Row.id == seen.id, Row.state == seen.state.value)
            .where(Row.content_hash == seen.content_hash)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        result = cast(CursorResult[Any], await self._session.execute(query))
        if result.rowcount != 1:
            raise Stale("Somebody changed this version meanwhile: load it and try again.")
        self._session.expire_all()

    async def record(self, version_id: str, step: Step) -> None:
        """Append a step."""
        row = ChangeStepRow(
            version_id=version_id,
            action=step.action.value,
            actor_id=step.actor_id,
            content_hash=step.content_hash,
            note=step.note,
            at=step.at,
        )
        self._session.add(row)
        await self._session.flush()

    async def _read(self, query: Select[ChangeVersionRow]) -> list[Version]:
        rows = (await self._session.scalars(query)).all()
        steps = await self._steps([row.id for row in rows])
        return [_version(row, steps.get(row.id, ())) for row in rows]

    async def _steps(self, version_ids: Sequence[str]) -> Mapping[str, Sequence[Step]]:
        query = select(ChangeStepRow).where(ChangeStepRow.version_id.in_(version_ids))
        by_version: dict[str, list[Step]] = defaultdict(list)
        for row in await self._session.scalars(query.order_by(ChangeStepRow.id)):
            step = Step(Action(row.action), row.actor_id, row.at, row.content_hash, row.note)
            by_version[row.version_id].append(step)
        return by_version


def _of(subject: Subject) -> Select[ChangeVersionRow]:
    return select(Row).where(Row.subject_kind == subject.kind, Row.subject_id == subject.id)


def _version(row: ChangeVersionRow, steps: Sequence[Step]) -> Version:
    return Version(
        id=row.id,
        subject=Subject(row.subject_kind, row.subject_id),
        number=row.number,
        content=row.content,
        content_hash=row.content_hash,
        state=State(row.state),
        editors=frozenset(row.editors),
        made_at=row.made_at,
        steps=tuple(steps),
    )
