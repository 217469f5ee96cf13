"""What the demo bank quotes on trading days: exchange rates, and gold between its month prices."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from dashboard.bank.demo import sheets
from dashboard.bank.demo import shelf as shelves
from dashboard.bank.demo.people import Floats
from dashboard.bank.demo.plan import Plan, days, months, next_month

CURRENCIES = ("USD", "EUR", "HKD", "JPY", "GBP", "AUD", "SGD", "CHF")
FIRST_RATES = (7.12, 8.21, 0.912, 0.0478, 9.45, 4.66, 5.49, 8.77)
SWINGS = (0.035, 0.07, 0.035, 0.09, 0.075, 0.09, 0.04, 0.075)
"""Standard deviation of a year, as a share."""

GOLD_PRODUCT, GOLD, GOLD_SWING = "gold-savings", "AU-GRAM", 0.14
TRADING_DAYS = 250
SATURDAY = 5
RATE_SCALE, PRICE_SCALE = 10**8, 10**6


def exchange_rates(plan: Plan, through: date) -> Iterator[tuple[str, str, date, int]]:
    """Yield (base, quote, day, rate) of each trading day since the first, by a random walk."""
    levels: Floats = np.log(FIRST_RATES)
    steps: Floats = np.array(SWINGS) / np.sqrt(TRADING_DAYS)
    for day in days(plan.start, through):
        if day.weekday() >= SATURDAY:
            continue
        for currency, level in zip(CURRENCIES, levels.tolist(), strict=True):
            yield currency, "CNY", day, round(float(np.exp(level)) * RATE_SCALE)
        levels = levels + steps * plan.dice(14, day.toordinal()).normal(size=len(steps))


def gold_quotes(
    plan: Plan, table: shelves.Prices, through: date
) -> Iterator[tuple[str, date, str, int]]:
    """Yield (symbol, day, currency, price) of each trading day.

    Prices of products are set by the month; between two of them the quote wanders as a bridge
    that begins and ends on them, so that gold held and gold quoted tell one story.
    """
    column = [one.id for one in sheets.products()].index(GOLD_PRODUCT)
    for row, month in enumerate(months(table.first, through)):
        ends = np.log(table.table_e6[row : row + 2, column] / PRICE_SCALE)
        length = (next_month(month) - month).days
        noise = plan.dice(15, month.toordinal()).normal(size=length) * GOLD_SWING
        walk = np.concatenate([[0.0], np.cumsum(noise / np.sqrt(365))])
        way = np.arange(length) / length
        path = ends[0] + (ends[-1] - ends[0]) * way + walk[:length] - walk[length] * way
        for place, level in enumerate(path.tolist()):
            day = month + timedelta(days=place)
            if day <= through and day.weekday() < SATURDAY:
                yield GOLD, day, "CNY", round(float(np.exp(level)) * PRICE_SCALE)
