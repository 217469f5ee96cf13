"""Scores of the candidates of one customer: quick sums for all, exact terms for the chosen."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from recommender.algorithms.single import Doubles, Folded, Parts
from recommender.dataset import ItemKey
from recommender.pile import Pile, Positions

Part = Literal["collaborative", "link", "prior", "rule"]
UNKNOWN = -1
"""No column of the model; as an index it is the last one, behind which a row gets a 0."""

MOST_TOLD = 4
"""Things done that are told one by one for each score; the others are summed up."""


class Contribution(NamedTuple):
    """One term of a score; the value may be below 0.

    Attributes:
        source: None for prior and rule, and for the sum of what is not told one by one.
    """

    part: Part
    source: ItemKey | None
    value: float

    @property
    def is_rest(self) -> bool:
        """Say whether it sums up several things that were done."""
        return self.source is None and self.part == "collaborative"


@dataclass(frozen=True, eq=False)
class Source:
    """What fitted models say for one history.

    Attributes:
        done: The items of the history.
        columns: int64 (n_candidates,), the model's column of each candidate, or UNKNOWN.
        weight: What the models' scores are multiplied with.
    """

    done: Sequence[ItemKey]
    columns: Positions
    folded: Folded
    weight: float = 1.0

    def totals(self) -> Doubles:
        """Return float64 (n_candidates,), 0 for items that the models do not know."""
        totals: Doubles = self.folded.at(self.columns).astype(np.float64)
        totals[self.columns == UNKNOWN] = 0.0
        return totals if self.weight == 1.0 else self.weight * totals

    def parts(self, places: Positions) -> Parts:
        """Split the scores of some candidates over the history."""
        asked = self.columns[places]
        if self.weight == 1.0 and asked.min(initial=0) != UNKNOWN:
            return self.folded.parts(asked)
        known = np.flatnonzero(asked != UNKNOWN)
        base, shares = np.zeros(len(asked)), np.zeros((len(self.done), len(asked)))
        if len(known):
            found = self.folded.parts(asked[known])
            base[known] = self.weight * found.base
            shares[:, known] = self.weight * found.shares
        return Parts(base, shares)


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores with their parts, float64 (n_candidates,) each, in standard deviations.

    Attributes:
        collaborative: To single precision, as the models score; what does not depend on the
            history is told with the prior.
        told: The link part: terms per place.
        sources: What the collaborative part rests on.
        is_selfless: Whether what an item says for itself is left out.
    """

    candidates: Pile
    collaborative: Doubles
    link: Doubles
    prior: Doubles
    told: Mapping[int, Sequence[Contribution]] = field(default_factory=dict)
    sources: Sequence[Source] = ()
    is_selfless: bool = False
    _terms: dict[int, tuple[Contribution, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def totals(self) -> Doubles:
        """The sum of the parts; higher is better, 0 means that nothing is known."""
        total: Doubles = self.collaborative + self.link + self.prior
        return total

    def without_self(self) -> "Scored":
        """Take away what an item says for itself: having read it is no reason to read it again."""
        collaborative = self.collaborative.copy()
        for source in self.sources:
            places = [self.candidates.place(item) for item in source.done]
            own = np.array([place for place in places if place is not None], np.int64)
            if len(own):
                rows = [row for row, place in enumerate(places) if place is not None]
                collaborative[own] -= source.parts(own).shares[rows, np.arange(len(own))]
        return replace(self, collaborative=collaborative, is_selfless=True, _terms={})

    def explain(self, places: Collection[int]) -> None:
        """Work out the terms of some scores at once; each is then told by `contributions`."""
        new = [one for one in places if one not in self._terms]
        if not new:
            return
        asked = np.array(new, np.int64)
        parts = [source.parts(asked) for source in self.sources]
        done = [item for source in self.sources for item in source.done]
        shares = np.concatenate([np.zeros((0, len(asked))), *(one.shares for one in parts)])
        if self.is_selfless:
            self._silence(shares, asked, done)
        prior = self.prior[asked]
        for one in parts:
            prior = prior + one.base
        greatest = (-np.abs(shares)).argsort(axis=0, kind="stable")[:MOST_TOLD]
        columns = zip(shares.T.tolist(), greatest.T.tolist(), prior.tolist(), strict=True)
        for place, column in zip(new, columns, strict=True):
            self._terms[place] = self._split(place, done, *column)

    def contributions(self, place: int) -> tuple[Contribution, ...]:
        """Return the terms of one score that are not 0, the greatest (by size) first.

        Beyond the first few, what was done is one term, the last. Their sum is the exact score;
        `totals` differs from it in the last digits only.
        """
        if place not in self._terms:
            self.explain([place])
        return self._terms[place]

    def _silence(self, shares: Doubles, asked: Positions, done: Sequence[ItemKey]) -> None:
        """Take out what the items that are asked for say for themselves."""
        columns = {self.candidates[place]: at for at, place in enumerate(asked.tolist())}
        for row, item in enumerate(done):
            if item in columns:
                shares[row, columns[item]] = 0.0

    def _split(
        self,
        place: int,
        done: Sequence[ItemKey],
        values: list[float],
        greatest: Sequence[int],
        prior: float,
    ) -> tuple[Contribution, ...]:
        terms = [
            Contribution("collaborative", done[row], values[row])
            for row in greatest
            if values[row] != 0.0
        ]
        terms += [term for term in self.told.get(place, ()) if term.value != 0.0]
        if prior != 0.0:
            terms.append(Contribution("prior", None, prior))
        terms.sort(key=lambda term: -abs(term.value))
        for row in greatest:
            values[row] = 0.0
        if rest := math.fsum(values):
            terms.append(Contribution("collaborative", None, rest))
        return tuple(terms)
