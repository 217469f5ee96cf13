"""Scores of items by how much they go together with one subject."""

from collections.abc import Collection, Sequence
from typing import Literal

import numpy as np

from recommender.algorithms.base import Doubles
from recommender.dataset import ItemKey
from recommender.linking import Links
from recommender.pile import Pile
from recommender.scored import Contribution
from recommender.scoring import Scorer
from recommender.tied import ties_of


class Company:
    """Scores of the candidates; without a model, links alone."""

    def __init__(self, subject: ItemKey, pile: Pile, scorer: Scorer | None, links: Links) -> None:
        self.candidates = pile
        self._subject = subject
        self._ties = ties_of(subject, links)
        self.totals = self._linked() if scorer is None else scorer.related(subject, pile, links)

    def _linked(self) -> Doubles:
        totals = np.zeros(len(self.candidates))
        for key, tie in self._ties.items():
            place = self.candidates.place(key)
            if place is not None:
                totals[place] = tie
        return totals

    def explain(self, places: Collection[int]) -> None:
        """There is nothing to get ready."""

    def contributions(self, place: int) -> Sequence[Contribution]:
        """Return the subject as the one source."""
        total = float(self.totals[place])
        is_tied = self._ties.get(self.candidates[place], 0.0) > 0
        part: Literal["link", "collaborative"] = "link" if is_tied else "collaborative"
        return (Contribution(part, self._subject, total),) if total else ()
