"""What positions are worth: units at a price, average cost, money in another currency."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.bank.model import PRICE_SCALE, RATE_SCALE, UNITS_SCALE
from recommender.money import Money

MINOR_SCALE = 100


@dataclass(frozen=True, slots=True)
class Position:
    """Units held and what they cost on average; both are 0 when everything was sold."""

    units_e6: int = 0
    cost_minor: int = 0

    def after(self, units_e6: int, amount_minor: int) -> "Position":
        """Return the position after a purchase (positive) or a sale (negative units).

        A sale takes its part of the average cost, whatever it was sold for.
        """
        if units_e6 >= 0:
            return Position(self.units_e6 + units_e6, self.cost_minor + amount_minor)
        sold = min(-units_e6, self.units_e6)
        cost = self.cost_minor * sold // self.units_e6 if self.units_e6 else 0
        return Position(self.units_e6 - sold, self.cost_minor - cost)


def position_of(trades: Iterable[tuple[int, int]]) -> Position:
    """Return the position after trades (units scaled by 10^6, amount), oldest first.

    >>> position_of([(2_000_000, 200), (2_000_000, 400), (-1_000_000, -500)])
    Position(units_e6=3000000, cost_minor=450)
    """
    position = Position()
    for units_e6, amount_minor in trades:
        position = position.after(units_e6, amount_minor)
    return position


def worth(units_e6: int, price_e6: int) -> int:
    """Return minor units of money: units * price, rounded down.

    >>> worth(1_500_000, 2_000_000)
    300
    """
    return units_e6 * price_e6 * MINOR_SCALE // (UNITS_SCALE * PRICE_SCALE)


def converted(money: Money, currency: str, rate_e8: int) -> Money:
    """Return the money in another currency at a dated rate (scaled by 10^8), rounded down."""
    return Money(minor=money.minor * rate_e8 // RATE_SCALE, currency=currency)
