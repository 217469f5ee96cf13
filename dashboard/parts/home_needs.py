"""Which cards ask for what: when it changes, these are loaded again."""

from collections.abc import Collection, Mapping, Sequence

from widgets.base import Widget
from widgets.tile import Tile


def asking(tiles: Sequence[Tile], kinds: Mapping[str, Widget], ports: Collection[str]) -> list[str]:
    """Return the cards whose kinds ask one of these ports.

    >>> asking([Tile(id="a", kind="gone")], {}, {"bank"})
    []
    """
    known = {kind: set(kinds[kind].needs) for kind in {one.kind for one in tiles} if kind in kinds}
    return [one.id for one in tiles if not known.get(one.kind, set()).isdisjoint(ports)]
