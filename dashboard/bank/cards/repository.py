"""Every query over cards and limits."""

from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.cards.model import OpenStatement, StoredCard
from dashboard.bank.cards.tables import CardRow, LimitRow
from dashboard.bank.tables import (
    AccountRow,
    BillRow,
    CustomerRow,
    PostingRow,
    TransactionRow,
)
from recommender.dialect import upsert

CARD_BILL = "card"


class CardRepository:
    """Cards and limits in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_connected(self) -> bool:
        """Say whether the bank has sent any card at all."""
        return await self._session.scalar(select(CardRow.id).limit(1)) is not None

    async def cards(self, customer_id: str) -> list[StoredCard]:
        """Return the customer's cards with their accounts' balances, credit cards first."""
        total = func.coalesce(func.sum(PostingRow.amount_minor), 0)
        query = (
            select(CardRow, AccountRow.currency, total)
            .join(AccountRow, AccountRow.id == CardRow.account_id)
            .outerjoin(PostingRow, PostingRow.account_id == CardRow.account_id)
            .where(CardRow.customer_id == customer_id)
            .group_by(CardRow.id, AccountRow.currency)
            .order_by(CardRow.kind, CardRow.id)
        )
        return [
            StoredCard(
                id=row.id,
                kind=row.kind,
                number=row.number,
                account_id=row.account_id,
                balance_minor=int(sum_),
                currency=currency,
                limit_minor=row.limit_minor,
                expires_on=row.expires_on,
                frozen_at=row.frozen_at,
            )
            for row, currency, sum_ in await self._session.execute(query)
        ]

    async def statement(self, customer_id: str) -> OpenStatement | None:
        """Return the oldest statement of a credit card that is not paid."""
        query = (
            select(BillRow.amount_minor, BillRow.due_on)
            .where(BillRow.customer_id == customer_id, BillRow.kind == CARD_BILL)
            .where(BillRow.paid_on.is_(None))
            .order_by(BillRow.due_on)
            .limit(1)
        )
        row = (await self._session.execute(query)).one_or_none()
        return None if row is None else OpenStatement(row[0], row[1])

    async def set_frozen(self, customer_id: str, card_id: str, at: datetime | None) -> bool:
        """Freeze a card of the customer, or unfreeze it for None; say whether there is such one."""
        mine = (CardRow.id == card_id) & (CardRow.customer_id == customer_id)
        if await self._session.scalar(select(CardRow.id).where(mine)) is None:
            return False
        await self._session.execute(update(CardRow).where(mine).values(frozen_at=at))
        return True

    async def segment(self, customer_id: str) -> str | None:
        """Return the customer's segment; None where the core bank does not know the customer."""
        return await self._session.scalar(
            select(CustomerRow.segment).where(CustomerRow.id == customer_id)
        )

    async def limits(self, customer_id: str) -> dict[str, tuple[int, datetime]]:
        """Return what the customer has changed: kind -> amount and when."""
        rows = await self._session.scalars(
            select(LimitRow).where(LimitRow.customer_id == customer_id)
        )
        return {row.kind: (row.amount_minor, row.changed_at) for row in rows}

    async def set_limit(self, customer_id: str, kind: str, amount_minor: int, at: datetime) -> None:
        """Store a limit in place of an earlier one."""
        values = {"amount_minor": amount_minor, "changed_at": at}
        statement = upsert(self._session, LimitRow).values(
            customer_id=customer_id, kind=kind, **values
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[LimitRow.customer_id, LimitRow.kind], set_=values
            )
        )

    async def outgoing(self, customer_id: str, since: date) -> list[tuple[date, str, int]]:
        """Return (day, kind of transaction, minor units) of what left the accounts since a day."""
        query = (
            select(TransactionRow.business_on, TransactionRow.kind, PostingRow.amount_minor)
            .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .where(AccountRow.customer_id == customer_id, TransactionRow.business_on >= since)
            .where(PostingRow.amount_minor < 0)
        )
        return [(day, kind, minor) for day, kind, minor in await self._session.execute(query)]
