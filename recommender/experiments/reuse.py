"""Answers that are given again: an equal question on equal inputs, a quarter of an hour long."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from recommender.catalogue.model import CONTENT
from recommender.decide import NEW_DAYS, Decided, Inputs
from recommender.interactions.model import History
from recommender.sieve import Split
from recommender.window import window_of
from recommender.wording import Titles

MOST_CUSTOMERS = 3_000
MOST_OF_CUSTOMER = 8


def key_of(inputs: Inputs, split: Split, history: History, named: Hashable) -> Hashable:
    """Return everything that an answer depends on: with equal keys it is equal.

    Args:
        inputs: Of the decision.
        split: What the masks made of the shelf; it stands for whatever they read.
        history: Which interactions count.
        named: Versions of what is shared, and the question.
    """
    return (
        named,
        inputs.customer,
        inputs.seed or window_of(inputs.now),
        inputs.exploration,
        inputs.by_popularity,
        tuple((rule.id, rule.number) for rule in inputs.rules.rules),
        split.common.name,
        tuple(sorted(split.own.items())),
        _newest(inputs),
        tuple(one.id for one in history.events),
    )


def _newest(inputs: Inputs) -> int:
    """Return how many contents have stopped being new: that happens within a window too."""
    shelf = inputs.shelf
    if CONTENT not in shelf.kinds:
        return 0
    since = inputs.now.timestamp() - NEW_DAYS * 86_400
    return int((shelf.opens[shelf.kinds[CONTENT]] < since).sum())


@dataclass(eq=False, slots=True)
class Given:
    """An answer that was given and whose decision is committed."""

    decision_id: str
    decided: Decided
    titles: Titles
    replies: dict[str, bytes] = field(default_factory=dict)


class Answers:
    """The answers that one process gave in this window, by customer."""

    def __init__(self) -> None:
        self._window = 0
        self._of: OrderedDict[str, OrderedDict[Hashable, Given]] = OrderedDict()

    def find(self, customer_id: str, key: Hashable) -> Given | None:
        """Return the answer that was given to an equal question."""
        known = self._of.get(customer_id)
        return None if known is None else known.get(key)

    def of(self, customer_id: str) -> tuple[Given, ...]:
        """Return what a customer was answered in this window, oldest first."""
        return tuple(self._of.get(customer_id, {}).values())

    def keep(self, customer_id: str, key: Hashable, given: Given, window: int) -> None:
        """Keep an answer whose decision is committed; those of earlier windows are dropped."""
        if window > self._window:
            self._window = window
            self._of.clear()
        known = self._of.setdefault(customer_id, OrderedDict())
        self._of.move_to_end(customer_id)
        known[key] = given
        while len(known) > MOST_OF_CUSTOMER:
            known.popitem(last=False)
        while len(self._of) > MOST_CUSTOMERS:
            self._of.popitem(last=False)

    def forget(self, customer_id: str | None) -> None:
        """Forget a customer's answers, None: everybody's."""
        if customer_id is None:
            self._of.clear()
        else:
            self._of.pop(customer_id, None)
