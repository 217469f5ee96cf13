"""A firm's open items, for firms alone."""

from calendar import monthrange
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, timedelta

from dashboard.bank.service import BankService
from dashboard.errors import Conflict
from dashboard.life.access import require_own
from dashboard.life.business.repository import BusinessRepository
from recommender.ids import is_uuid
from recommender.money import Money
from recommender.ports import Actor, AuditSink, Clock
from widgets.ports import Account, Firm, Payroll

SME = "sme"
DAYS_AHEAD, DAYS_BETWEEN_REMINDERS = 45, 7
MAIN_CURRENCY = "CNY"
SegmentOf = Callable[[str], Awaitable[str]]


class BusinessService:
    """Receivables, payables and payrolls of firms."""

    def __init__(
        self,
        store: BusinessRepository,
        bank: BankService,
        segment_of: SegmentOf,
        *,
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._store = store
        self._bank = bank
        self._segment_of = segment_of
        self._audit = audit
        self._clock = clock

    async def firm(self, actor: Actor, customer_id: str) -> Firm | None:
        """Return the firm's open items; None for who runs no firm."""
        require_own(actor, customer_id)
        if await self._segment_of(customer_id) != SME:
            return None
        today = self._clock.today()
        until = today + timedelta(days=DAYS_AHEAD)
        invoices = await self._store.invoices(customer_id, today, until)
        accounts = await self._bank.accounts(actor, customer_id)
        return Firm(
            receivable=_sum(one.amount for one in invoices if one.direction == "out"),
            payable=_sum(one.amount for one in invoices if one.direction == "in"),
            cash=_sum(one.balance for one in accounts if _is_cash(one)),
            invoices=invoices,
            payroll=await self._payroll(customer_id, today),
        )

    async def remind(self, actor: Actor, customer_id: str, invoice_id: str) -> None:
        """Send a reminder of an invoice, at most once a week.

        Raises:
            Conflict: It was reminded of lately, or nobody owes it.
        """
        require_own(actor, customer_id)
        today = self._clock.today()
        since = today - timedelta(days=DAYS_BETWEEN_REMINDERS)
        if not (
            is_uuid(invoice_id) and await self._store.remind(customer_id, invoice_id, today, since)
        ):
            raise Conflict("A reminder of this invoice was sent within the last week.")
        await self._audit.record(actor, "invoice.remind", f"invoice:{invoice_id}", {})

    async def _payroll(self, customer_id: str, today: date) -> Payroll | None:
        stored = await self._store.payroll(customer_id)
        if stored is None:
            return None
        day, people, amount = stored
        return Payroll(pay_on=next_payday(today, day), people=people, amount=amount)


def next_payday(today: date, day: int) -> date:
    """Return the next payday from today on; a short month pays on its last day.

    >>> next_payday(date(2026, 2, 10), 31), next_payday(date(2026, 1, 31), 15)
    (datetime.date(2026, 2, 28), datetime.date(2026, 2, 15))
    """
    this = _in_month(today, day)
    return this if this >= today else _in_month(today.replace(day=1) + timedelta(days=31), day)


def _in_month(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def _is_cash(account: Account) -> bool:
    return account.kind in ("current", "savings") and account.balance.currency == MAIN_CURRENCY


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(
        (one for one in amounts if one.currency == MAIN_CURRENCY),
        start=Money(minor=0, currency=MAIN_CURRENCY),
    )
