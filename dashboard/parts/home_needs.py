"""Which cards ask for what: when it changes, these are loaded again."""

from collections.abc import Collection, Mapping, Sequence

from dashboard.home.memory import RANKED
from widgets.base import Widget
from widgets.tile import Tile

MOVED = ("bank", "spending")
"""What any deed may change: money moves."""


def asking(tiles: Sequence[Tile], kinds: Mapping[str, Widget], ports: Collection[str]) -> list[str]:
    """Return the cards whose kinds ask one of these ports.

    >>> asking([Tile(id="a", kind="gone")], {}, {"bank"})
    []
    """
    known = {kind: set(kinds[kind].needs) for kind in {one.kind for one in tiles} if kind in kinds}
    return [one.id for one in tiles if not known.get(one.kind, set()).isdisjoint(ports)]


def touched(tiles: Sequence[Tile], kinds: Mapping[str, Widget], tile_id: str) -> list[str]:
    """Return the other cards that may show what a deed on one card has changed.

    What is ranked stays as it is: a deed is no reason to show another order.
    """
    done_on = next((one.kind for one in tiles if one.id == tile_id), "")
    asked = {*kinds[done_on].needs, *MOVED} - RANKED if done_on in kinds else set()
    found = asking([one for one in tiles if not one.decision_id], kinds, asked)
    ranked = set(asking(tiles, kinds, RANKED))
    return [one for one in found if one != tile_id and one not in ranked]
