"""Billers are for everybody; bills are seen and paid by their customer alone."""

from collections.abc import Awaitable, Callable
from datetime import date

from dashboard.errors import NotFound
from dashboard.life.access import require_own
from dashboard.life.billers.repository import Bill, BillerRepository, receipt_of
from dashboard.life.billers.words import searched
from dashboard.life.purse import Purse
from dashboard.life.regions import region_of
from recommender.ids import is_uuid
from recommender.money import Money
from recommender.ports import Actor, AuditSink, Clock
from widgets.ports import BillerPage, BillToPay, Receipt

MOST_FOUND, MOST_WORDS = 60, 6
CARD_ACCOUNT = "{customer}-card"
RegionOf = Callable[[str], Awaitable[str]]


class BillerService:
    """Finds billers, and pays bills once."""

    def __init__(
        self,
        store: BillerRepository,
        purse: Purse,
        home_of: RegionOf,
        *,
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._store = store
        self._home_of = home_of
        self._purse = purse
        self._audit = audit
        self._clock = clock

    async def search(
        self, actor: Actor, query: str, region: str = "", limit: int = 20
    ) -> BillerPage:
        """Find billers by words in Chinese, pinyin (full or initials) or English.

        They are for everybody; those where the customer lives come first.
        """
        words, most = searched(query)[:MOST_WORDS], min(limit, MOST_FOUND)
        home = region_of(await self._home_of(actor.customer_id)) if actor.customer_id else None
        near = home.code if home else ""
        found, total = await self._store.search(words, region, most, near=near)
        return BillerPage(found=found, total=total, known=await self._store.count())

    async def to_pay(self, actor: Actor, customer_id: str) -> list[BillToPay]:
        """List the customer's open bills, the earliest first."""
        require_own(actor, customer_id)
        today = self._clock.today()
        return [_to_pay(one, today) for one in await self._store.open_bills(customer_id)]

    async def receipts(self, actor: Actor, customer_id: str, limit: int) -> list[Receipt]:
        """List what was paid last, the newest first."""
        require_own(actor, customer_id)
        return await self._store.receipts(customer_id, limit)

    async def pay(self, actor: Actor, customer_id: str, bill_id: str) -> Receipt:
        """Pay a bill from the current account; a bill that is paid already stays paid once.

        Raises:
            NotFound: The customer has no such bill.
            Conflict: Too little money, or payments are frozen.
        """
        require_own(actor, customer_id)
        bill = await self._store.bill(customer_id, bill_id) if is_uuid(bill_id) else None
        if bill is None:
            raise NotFound("There is no such bill.")
        today = self._clock.today()
        if not await self._store.settle(customer_id, bill.id, today):
            return receipt_of(bill, bill.paid_on or today)
        await self._move(customer_id, bill)
        detail = {"minor": bill.amount.minor, "currency": bill.amount.currency}
        await self._audit.record(actor, "bill.pay", f"bill:{bill.id}", detail)
        return receipt_of(bill, today, is_new=True)

    async def _move(self, customer_id: str, bill: Bill) -> None:
        """Take the money, and give a card's bill to the card."""
        is_card = bill.kind == "card"
        posted = await self._purse.pay(
            customer_id,
            Money(minor=bill.amount.minor, currency=bill.amount.currency),
            kind="card_payment" if is_card else "bill",
            party_id=bill.biller_id,
            to=CARD_ACCOUNT.format(customer=customer_id) if is_card else "",
        )
        await self._store.keep(customer_id, bill.id, posted, self._clock.now())


def _to_pay(bill: Bill, today: date) -> BillToPay:
    return BillToPay(
        id=bill.id,
        category=bill.kind,
        name=bill.names,
        amount=bill.amount,
        due_on=bill.due_on,
        is_overdue=bill.due_on < today,
    )
