"""Every query over causes and gifts."""

from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.tables import PartyRow
from dashboard.life.charity.tables import CauseRow, GiftRow
from recommender.database import new_id
from recommender.dialect import upsert
from recommender.money import Money
from widgets.ports import Cause, Gift


class CharityRepository:
    """Causes and gifts in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def causes(self) -> list[Cause]:
        """Return the causes in their order."""
        rows = await self._session.scalars(select(CauseRow).order_by(CauseRow.place))
        return [
            Cause(
                id=one.id,
                name=one.names,
                purpose=one.purpose,
                raised=Money(minor=one.raised_minor),
                goal=Money(minor=one.goal_minor),
            )
            for one in rows
        ]

    async def gifts(self, customer_id: str, limit: int) -> list[Gift]:
        """Return the customer's gifts, the newest first."""
        query = (
            select(GiftRow, CauseRow.names)
            .join(CauseRow, CauseRow.id == GiftRow.cause_id)
            .where(GiftRow.customer_id == customer_id)
            .order_by(GiftRow.given_on.desc(), GiftRow.id.desc())
            .limit(limit)
        )
        return [
            Gift(id=row.id, cause=names, amount=Money(minor=row.amount_minor), on=row.given_on)
            for row, names in await self._session.execute(query)
        ]

    async def given(self, customer_id: str, since: date) -> Money:
        """Return what the customer gave since a day."""
        query = select(func.sum(GiftRow.amount_minor)).where(
            GiftRow.customer_id == customer_id, GiftRow.given_on >= since
        )
        return Money(minor=int(await self._session.scalar(query) or 0))

    async def add(
        self, customer_id: str, cause: Cause, amount: Money, at: tuple[int, date]
    ) -> bool:
        """Store a gift of (minute, day); False where one was given in this very minute."""
        minute, today = at
        statement = upsert(self._session, GiftRow).values(
            id=new_id(),
            customer_id=customer_id,
            cause_id=cause.id,
            minute=minute,
            amount_minor=amount.minor,
            given_on=today,
        )
        done = await self._session.execute(statement.on_conflict_do_nothing())
        if not (isinstance(done, CursorResult) and done.rowcount == 1):
            return False
        raised = CauseRow.raised_minor + amount.minor
        change = update(CauseRow).where(CauseRow.id == cause.id).values(raised_minor=raised)
        await self._session.execute(change, execution_options={"synchronize_session": False})
        return True

    async def put_party(self, cause: Cause) -> str:
        """Store the cause as somebody who can be paid, and return its id as such."""
        party_id = f"cause-{cause.id}"
        values = {"id": party_id, "kind": "charity", "names": cause.name}
        statement = upsert(self._session, PartyRow).values(values)
        await self._session.execute(statement.on_conflict_do_nothing())
        return party_id
