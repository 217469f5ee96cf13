"""Queries over follow-ups."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.chunks import chunked
from recommender.dialect import upsert
from recommender.followups.model import GONE, LIVE, Followup
from recommender.followups.tables import FollowupRow as Row
from recommender.ids import is_uuid

CUSTOMERS_AT_ONCE = 500
KEY = ("customer_id", "signal", "subject")
FOUND = ("score", "code", "params", "evidence", "product_id", "products", "withheld", "decision_id")
"""What a fresh finding overwrites in a row that is live."""


class FollowupRepository:
    """Follow-ups in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def look_anew(self) -> None:
        """End the read transaction: SQLite would go on showing what it was opened on."""
        await self._session.rollback()

    async def get(self, followup_id: str, customers: Collection[str] | None) -> Followup | None:
        """Return one follow-up of these customers (None: of anybody)."""
        row = await self._session.get(Row, followup_id) if is_uuid(followup_id) else None
        if row is None or (customers is not None and row.customer_id not in customers):
            return None
        return _followup(row)

    async def live(self, customers: Collection[str] | None) -> list[Followup]:
        """Return the follow-ups of these customers that are not settled (None: of everybody)."""
        return [one for one in await self.known(customers) if one.state in LIVE]

    async def known(self, customers: Collection[str] | None) -> list[Followup]:
        """Return all follow-ups of these customers, settled ones too."""
        query = select(Row).execution_options(populate_existing=True)
        if customers is None:
            return [_followup(row) for row in await self._session.scalars(query)]
        found: list[Followup] = []
        for some in chunked(sorted(customers), CUSTOMERS_AT_ONCE):
            rows = await self._session.scalars(query.where(Row.customer_id.in_(some)))
            found += [_followup(row) for row in rows]
        return found

    async def put(self, followups: Sequence[Followup]) -> None:
        """Store new follow-ups and what was found anew about known ones."""
        if not followups:
            return
        statement = upsert(self._session, Row)
        fresh = {name: statement.excluded[name] for name in (*FOUND, "state", "updated_at")}
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=list(KEY), set_=fresh),
            [one.model_dump() for one in followups],
        )

    async def drop(self, ids: Collection[str], at: datetime) -> None:
        """Mark follow-ups whose cause, or whose consent, has gone."""
        for some in chunked(sorted(ids), CUSTOMERS_AT_ONCE):
            statement = update(Row).where(Row.id.in_(some), Row.state.in_(LIVE))
            await self._session.execute(statement.values(state=GONE, updated_at=at))

    async def settle(self, followup_id: str, **values: Any) -> None:
        """Write down what became of a follow-up."""
        await self._session.execute(update(Row).where(Row.id == followup_id).values(**values))


def _followup(row: Row) -> Followup:
    return Followup.model_validate({name: getattr(row, name) for name in Followup.model_fields})
