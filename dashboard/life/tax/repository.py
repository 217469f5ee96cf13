"""Every query over salaries and deductions."""

from collections import Counter
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.tables import AccountRow, PartyRow, PostingRow, TransactionRow
from dashboard.life.tax.tables import DeductionRow
from recommender.dialect import upsert

INCOME, EMPLOYER, CURRENCY = "income", "employer", "CNY"


class TaxRepository:
    """Salaries and deductions in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def salaries(self, customer_id: str, year: int) -> dict[int, int]:
        """Return what employers paid into the customer's accounts, in fen by month."""
        query = (
            select(TransactionRow.business_on, PostingRow.amount_minor)
            .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .join(PartyRow, PartyRow.id == TransactionRow.party_id)
            .where(AccountRow.customer_id == customer_id, PostingRow.currency == CURRENCY)
            .where(TransactionRow.kind == INCOME, PartyRow.kind == EMPLOYER)
            .where(TransactionRow.business_on.between(date(year, 1, 1), date(year, 12, 31)))
        )
        found: Counter[int] = Counter()
        for on, minor in await self._session.execute(query):
            found[on.month] += minor
        return dict(sorted(found.items()))

    async def claimed(self, customer_id: str, year: int) -> frozenset[str]:
        """Return the codes of the deductions that the customer claims."""
        query = select(DeductionRow.code).where(
            DeductionRow.customer_id == customer_id, DeductionRow.year == year
        )
        return frozenset(await self._session.scalars(query))

    async def toggle(self, customer_id: str, year: int, code: str) -> None:
        """Claim a deduction, or claim it no more."""
        values = {"customer_id": customer_id, "year": year, "code": code}
        gone = await self._session.execute(delete(DeductionRow).filter_by(**values))
        if isinstance(gone, CursorResult) and gone.rowcount:
            return
        statement = upsert(self._session, DeductionRow).values(values)
        await self._session.execute(statement.on_conflict_do_nothing())
