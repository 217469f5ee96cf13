"""The query behind every statistic: a customer's postings with their counterparties."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.repository import SHOWN_ACCOUNTS
from dashboard.bank.spending.model import Entry
from dashboard.bank.tables import AccountRow, PartyRow, PostingRow, TransactionRow


class SpendingRepository:
    """Reads postings."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def entries(self, customer_id: str, currency: str, since: date) -> list[Entry]:
        """Return the lines of the customer's accounts in a currency from a day on, oldest first."""
        query = (
            select(TransactionRow, PostingRow.amount_minor, PartyRow.kind, PartyRow.names)
            .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .outerjoin(PartyRow, PartyRow.id == TransactionRow.party_id)
            .where(AccountRow.customer_id == customer_id, AccountRow.kind.in_(SHOWN_ACCOUNTS))
            .where(AccountRow.currency == currency, TransactionRow.business_on >= since)
            .order_by(TransactionRow.business_on, TransactionRow.id, PostingRow.line)
        )
        return [
            Entry(row.business_on, row.kind, row.party_id, kind or "", names or {}, minor)
            for row, minor, kind, names in await self._session.execute(query)
        ]

    async def lines(self, customer_id: str, account_id: str) -> list[tuple[date, int]]:
        """Return day and minor units of each line of one of the customer's accounts."""
        query = (
            select(TransactionRow.business_on, PostingRow.amount_minor)
            .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .where(AccountRow.customer_id == customer_id, AccountRow.id == account_id)
            .order_by(TransactionRow.business_on)
        )
        return [(day, minor) for day, minor in await self._session.execute(query)]
