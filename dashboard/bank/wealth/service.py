"""What the holdings of a customer were worth over time, and how they did."""

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.bank.service import MAIN_CURRENCY
from dashboard.bank.wealth import model
from dashboard.bank.wealth.model import Path, Traded
from dashboard.bank.wealth.repository import WealthRepository
from dashboard.clock import last_months
from dashboard.consents.sight import Scopes, require_sight
from recommender.ports import Actor, Clock
from widgets.ports.wealth import Performance, ValuePoint


class WealthService:
    """Value over time in the main currency; holdings in others are counted as left out."""

    def __init__(self, store: WealthRepository, scopes: Scopes, clock: Clock) -> None:
        self._store = store
        self._scopes = scopes
        self._clock = clock

    async def performance(self, actor: Actor, customer_id: str, months: int) -> Performance | None:
        """Return value and gain of what has a price; None when nothing such was ever held.

        Deposits earn their own rate and cover has no price: both are left out.
        """
        await require_sight(self._scopes, actor, customer_id)
        found = await self._store.trades(customer_id)
        own = [one for currency, one in found if currency == MAIN_CURRENCY]
        paths = await self._store.paths({one.product_id for one in own})
        trades = [one for one in own if one.product_id in paths]
        if not trades:
            return None
        days = self._days(months, trades[0].on)
        points = tuple(
            ValuePoint(
                on=day,
                value_minor=model.value_on(day, trades, paths),
                paid_in_minor=model.paid_in_until(day, trades),
            )
            for day in days
        )
        return Performance(
            currency=MAIN_CURRENCY,
            points=points,
            gain_minor=_gain(points),
            yearly=_yearly(points, trades),
            left_out=len({one.product_id for currency, one in found if currency != MAIN_CURRENCY}),
            as_of=self._clock.now(),
        )

    async def worth_line(
        self, actor: Actor, customer_id: str, months: int
    ) -> list[tuple[date, int]]:
        """Return cash, deposits and priced holdings in minor units at the ends of months."""
        await require_sight(self._scopes, actor, customer_id)
        cash = await self._store.cash(customer_id, MAIN_CURRENCY)
        deposits = await self._store.deposits(customer_id, MAIN_CURRENCY)
        found = await self._store.trades(customer_id)
        own = [one for currency, one in found if currency == MAIN_CURRENCY]
        paths: dict[str, Path] = await self._store.paths({one.product_id for one in own})
        trades = [one for one in own if one.product_id in paths]
        if not cash:
            return []
        return [
            (
                day,
                sum(minor for on, minor in cash if on <= day)
                + model.kept_on(day, deposits)
                + model.value_on(day, trades, paths),
            )
            for day in self._days(months, cash[0][0])
        ]

    def _days(self, months: int, first: date) -> list[date]:
        """Return the ends of the last months from the first day on, and today."""
        today = self._clock.today()
        ends = [first - timedelta(days=1) for first in last_months(today, months)]
        return [*(day for day in ends if day >= first), today]


def _gain(points: Sequence[ValuePoint]) -> int:
    """Return the change of value that was not paid in."""
    first, last = points[0], points[-1]
    paid = last.paid_in_minor - first.paid_in_minor
    if len(points) == 1:
        return last.value_minor - last.paid_in_minor
    return last.value_minor - first.value_minor - paid


def _yearly(points: Sequence[ValuePoint], trades: Sequence[Traded]) -> float | None:
    """Return the money-weighted return between the first and the last point."""
    first, last = points[0], points[-1]
    flows = [(first.on, -first.value_minor)]
    flows += [(one.on, -one.amount_minor) for one in trades if first.on < one.on <= last.on]
    flows.append((last.on, last.value_minor))
    return model.money_weighted(flows)
