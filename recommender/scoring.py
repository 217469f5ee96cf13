"""Scores for one customer, now: what was done, what was read, and what is popular."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms.base import Doubles
from recommender.dataset import DEFAULT_SETTINGS, Interaction, ItemKey, age_in_days
from recommender.experiments.store import Artefact
from recommender.interest import PRODUCT, is_reading, weigh
from recommender.linking import NO_LINKS, Links
from recommender.surfaces import (
    NOW_HALF_LIFE_DAYS,
    PRODUCTS,
    SURFACES,
    SurfaceModel,
    link_strength,
    reading_weight,
)

UNKNOWN = -1
Part = Literal["collaborative", "link", "prior", "rule"]


@dataclass(frozen=True)
class Contribution:
    """One term of a score; `source` is None for the prior, the value may be below 0."""

    part: Part
    source: ItemKey | None
    value: float


@dataclass(frozen=True)
class ScoreRequest:
    """What is to be scored for whom.

    Attributes:
        candidates: Items of one kind, masked already; items unknown to the model are allowed.
        events: The customer's own interactions, in any order.
        segment: The customer's segment, None to use everybody's popularity.
        links: Content to product, as of now.
    """

    candidates: Sequence[ItemKey]
    events: Sequence[Interaction]
    now: datetime
    segment: str | None = None
    links: Links = NO_LINKS


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores with their parts, float64 (n_candidates,) each, in standard deviations.

    Attributes:
        totals: collaborative + link + prior; higher is better, 0 means nothing is known.
        history: What the collaborative part rests on.
        shares: float64 (n_history, n_candidates), the collaborative part per history item.
        told: The link part: terms per candidate position.
    """

    candidates: tuple[ItemKey, ...]
    totals: Doubles
    collaborative: Doubles
    link: Doubles
    prior: Doubles
    history: tuple[ItemKey, ...]
    shares: Doubles
    told: Mapping[int, Sequence[Contribution]]

    def contributions(self, position: int) -> tuple[Contribution, ...]:
        """Return the terms of one score that are not 0, the greatest (by size) first.

        Their sum is the total, but for rounding in the last digits.
        """
        terms = [
            Contribution("collaborative", item, float(value))
            for item, value in zip(self.history, self.shares[:, position], strict=True)
        ]
        terms += self.told.get(position, ())
        terms.append(Contribution("prior", None, float(self.prior[position])))
        kept = [term for term in terms if term.value != 0.0]
        return tuple(sorted(kept, key=lambda term: -abs(term.value)))


class Scorer:
    """Scores candidates with a stored model and what the customer has done until now.

    Args:
        artefact: A stored model, opened.
    """

    def __init__(self, artefact: Artefact) -> None:
        self._models = artefact.models
        self._columns: dict[str, Mapping[ItemKey, int]] = {
            name: {item: column for column, item in enumerate(model.items)}
            for name, model in artefact.models.items()
        }
        self._moved: dict[str, Mapping[ItemKey, int]] = {
            name: {item: column for column, item in enumerate(model.transfer.items)}
            for name, model in artefact.models.items()
            if model.transfer
        }

    @property
    def model_name(self) -> str:
        """Return what serves products: `ease`, `als+ease`, or `popularity`."""
        fusion = self._models[PRODUCTS.name].fusion
        return fusion.name if fusion else "popularity"

    def score(self, request: ScoreRequest) -> Scored:
        """Score the candidates."""
        model = self._model_for(request.candidates)
        columns = self._columns_of(model, request.candidates)
        history = self._history(model, request.events)
        shares, base = _collaborative(model, history, columns)
        moved, moved_shares = self._transferred(model, request)
        shares = np.vstack([shares, moved_shares])
        length = np.array([history.nnz])
        factor = float(model.blend.prior_factor(length)[0])
        prior = base + factor * _known(model.priors[model.prior_row(request.segment)], columns)
        told = _link_terms(model, request)
        link = np.array(
            [
                math.fsum(term.value for term in told.get(position, ()))
                for position in range(len(columns))
            ]
        )
        collaborative = shares.sum(axis=0)
        return Scored(
            candidates=tuple(request.candidates),
            totals=collaborative + link + prior,
            collaborative=collaborative,
            link=link,
            prior=prior,
            history=(*(model.items[column] for column in history.indices), *moved),
            shares=shares,
            told=told,
        )

    def popularity(self, kind: str, candidates: Sequence[ItemKey]) -> Doubles:
        """Return everybody's popularity at training, (n_candidates,), in standard deviations."""
        model = self._models[SURFACES[kind].name]
        return _known(model.priors[-1], self._columns_of(model, candidates))

    def related(self, item: ItemKey, candidates: Sequence[ItemKey], links: Links) -> Doubles:
        """Return how much each candidate goes with an item, (n_candidates,); 0 is unrelated."""
        model = self._model_for(candidates)
        columns = self._columns_of(model, candidates)
        own = self._columns[model.surface.name].get(item)
        history = _row({} if own is None else {own: 1.0}, len(model.items))
        shares, _ = _collaborative(model, history, columns)
        tied = _links_of(item, links)
        linked = np.array([tied.get(one.id, 0.0) for one in candidates])
        weight = model.blend.link_weight + model.blend.now_weight or PRODUCTS.link_floor
        return np.asarray(shares.sum(axis=0) + weight * linked, dtype=np.float64)

    def _model_for(self, candidates: Sequence[ItemKey]) -> SurfaceModel:
        kind = candidates[0].kind if candidates else PRODUCT
        return self._models[SURFACES[kind].name]

    def _columns_of(self, model: SurfaceModel, candidates: Sequence[ItemKey]) -> NDArray[np.int64]:
        index = self._columns[model.surface.name]
        return np.array([index.get(one, UNKNOWN) for one in candidates], dtype=np.int64)

    def _transferred(
        self, model: SurfaceModel, request: ScoreRequest
    ) -> tuple[tuple[ItemKey, ...], Doubles]:
        """Return what contents add to each candidate by company, (n_contents, n_candidates)."""
        transfer = model.transfer
        if transfer is None:
            return (), np.zeros((0, len(request.candidates)))
        index = self._moved[model.surface.name]
        read = transfer.readings(self._row_of(index, request.events))
        columns = np.array([index.get(one, UNKNOWN) for one in request.candidates], np.int64)
        known = np.flatnonzero(columns != UNKNOWN)
        shares = np.zeros((read.nnz, len(columns)))
        if read.nnz and len(known):
            parts = transfer.parts(read, columns[known])
            shares[:, known] = model.blend.transfer_weight * parts.shares
        return tuple(transfer.items[column] for column in read.indices), shares

    def _history(self, model: SurfaceModel, events: Iterable[Interaction]) -> csr_matrix:
        return self._row_of(self._columns[model.surface.name], events)

    def _row_of(self, index: Mapping[ItemKey, int], events: Iterable[Interaction]) -> csr_matrix:
        weights: dict[int, float] = {}
        for event in events:
            column, weight = index.get(event.item), weigh(event)
            if column is not None and weight > 0:
                weights[column] = weights.get(column, 0.0) + weight
        return _row(weights, len(index))


