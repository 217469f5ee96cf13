"""What a stored decision says of itself, held against its parts: for when inputs are gone."""

from collections.abc import Iterator
from itertools import pairwise
from math import fsum

from recommender.answer import Ranked
from recommender.dataset import ItemKey
from recommender.decisions.model import Record
from recommender.shelf import Shelf

ROUNDING = 1e-5
"""Values are stored with six digits; some of them are summed."""

ALLOWED = "."


def faults_of(record: Record, shelf: Shelf) -> list[str]:
    """Say what in a record does not fit together.

    Args:
        record: With all of its letters.
        shelf: The items of its kinds as it saw them; empty where they are no longer kept.
    """
    faults = [said for item in record.items for said in _sums(item)]
    faults += _order([one for one in record.items if one.placed != "pinned"])
    faults += _places(record)
    return faults + (list(_allowed(record, shelf)) if len(shelf) else [])


def _sums(item: Ranked) -> Iterator[str]:
    reasons, parts = fsum(one.value for one in item.reasons), fsum(item.parts.values())
    if abs(reasons - item.score) > ROUNDING:
        yield f"The reasons of {item.kind} {item.id} do not sum to its score."
    if abs(parts - item.score) > ROUNDING:
        yield f"The parts of {item.kind} {item.id} do not sum to its score."
    if not 0 < item.propensity <= 1:
        yield f"The propensity of {item.kind} {item.id} is no probability."


def _order(items: list[Ranked]) -> Iterator[str]:
    if any(after.score > before.score + ROUNDING for before, after in pairwise(items)):
        yield "The list is not in the order of its scores."


def _places(record: Record) -> Iterator[str]:
    shown = [(one.kind, one.id) for one in record.items]
    if len(shown) > record.limit or len(set(shown)) < len(shown):
        yield "The list holds an item twice, or more items than were asked for."
    pinned = [one.placed == "pinned" for one in record.items]
    if pinned != sorted(pinned, reverse=True):
        yield "What a rule pinned does not come first."


def _allowed(record: Record, shelf: Shelf) -> Iterator[str]:
    if len(record.withheld) != len(shelf):
        yield "The letters of the masks do not fit the catalogue."
        return
    letters = dict(zip(shelf.keys, record.withheld, strict=True))
    for item in record.items:
        if letters.get(ItemKey(item.kind, item.id)) != ALLOWED:
            yield f"{item.kind} {item.id} was shown although a mask withholds it."
