"""Every query over tasks, rewards and points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.life.benefits.tables import PointsRow, RewardRow, TaskRow
from recommender.database import new_id
from recommender.dialect import upsert
from widgets.ports import PointsEntry, Reward, Texts


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A task as the bank set it."""

    id: str
    names: Texts
    points: int
    period: str
    proof: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be written into the points ledger."""

    subject: str
    period: str
    names: Texts
    points: int


class BenefitRepository:
    """Benefits in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def tasks(self) -> list[StoredTask]:
        """Return the tasks in their order."""
        rows = await self._session.scalars(select(TaskRow).order_by(TaskRow.place))
        return [StoredTask(one.id, one.names, one.points, one.period, one.proof) for one in rows]

    async def rewards(self) -> list[Reward]:
        """Return the rewards in their order."""
        rows = await self._session.scalars(select(RewardRow).order_by(RewardRow.place))
        return [
            Reward(id=one.id, name=one.names, points=one.points, left=one.stock) for one in rows
        ]

    async def counted(self, customer_id: str, keys: Sequence[tuple[str, str]]) -> set[str]:
        """Return the subjects that have counted in their period, of (subject, period)."""
        query = select(PointsRow.subject, PointsRow.period).where(
            PointsRow.customer_id == customer_id,
            PointsRow.subject.in_([subject for subject, _ in keys]),
        )
        known = {(row.subject, row.period) for row in await self._session.execute(query)}
        return {subject for subject, period in keys if (subject, period) in known}

    async def sums(self, customer_id: str, *, is_held: bool = False) -> tuple[int, int]:
        """Return the points to spend, and those ever earned.

        Args:
            customer_id: Whose points.
            is_held: Keep others from changing them until the transaction ends.
        """
        mine = PointsRow.customer_id == customer_id
        if is_held:
            await self._session.execute(select(PointsRow.id).where(mine).with_for_update())
        earned = func.sum(case((PointsRow.points > 0, PointsRow.points), else_=0))
        query = select(func.sum(PointsRow.points), earned).where(mine)
        left, ever = (await self._session.execute(query)).one()
        return int(left or 0), int(ever or 0)

    async def entries(self, customer_id: str, limit: int) -> list[PointsEntry]:
        """Return the newest lines of the ledger."""
        query = (
            select(PointsRow)
            .where(PointsRow.customer_id == customer_id)
            .order_by(PointsRow.at.desc(), PointsRow.id.desc())
            .limit(limit)
        )
        rows = await self._session.scalars(query)
        return [PointsEntry(name=one.names, points=one.points, at=one.at) for one in rows]

    async def write(self, customer_id: str, line: Line, at: datetime) -> bool:
        """Write a line; False where the subject has counted in this period already."""
        statement = upsert(self._session, PointsRow).values(
            id=new_id(),
            customer_id=customer_id,
            subject=line.subject,
            period=line.period,
            names=line.names,
            points=line.points,
            at=at,
        )
        return _did(await self._session.execute(statement.on_conflict_do_nothing()))

    async def take_stock(self, reward_id: str) -> bool:
        """Take one of a reward; False where none is left."""
        change = update(RewardRow).where(RewardRow.id == reward_id, RewardRow.stock > 0)
        done = await self._session.execute(
            change.values(stock=RewardRow.stock - 1),
            execution_options={"synchronize_session": False},
        )
        return _did(done)


def _did(done: object) -> bool:
    return isinstance(done, CursorResult) and done.rowcount == 1
