"""Every query over firms' open items."""

from datetime import date

from sqlalchemy import or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.life.business.tables import InvoiceRow, PayrollRow
from recommender.money import Money
from widgets.ports import Invoice


class BusinessRepository:
    """Open items in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def invoices(self, customer_id: str, today: date, until: date) -> list[Invoice]:
        """Return the invoices that are open and due by a day, the earliest first."""
        query = (
            select(InvoiceRow)
            .where(InvoiceRow.customer_id == customer_id, InvoiceRow.due_on <= until)
            .where(or_(InvoiceRow.settled_on.is_(None), InvoiceRow.settled_on > today))
            .order_by(InvoiceRow.due_on, InvoiceRow.id)
        )
        return [_invoice(row, today) for row in await self._session.scalars(query)]

    async def payroll(self, customer_id: str) -> tuple[int, int, Money] | None:
        """Return day of the month, number of people and amount of the firm's payroll."""
        row = await self._session.get(PayrollRow, customer_id)
        if row is None:
            return None
        return row.day, row.people, Money(minor=row.amount_minor, currency=row.currency)

    async def remind(self, customer_id: str, invoice_id: str, today: date, not_since: date) -> bool:
        """Note a reminder of an invoice that is owed to the firm; False where it may not be."""
        change = (
            update(InvoiceRow)
            .where(InvoiceRow.id == invoice_id, InvoiceRow.customer_id == customer_id)
            .where(InvoiceRow.direction == "out")
            .where(or_(InvoiceRow.reminded_on.is_(None), InvoiceRow.reminded_on < not_since))
            .values(reminded_on=today)
        )
        done = await self._session.execute(change, execution_options={"synchronize_session": False})
        return isinstance(done, CursorResult) and done.rowcount == 1


def _invoice(row: InvoiceRow, today: date) -> Invoice:
    return Invoice(
        id=row.id,
        direction="in" if row.direction == "in" else "out",
        party=row.party,
        amount=Money(minor=row.amount_minor, currency=row.currency),
        due_on=row.due_on,
        is_late=row.due_on < today,
        reminded_on=row.reminded_on,
    )
