"""What the postings of a customer say: by category, by month, what comes back, what is earned."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from dashboard.bank.service import MAIN_CURRENCY
from dashboard.bank.spending import statistics as stats
from dashboard.bank.spending.model import Entry
from dashboard.bank.spending.repository import SpendingRepository
from dashboard.clock import last_months, month_after, same_day_after
from dashboard.consents.sight import Scopes, require_sight
from recommender.money import Money
from recommender.ports import Actor, Clock
from widgets.ports.spending import CategorySpending, MonthFlow, Pay, Regular, Spent

HISTORY_MONTHS = 13
PAY_KIND = "income"
LEAST_PAYMENTS = 2


class SpendingService:
    """Statistics over postings of the main currency; others are left to the accounts."""

    def __init__(self, store: SpendingRepository, scopes: Scopes, clock: Clock) -> None:
        self._store = store
        self._scopes = scopes
        self._clock = clock

    async def by_category(self, actor: Actor, customer_id: str, months: int) -> Spent:
        """Return this month's spending and the full months before it, by category.

        A category is unusual when it lies far above its median of full months up to the same day
        (`statistics.unusual`).
        """
        entries = await self._entries(actor, customer_id)
        today = self._clock.today()
        through = self._through(entries)
        shown = [month_after(today.replace(day=1), -back) for back in range(months - 1, -1, -1)]
        whole, to_day = stats.by_category(entries), stats.by_category(entries, through.day)
        full = stats.whole_months(entries, shown[-1])
        found = []
        for category in sorted({category for category, _ in whole}):
            past = [to_day.get((category, month), 0) for month in full]
            row = tuple(whole.get((category, month), 0) for month in shown)
            if any(row):
                found.append(
                    CategorySpending(
                        category=category,
                        by_month=row,
                        usual_minor=stats.usual(past),
                        above=stats.unusual(row[-1], past),
                    )
                )
        found.sort(key=lambda one: (-one.by_month[-1], -sum(one.by_month)))
        return Spent(
            months=tuple(shown),
            through=through,
            currency=MAIN_CURRENCY,
            categories=tuple(found),
            as_of=self._clock.now(),
        )

    async def flows(self, actor: Actor, customer_id: str, months: int) -> list[MonthFlow]:
        """Return what came and went month by month; months before the first entry are left out."""
        entries = await self._entries(actor, customer_id)
        this_month = self._clock.today().replace(day=1)
        first = min((one.month for one in entries), default=this_month)
        shown = last_months(this_month, months)
        real = [one for one in entries if not stats.is_own_move(one)]
        return [
            MonthFlow(
                month=month,
                came=_money(sum(e.minor for e in real if e.month == month and e.minor > 0)),
                went=_money(-sum(e.minor for e in real if e.month == month and e.minor < 0)),
                is_whole=month < this_month,
            )
            for month in shown
            if entries and month >= first
        ]

    async def regular(self, actor: Actor, customer_id: str) -> list[Regular]:
        """List payments that come back monthly with a steady amount, the dearest first."""
        entries = await self._entries(actor, customer_id)
        paid = [one for one in entries if one.minor < 0 and not stats.is_own_move(one)]
        today = self._clock.today()
        found = [
            _regular(some) for some in stats.grouped(paid).values() if stats.steady(some, today)
        ]
        return sorted(found, key=lambda one: (-one.amount.minor, one.party_id))

    async def pay(self, actor: Actor, customer_id: str) -> Pay | None:
        """Return the regular income with the highest median; None with less than two payments."""
        entries = await self._entries(actor, customer_id)
        incomes = stats.grouped(one for one in entries if one.minor > 0 and one.kind == PAY_KIND)
        known = [some for some in incomes.values() if len(some) >= LEAST_PAYMENTS]
        if not known:
            return None
        return _pay(max(known, key=lambda some: median(one.minor for one in some)))

    async def of_account(
        self, actor: Actor, customer_id: str, account_id: str
    ) -> list[tuple[date, int]]:
        """Return day and minor units of each line of one of the customer's accounts."""
        await require_sight(self._scopes, actor, customer_id)
        return await self._store.lines(customer_id, account_id)

    async def _entries(self, actor: Actor, customer_id: str) -> list[Entry]:
        await require_sight(self._scopes, actor, customer_id)
        since = month_after(self._clock.today().replace(day=1), -HISTORY_MONTHS)
        return await self._store.entries(customer_id, MAIN_CURRENCY, since)

    def _through(self, entries: Sequence[Entry]) -> date:
        """Return today where something was posted today already, else yesterday."""
        today = self._clock.today()
        is_today = today.day == 1 or any(one.on == today for one in entries[-20:])
        return today if is_today else today - timedelta(days=1)


def _categories(
    entries: Sequence[Entry], shown: Sequence[date], through: date
) -> list[CategorySpending]:
    """Sum each category by month, and hold this month against the full ones to the same day."""
    whole, to_day = stats.by_category(entries), stats.by_category(entries, through.day)
    full = stats.whole_months(entries, shown[-1])
    found = []
    for category in sorted({category for category, _ in whole}):
        past = [to_day.get((category, month), 0) for month in full]
        row = tuple(whole.get((category, month), 0) for month in shown)
        found.append(
            CategorySpending(
                category=category,
                by_month=row,
                usual_minor=stats.usual(past),
                above=stats.unusual(row[-1], past),
                is_new=stats.is_new(row[-1], past),
            )
        )
    return [one for one in found if any(one.by_month)]


def _regular(entries: list[Entry]) -> Regular:
    last = entries[-1]
    before = next((one.minor for one in reversed(entries) if one.minor != last.minor), None)
    return Regular(
        party_id=last.party_id,
        party=dict(last.party),
        category=last.category,
        amount=_money(-last.minor),
        last_on=last.on,
        next_on=same_day_after(last.on),
        times=len(entries),
        before=None if before is None else _money(-before),
    )


def _pay(entries: list[Entry]) -> Pay:
    last = entries[-1]
    return Pay(
        party_id=last.party_id,
        party=dict(last.party),
        amount=_money(last.minor),
        on=last.on,
        next_on=same_day_after(last.on),
        usual=_money(round(median(one.minor for one in entries))),
        past=tuple(_money(one.minor) for one in entries),
        days=tuple(one.on for one in entries),
    )


def _money(minor: int) -> Money:
    return Money(minor=minor, currency=MAIN_CURRENCY)
