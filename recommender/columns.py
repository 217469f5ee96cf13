"""The columns of a fitted surface, matched once with each shelf that is scored."""

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from recommender.algorithms.single import Doubles, History
from recommender.dataset import DEFAULT_SETTINGS, ItemKey
from recommender.fusion import Fusion
from recommender.pile import Ground, Pile, Positions
from recommender.scored import UNKNOWN, Source


class Columns:
    """The columns of one matrix.

    Args:
        items: What each column is.
    """

    def __init__(self, items: Sequence[ItemKey]) -> None:
        self.items = tuple(items)
        self.index: Mapping[ItemKey, int] = {key: at for at, key in enumerate(self.items)}
        self._found: WeakKeyDictionary[Ground, Positions] = WeakKeyDictionary()
        self._values: WeakKeyDictionary[Ground, dict[int, Doubles]] = WeakKeyDictionary()

    def of(self, ground: Ground) -> Positions:
        """Return the column of each item of a ground, UNKNOWN for none, int64 (n_items,)."""
        found = self._found.get(ground)
        if found is None:
            columns = (self.index.get(key, UNKNOWN) for key in ground.keys)
            found = self._found[ground] = np.fromiter(columns, np.int64, len(ground.keys))
        return found

    def spread(self, ground: Ground, rows: NDArray[np.float32], row: int) -> Doubles:
        """Return one of several rows over the items of a ground, 0 for unknown ones."""
        known = self._values.setdefault(ground, {})
        if row not in known:
            values = np.append(rows[row], np.float32(0.0)).astype(np.float64)
            known[row] = values[self.of(ground)]
        return known[row]

    def source(self, history: History, pile: Pile, fusion: Fusion, weight: float = 1.0) -> Source:
        """Return what a model of these columns says for one history."""
        done = [self.items[column] for column in history.columns.tolist()]
        return Source(done, self.of(pile.ground)[pile.at], fusion.fold(history), weight)

    def history(self, weights: Mapping[ItemKey, float]) -> History:
        """Return the weights of known items as a row of the matrix."""
        index, most = self.index, DEFAULT_SETTINGS.max_pair_weight
        pairs = sorted((index[item], value) for item, value in weights.items() if item in index)
        columns = np.array([column for column, _ in pairs], np.int32)
        values = np.array([min(value, most) for _, value in pairs], np.float32)
        return History(columns, values, len(self.items))
