"""Products and contents as arrays that the simulation can calculate with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dashboard.bank.demo import sheets
from dashboard.bank.demo.people import SEGMENTS, SITUATIONS, TOPICS, Floats, Ints, People
from dashboard.bank.demo.plan import Plan, months, next_month

PRICE_MONTHS_BEFORE = 30
UNIT = 10**6
NO_LIMIT = 10**9
IN_SEASON, OUT_OF_SEASON = 1.2, -0.5

# Month -> topic -> how much more (or less) the topic interests everybody in that month.
SEASONS: dict[int, dict[str, float]] = {
    1: {"gold": 0.7, "saving": 0.6, "family": 0.3},
    2: {"gold": 0.8, "saving": 0.4, "safety": 0.3},
    3: {"tax": 1.0, "insurance": 0.3, "basics": 0.2},
    4: {"tax": 0.8, "bonds": 0.3},
    5: {"tax": 0.5, "housing": 0.4},
    6: {"family": 0.6, "currency": 0.5},
    7: {"basics": 0.6, "currency": 0.7},
    8: {"family": 0.6, "currency": 0.6},
    9: {"funds": 0.3, "index": 0.3},
    10: {"safety": 0.4, "gold": 0.3},
    11: {"pension": 0.7, "tax": 0.4},
    12: {"pension": 1.0, "tax": 0.7, "insurance": 0.3},
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be read and bought.

    Attributes:
        product_topics, content_topics: rows sum to 1; float64, shapes (P, T) and (C, T).
        product_situations, content_situations: the same of situations; shapes (P, S) and (C, S).
        product_weights, content_weights: log of how widely each is wanted; shapes (P,) and (C,).
        links: strength 0..1 of content -> product; 0 means unlinked; shape (C, P).
        seasons: extra interest in each content by month, January first; shape (12, C).
        grades, minimums, mosts: R1..R5 (0: none) and minor units; int64, shape (P,).
        in_dollars, dated, covers, single, private, applied: flags of the products; shape (P,).
    """

    product_topics: Floats
    content_topics: Floats
    product_situations: Floats
    content_situations: Floats
    product_weights: Floats
    content_weights: Floats
    links: Floats
    seasons: Floats
    grades: Ints
    minimums: Ints
    mosts: Ints
    in_dollars: NDArray[np.bool_]
    dated: NDArray[np.bool_]
    covers: NDArray[np.bool_]
    single: NDArray[np.bool_]
    private: NDArray[np.bool_]
    applied: NDArray[np.bool_]


@cache
def shelf() -> Shelf:
    """Build the arrays from the text files."""
    products, contents = sheets.products(), sheets.contents()
    return Shelf(
        product_topics=_shares([one.topics for one in products], TOPICS),
        content_topics=_shares([one.topics for one in contents], TOPICS),
        product_situations=_shares([one.situations for one in products], SITUATIONS),
        content_situations=_shares([one.situations for one in contents], SITUATIONS),
        product_weights=np.log([one.weight for one in products]),
        content_weights=np.log([one.weight for one in contents]),
        links=np.array([[c.links.get(p.id, 0.0) for p in products] for c in contents]),
        seasons=_seasons(contents),
        grades=np.array([one.grade or 0 for one in products]),
        minimums=np.array([one.minimum_minor for one in products]),
        mosts=np.array([(one.most or NO_LIMIT) * 100 for one in products]),
        in_dollars=np.array([one.currency == "USD" for one in products]),
        dated=np.array([one.term_days is not None for one in products]),
        covers=np.array([one.cover for one in products]),
        single=np.array([one.single_hold for one in products]),
        private=np.array([one.private for one in products]),
        applied=np.array([one.applied for one in products]),
    )


@cache
def place_of() -> dict[str, int]:
    """Return the column of each product and of each content by id."""
    places = {one.id: column for column, one in enumerate(sheets.products())}
    return places | {one.id: column for column, one in enumerate(sheets.contents())}


