"""Do the reasons tell the truth? What a score loses without the item that its reason cites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.bootstrap import Interval, bootstrap_mean
from recommender.dataset import Dataset, Interaction, ItemKey
from recommender.interest import READ_DWELL_MS
from recommender.scoring import Scored, Scorer, ScoreRequest
from recommender.surfaces import Surface

FEWEST_ITEMS = 4
"""Shorter histories have hardly another item to compare with."""

MOST_CUSTOMERS = 200
TIMES_OTHERS = 3.0
"""The cited item has to count at least this many times as much as a random other one."""

AS_OF = datetime(2000, 1, 1, tzinfo=UTC)
"""Any instant: a data set knows ages, not dates."""

UNDATED_DAYS = 400.0


@dataclass(frozen=True)
class Faithfulness:
    """What removing one item of a history takes from the best item's score.

    Attributes:
        cited: Loss without the item that the first reason cites, in units of the score.
        other: Loss without a random other item of the history.
        evidenced: Share (0..1) of all cited items that are in the customer's history.
        customers: How many were tried.
    """

    cited: Interval
    other: Interval
    evidenced: float
    customers: int

    @property
    def ratio(self) -> float | None:
        """How many times as much the cited item counts; None where others count nothing."""
        return self.cited.mean / self.other.mean if self.other.mean > 0 else None

    @property
    def is_faithful(self) -> bool:
        """Say whether cited items count, and at least three times as much as others."""
        return self.cited.is_above_zero and self.cited.mean >= TIMES_OTHERS * self.other.mean

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON."""
        return {
            "faithful": self.is_faithful,
            "cited_loss": self.cited.as_json(),
            "other_loss": self.other.as_json(),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "evidenced": self.evidenced,
            "customers": self.customers,
        }


@dataclass(frozen=True)
class Trial:
    """One customer: the losses without the cited and without another item."""

    cited: float
    other: float
    evidenced: bool


@dataclass(frozen=True, eq=False)
class Customer:
    """One customer as the scorer sees them."""

    events: Sequence[Interaction]
    segment: str | None

    @property
    def items(self) -> frozenset[ItemKey]:
        """What the history holds."""
        return frozenset(event.item for event in self.events)

    def without(self, item: ItemKey) -> "Customer":
        """Return the customer as if nothing had been done with an item."""
        return Customer([one for one in self.events if one.item != item], self.segment)


def measure_faithfulness(
    scorer: Scorer, dataset: Dataset, surface: Surface, *, seed: int
) -> Faithfulness:
    """Remove what reasons cite, and something else, from histories of at least four items."""
    chance = np.random.default_rng(seed)
    rows = _sample(dataset, surface, chance)
    candidates = [item for item in dataset.items if item.kind == surface.ranked[0]]
    customers = (customer_of(dataset, int(row)) for row in rows)
    tried = [_try(scorer, one, candidates, chance) for one in customers]
    trials = [one for one in tried if one is not None]
    return Faithfulness(
        cited=bootstrap_mean(np.array([one.cited for one in trials]), seed=seed),
        other=bootstrap_mean(np.array([one.other for one in trials]), seed=seed),
        evidenced=float(np.mean([one.evidenced for one in trials])) if trials else 1.0,
        customers=len(trials),
    )


def customer_of(dataset: Dataset, row: int) -> Customer:
    """Return one customer of a data set with the events that it was made of."""
    events = dataset.events
    own = [_event(dataset, int(at)) for at in np.flatnonzero(events.rows == row)]
    code = int(dataset.segments[row])
    return Customer(own, dataset.segment_names[code] if code >= 0 else None)


def _event(dataset: Dataset, at: int) -> Interaction:
    events = dataset.events
    age = float(np.nan_to_num(events.ages_days[at], nan=UNDATED_DAYS))
    is_read = bool(events.readings[at])
    return Interaction(
        user=dataset.users[events.rows[at]],
        item=dataset.items[events.columns[at]],
        action="view" if is_read else "apply",
        at=AS_OF - timedelta(days=age),
        dwell_ms=READ_DWELL_MS if is_read else None,
        weight=float(events.weights[at]),
    )


def _sample(dataset: Dataset, surface: Surface, chance: np.random.Generator) -> NDArray[np.int64]:
    inputs = dataset.columns_of(surface.inputs)
    items = np.diff(dataset.user_items[:, inputs].indptr)
    rows = np.flatnonzero(items >= FEWEST_ITEMS)
    picked: NDArray[np.int64] = chance.permutation(rows)[:MOST_CUSTOMERS]
    return picked


def _try(
    scorer: Scorer,
    customer: Customer,
    candidates: Sequence[ItemKey],
    chance: np.random.Generator,
) -> Trial | None:
    new = [item for item in candidates if item not in customer.items]
    if not new:
        return None
    scored = _scores(scorer, customer, new)
    best = int(np.argmax(scored.totals))
    terms = [one for one in scored.contributions(best) if one.source and one.value > 0]
    if not terms or terms[0].source is None:
        return None
    cited, rest = terms[0].source, sorted(customer.items - {terms[0].source})
    other = rest[int(chance.integers(len(rest)))]
    score = float(scored.totals[best])
    return Trial(
        cited=score - _score(scorer, customer.without(cited), new[best]),
        other=score - _score(scorer, customer.without(other), new[best]),
        evidenced=all(one.source in customer.items for one in terms),
    )


def _scores(scorer: Scorer, customer: Customer, candidates: Sequence[ItemKey]) -> Scored:
    return scorer.score(ScoreRequest(candidates, customer.events, AS_OF, customer.segment))


def _score(scorer: Scorer, customer: Customer, item: ItemKey) -> float:
    return float(_scores(scorer, customer, [item]).totals[0])
