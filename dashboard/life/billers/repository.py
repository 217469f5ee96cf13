"""Every query over billers and over bills that are paid here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, case, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.tables import BillRow, PartyRow
from dashboard.life.billers.tables import BillerRow, PaidBillRow
from dashboard.life.regions import region_of
from recommender.money import Money
from widgets.ports import Biller, Receipt


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as the bank has it."""

    id: str
    biller_id: str
    kind: str
    names: dict[str, str]
    amount: Money
    due_on: date
    paid_on: date | None


class BillerRepository:
    """Billers and bills in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count(self) -> int:
        """Count the billers."""
        return await self._session.scalar(select(func.count()).select_from(BillerRow)) or 0

    async def search(
        self, words: Sequence[str], region: str, limit: int, *, near: str = ""
    ) -> tuple[list[Biller], int]:
        """Return the first billers that have every word, and how many there are.

        Those of the region that is near come first, then those whose name the first word begins.
        """
        query = select(BillerRow).where(*(_has(word) for word in words))
        if region:
            query = query.where(BillerRow.region == region)
        total = await self._session.scalar(select(func.count()).select_from(query.subquery()))
        is_far = case((BillerRow.region == near, 0), else_=1)
        begins = case((_has(f" {words[0]}"), 0), else_=1) if words else BillerRow.category
        rows = await self._session.scalars(
            query.order_by(is_far, begins, BillerRow.id).limit(limit)
        )
        return [_biller(row) for row in rows], total or 0

    async def open_bills(self, customer_id: str) -> list[Bill]:
        """Return the customer's bills that are not paid, the earliest first."""
        found = await self._session.execute(
            _bills().where(BillRow.customer_id == customer_id, BillRow.paid_on.is_(None))
        )
        return [_bill(row) for row in found]

    async def bill(self, customer_id: str, bill_id: str) -> Bill | None:
        """Return one of the customer's bills, paid or not."""
        query = _bills().where(BillRow.customer_id == customer_id, BillRow.id == bill_id)
        row = (await self._session.execute(query)).one_or_none()
        return None if row is None else _bill(row)

    async def settle(self, customer_id: str, bill_id: str, day: date) -> bool:
        """Mark a bill as paid; False where it has been before."""
        change = update(BillRow).where(
            BillRow.id == bill_id, BillRow.customer_id == customer_id, BillRow.paid_on.is_(None)
        )
        done = await self._session.execute(
            change.values(paid_on=day), execution_options={"synchronize_session": False}
        )
        return isinstance(done, CursorResult) and done.rowcount == 1

    async def keep(self, customer_id: str, bill_id: str, transaction_id: str, at: datetime) -> None:
        """Store which transaction paid a bill."""
        self._session.add(
            PaidBillRow(
                bill_id=bill_id, customer_id=customer_id, transaction_id=transaction_id, paid_at=at
            )
        )
        await self._session.flush()

    async def receipts(self, customer_id: str, limit: int) -> list[Receipt]:
        """Return the customer's bills that were paid last, the newest first."""
        query = (
            _bills(newest=True)
            .where(BillRow.customer_id == customer_id, BillRow.paid_on.is_not(None))
            .limit(limit)
        )
        bills = [_bill(row) for row in await self._session.execute(query)]
        return [receipt_of(one, one.paid_on) for one in bills if one.paid_on]

    async def has_paid_here(self, customer_id: str, since: datetime) -> bool:
        """Say whether the customer has paid a bill here since an instant."""
        query = select(PaidBillRow.bill_id).where(
            PaidBillRow.customer_id == customer_id, PaidBillRow.paid_at >= since
        )
        return await self._session.scalar(query.limit(1)) is not None


def receipt_of(bill: Bill, paid_on: date, *, is_new: bool = False) -> Receipt:
    """Return the receipt of a bill."""
    return Receipt(
        bill_id=bill.id, name=bill.names, amount=bill.amount, paid_on=paid_on, is_new=is_new
    )


def _bills(*, newest: bool = False) -> Select[BillRow, dict[str, str]]:
    order = (BillRow.paid_on.desc(), BillRow.id.desc()) if newest else (BillRow.due_on, BillRow.id)
    return (
        select(BillRow, PartyRow.names)
        .outerjoin(PartyRow, PartyRow.id == BillRow.biller_id)
        .order_by(*order)
    )


def _bill(row: Row[BillRow, dict[str, str]]) -> Bill:
    bill, names = row
    return Bill(
        id=bill.id,
        biller_id=bill.biller_id,
        kind=bill.kind,
        names=names or {},
        amount=Money(minor=bill.amount_minor, currency=bill.currency),
        due_on=bill.due_on,
        paid_on=bill.paid_on,
    )


def _biller(row: BillerRow) -> Biller:
    region = region_of(row.region)
    return Biller(
        id=row.id,
        category=row.category,
        name=row.names,
        city=row.city,
        region=region.name if region else {},
    )


def _has(word: str) -> ColumnElement[bool]:
    return BillerRow.words.contains(word, autoescape=True)