def season(month: int) -> Floats:
    """Return the month's extra interest per topic; shape (T,)."""
    extra = SEASONS[month]
    return np.array([extra.get(topic, 0.0) for topic in TOPICS])


def ages(plan: Plan, day: date) -> Ints:
    """Return for how many days each content is out; below 0 is not yet; shape (C,)."""
    offset = (day - plan.anchor).days
    return offset - np.array([one.day for one in sheets.contents()])


def addressed(people: People) -> NDArray[np.bool_]:
    """Say which contents each customer may be shown at all; shape (n, C)."""
    contents = sheets.contents()
    offers = np.array([one.format == "offer" for one in contents])
    takes = np.array(["marketing" in given for given in people.consents])
    takes &= people.segment != SEGMENTS.index("senior")
    capacities = np.array([one.capacity or 0 for one in contents])
    able: NDArray[np.bool_] = people.capacity[:, None] >= capacities
    able &= takes[:, None] | ~offers
    able &= _in_segment(people, contents)
    return able


def offered(people: People) -> NDArray[np.bool_]:
    """Say which products are made for each customer's segment; shape (n, P)."""
    return _in_segment(people, sheets.products())


def _in_segment(
    people: People, items: Sequence[sheets.Product | sheets.Content]
) -> NDArray[np.bool_]:
    """Say which items are for everybody or for the customer's segment."""
    table = [[not one.segments or name in one.segments for one in items] for name in SEGMENTS]
    fits: NDArray[np.bool_] = np.array(table)[people.segment]
    return fits


def on_sale(plan: Plan, day: date) -> NDArray[np.bool_]:
    """Say which products can be bought on a day; shape (P,)."""
    offset = (day - plan.anchor).days
    spans = [one.available for one in sheets.products()]
    return np.array([span is None or span[0] <= offset <= span[1] for span in spans])


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices from the first day of each month on, scaled by 10^6; 0 for what has no price.

    Attributes:
        first: The first month.
        table_e6: int64, shape (months, P).
    """

    first: date
    table_e6: Ints

    def on(self, day: date) -> Ints:
        """Return every product's price on a day; shape (P,)."""
        month = (day.year - self.first.year) * 12 + day.month - self.first.month
        row: Ints = self.table_e6[min(month, len(self.table_e6) - 1)]
        return row


def prices(plan: Plan, through: date) -> Prices:
    """Walk every price from its start; each month's step depends on the seed and that month."""
    first = plan.anchor.replace(day=1)
    for _ in range(PRICE_MONTHS_BEFORE):
        first = (first - timedelta(days=1)).replace(day=1)
    paths = [one.price or (0.0, 0.0, 0.0) for one in sheets.products()]
    start, growth, swing = np.array(paths).T
    level, rows = np.log(np.maximum(start, 1e-9)), []
    for month in months(first, next_month(through)):
        rows.append(np.where(start > 0, np.round(np.exp(level) * UNIT), 0).astype(np.int64))
        steps = plan.dice(3, month.toordinal()).normal(size=len(paths)) / np.sqrt(12)
        level = level + growth / 1200 + swing / 100 * steps
    return Prices(first, np.array(rows))


def _shares(named: Sequence[tuple[str, ...]], names: tuple[str, ...]) -> Floats:
    """Weigh each item's names 1, 1/2, 1/3, ... and norm them; shape (items, names)."""
    table = np.zeros((len(named), len(names)))
    for row, own in enumerate(named):
        for rank, name in enumerate(own):
            table[row, names.index(name)] = 1 / (rank + 1)
    table /= table.sum(axis=1, keepdims=True)
    return table


def _seasons(contents: Sequence[sheets.Content]) -> Floats:
    """Return how much more or less a seasonal content is wanted in each month."""
    table = np.zeros((12, len(contents)))
    for column, one in enumerate(contents):
        if one.season:
            table[:, column] = OUT_OF_SEASON
            table[[month - 1 for month in one.season], column] = IN_SEASON
    return table
