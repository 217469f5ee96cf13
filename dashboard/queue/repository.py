"""Every query on jobs and leases."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.queue.model import JobState, JobView
from dashboard.queue.tables import JobRow, LeaseRow
from recommender.ids import is_uuid

LONGEST_MESSAGE = 500


class JobRepository:
    """Jobs in SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, job: JobView) -> None:
        """Store a new job."""
        self._session.add(
            JobRow(
                id=job.id,
                kind=job.kind,
                state=job.state,
                params=dict(job.params),
                requested_by=job.requested_by,
                created_at=job.created_at,
            )
        )
        await self._session.flush()

    async def get(self, job_id: str) -> JobView | None:
        """Return one job."""
        row = await self._session.get(JobRow, job_id) if is_uuid(job_id) else None
        return _view(row) if row else None

    async def newest(self, kind: str, limit: int) -> list[JobView]:
        """Return the newest jobs of a kind, newest first."""
        query = select(JobRow).where(JobRow.kind == kind)
        query = query.order_by(JobRow.created_at.desc(), JobRow.id.desc()).limit(limit)
        return [_view(row) for row in await self._session.scalars(query)]

    async def oldest_queued(self) -> JobView | None:
        """Return the job whose turn it is."""
        query = select(JobRow).where(JobRow.state == JobState.QUEUED)
        row = await self._session.scalar(query.order_by(JobRow.created_at, JobRow.id).limit(1))
        return _view(row) if row else None

    async def running(self) -> list[JobView]:
        """Return the jobs that a worker took and did not finish."""
        query = select(JobRow).where(JobRow.state == JobState.RUNNING)
        return [_view(row) for row in await self._session.scalars(query)]

    async def change(self, job_id: str, **values: Any) -> None:
        """Set columns of one job; messages are cut to what the column holds."""
        if "message" in values:
            values["message"] = str(values["message"])[:LONGEST_MESSAGE]
        await self._session.execute(update(JobRow).where(JobRow.id == job_id).values(**values))


class LeaseRepository:
    """Leases in SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take(self, name: str, holder: str, now: datetime, ttl: timedelta) -> bool:
        """Take or prolong a lease; say whether the holder has it now."""
        ours_or_ended = (LeaseRow.holder == holder) | (LeaseRow.until < now)
        query = update(LeaseRow).where(LeaseRow.name == name, ours_or_ended)
        changed = await self._session.execute(query.values(holder=holder, until=now + ttl))
        assert isinstance(changed, CursorResult)  # noqa: S101 - narrows the type of an UPDATE
        if changed.rowcount:
            return True
        return await self._first(LeaseRow(name=name, holder=holder, until=now + ttl))

    async def give_back(self, name: str, holder: str) -> None:
        """End a lease at once, if it is the holder's."""
        mine = delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder)
        await self._session.execute(mine)

    async def _first(self, lease: LeaseRow) -> bool:
        if await self._session.get(LeaseRow, lease.name) is not None:
            return False
        try:
            async with self._session.begin_nested():
                self._session.add(lease)
        except IntegrityError:
            return False
        return True


def _view(row: JobRow) -> JobView:
    columns: Mapping[str, Any] = {name: getattr(row, name) for name in JobView.__slots__}
    return JobView(**{**columns, "state": JobState(row.state)})