def _row(weights: Mapping[int, float], n_items: int) -> csr_matrix:
    columns = np.array(sorted(weights), dtype=np.int32)
    most = DEFAULT_SETTINGS.max_pair_weight
    values = np.array([min(weights[column], most) for column in sorted(weights)], np.float32)
    starts = np.array([0, len(columns)], dtype=np.int32)
    return csr_matrix((values, columns, starts), shape=(1, n_items))


def _collaborative(
    model: SurfaceModel, history: csr_matrix, columns: NDArray[np.int64]
) -> tuple[Doubles, Doubles]:
    known = np.flatnonzero(columns != UNKNOWN)
    shares = np.zeros((history.nnz, len(columns)))
    base = np.zeros(len(columns))
    if history.nnz and len(known):
        parts = model.collaborative_parts(history, columns[known])
        shares[:, known], base[known] = parts.shares, parts.base
    return shares, base


def _known(values: NDArray[np.float32], columns: NDArray[np.int64]) -> Doubles:
    found: Doubles = np.where(columns == UNKNOWN, 0.0, values[columns].astype(np.float64))
    return found


def _link_terms(model: SurfaceModel, request: ScoreRequest) -> dict[int, list[Contribution]]:
    position_of = {item.id: position for position, item in enumerate(request.candidates)}
    terms: dict[int, list[Contribution]] = {}
    for source, strength in sorted(_link_sources(model, request).items()):
        for target, tie in _links_of(source, request.links).items():
            value = strength * tie
            if target in position_of and value > 0:
                term = Contribution("link", source, value)
                terms.setdefault(position_of[target], []).append(term)
    return terms


def _links_of(item: ItemKey, links: Links) -> Mapping[str, float]:
    if item.kind == PRODUCT:
        return links.contents_of(item.id)
    return links.products_of(item.id)


def _link_sources(model: SurfaceModel, request: ScoreRequest) -> dict[ItemKey, float]:
    """Return what each item adds to the score of what it is fully linked to, above 0.

    For products these are the contents read, by the strength of the readings of the last
    weeks and of these days; for contents the products touched at all.
    """
    blend = model.blend
    if model.surface is not PRODUCTS:
        touched = {one.item for one in request.events if one.item.kind == PRODUCT and weigh(one)}
        return dict.fromkeys(touched, blend.link_weight)
    learned = _readings(request, blend.reading_half_life_days)
    now = _readings(request, NOW_HALF_LIFE_DAYS)
    return {item: blend.link_weight * learned[item] + blend.now_weight * now[item] for item in now}


def _readings(request: ScoreRequest, half_life_days: float) -> dict[ItemKey, float]:
    """Return the strength of the readings of each content, older ones counting less."""
    counts: dict[ItemKey, float] = {}
    for event in request.events:
        if is_reading(event):
            age = np.array([age_in_days(event.at, request.now)])
            weight = float(reading_weight(age, half_life_days)[0])
            counts[event.item] = counts.get(event.item, 0.0) + weight
    return {item: float(link_strength(np.array(count))) for item, count in counts.items()}
