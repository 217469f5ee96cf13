"""Every query over goals."""

from datetime import datetime
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.goals.model import StoredGoal
from dashboard.goals.tables import GoalRow
from recommender.dialect import upsert
from recommender.money import Money
from widgets.ports.goals import GoalKind


class GoalRepository:
    """Goals in the database; each belongs to one customer."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(self, customer_id: str) -> tuple[StoredGoal, ...]:
        """Return the customer's goals, the nearest date first."""
        query = (
            select(GoalRow)
            .where(GoalRow.customer_id == customer_id)
            .order_by(GoalRow.target_on, GoalRow.id)
        )
        return tuple(_stored(row) for row in await self._session.scalars(query))

    async def put(self, customer_id: str, goal: StoredGoal, at: datetime) -> None:
        """Store a goal in place of an earlier one with this id."""
        values = {
            "kind": goal.kind,
            "title": goal.title,
            "target_minor": goal.target.minor,
            "currency": goal.target.currency,
            "target_on": goal.target_on,
            "account_id": goal.account_id,
        }
        statement = upsert(self._session, GoalRow).values(
            customer_id=customer_id, id=goal.id, made_at=at, **values
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[GoalRow.customer_id, GoalRow.id], set_=values
            )
        )

    async def delete(self, customer_id: str, goal_id: str) -> None:
        """Remove a goal of the customer."""
        await self._session.execute(
            delete(GoalRow).where(GoalRow.customer_id == customer_id, GoalRow.id == goal_id)
        )


def _stored(row: GoalRow) -> StoredGoal:
    return StoredGoal(
        id=row.id,
        kind=cast("GoalKind", row.kind),
        title=row.title,
        target=Money(minor=row.target_minor, currency=row.currency),
        target_on=row.target_on,
        account_id=row.account_id,
    )
