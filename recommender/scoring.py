"""Scores for one customer, now: what was done, what was read, and what is popular."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from recommender.algorithms.single import Doubles, History
from recommender.columns import Columns
from recommender.dataset import Interaction, ItemKey
from recommender.experiments.store import Artefact, open_artefact
from recommender.fusion import Fusion
from recommender.interest import PRODUCT
from recommender.linking import NO_LINKS, Links
from recommender.past import Past, past_of
from recommender.pile import Pile, pile_of
from recommender.scored import Contribution, Part, Scored, Source
from recommender.surfaces import PRODUCTS, SURFACES, SurfaceModel
from recommender.tied import link_terms, ties_of

__all__ = ["Contribution", "Part", "ScoreRequest", "Scored", "Scorer"]

EVERYBODY = -1
"""The row of the priors that is no segment's."""


@dataclass(frozen=True)
class ScoreRequest:
    """What is to be scored for whom.

    Attributes:
        candidates: Items of one kind, masked already; items unknown to the model are allowed.
        events: The customer's own interactions, in any order.
        segment: The customer's segment, None to use everybody's popularity.
        links: Content to product, as of now.
        is_selfless: Leave out what an item says for itself.
    """

    candidates: Sequence[ItemKey]
    events: Sequence[Interaction]
    now: datetime
    segment: str | None = None
    links: Links = NO_LINKS
    is_selfless: bool = False


class Asked(NamedTuple):
    """One request with the surface that answers it and the history as it reads it."""

    name: str
    model: SurfaceModel
    pile: Pile
    past: Past
    history: History


class Scorer:
    """Scores candidates with a stored model and what the customer has done until now.

    Args:
        artefact: A stored model, opened.
    """

    def __init__(self, artefact: Artefact) -> None:
        self._folder = artefact.folder
        self._models = artefact.models
        self._own = {name: Columns(model.items) for name, model in artefact.models.items()}
        self._moved = {
            name: Columns(model.transfer.items)
            for name, model in artefact.models.items()
            if model.transfer
        }

    def __reduce__(self) -> tuple[Callable[[Path], "Scorer"], tuple[Path]]:
        """Let another process open the same files: their pages are in memory once."""
        return open_scorer, (self._folder,)

    @property
    def models(self) -> Mapping[str, SurfaceModel]:
        """The fitted surfaces by name."""
        return self._models

    @property
    def model_name(self) -> str:
        """Return what serves products: `ease`, `als+ease`, or `popularity`."""
        fusion = self._models[PRODUCTS.name].fusion
        return fusion.name if fusion else "popularity"

    def score(self, request: ScoreRequest) -> Scored:
        """Score the candidates: all to single precision, exactly where the terms are asked for."""
        asked = self._asked(request.candidates, past_of(request.events), now=request.now)
        told = link_terms(asked.model, asked.pile, asked.past, request.now, request.links)
        link = np.zeros(len(asked.pile))
        for place, terms in told.items():
            link[place] = sum(term.value for term in terms)
        sources = self._sources(asked)
        scored = Scored(
            candidates=asked.pile,
            collaborative=sum((one.totals() for one in sources), np.zeros(len(asked.pile))),
            link=link,
            prior=self._prior(asked, request.segment),
            told=told,
            sources=sources,
        )
        return scored.without_self() if request.is_selfless and sources else scored

    def popularity(self, kind: str, candidates: Sequence[ItemKey]) -> Doubles:
        """Return everybody's popularity at training, (n_candidates,), in standard deviations."""
        pile, name = pile_of(candidates), SURFACES[kind].name
        rows = self._models[name].priors
        return self._own[name].spread(pile.ground, rows, EVERYBODY)[pile.at]

    def opinions(self, request: ScoreRequest) -> dict[str, Doubles]:
        """Return what each source alone says of each candidate, (n_candidates,) by its name.

        The sources are the members of the fusion, `company` for what contents say, `link`,
        `segment` and `everybody`; those that know nothing of this customer are missing.
        """
        asked = self._asked(request.candidates, past_of(request.events), now=request.now)
        own, found = self._own[asked.name], dict[str, Doubles]()
        fusion = asked.model.fusion
        if fusion is not None and len(asked.history):
            for member, model in zip(fusion.members, fusion.models, strict=True):
                single = Fusion([member], [model])
                another = sum(name.split()[0] == member.algorithm for name in found)
                name = f"{member.algorithm} {another + 1}" if another else member.algorithm
                found[name] = own.source(asked.history, asked.pile, single).totals()
        if (company := self._company(asked)) is not None:
            found["company"] = company.totals()
        scored = self.score(request)
        if scored.link.any():
            found["link"] = scored.link
        ground, priors, at = asked.pile.ground, asked.model.priors, asked.pile.at
        segment = own.spread(ground, priors, asked.model.prior_row(request.segment))
        everybody = own.spread(ground, priors, EVERYBODY)
        return found | {"segment": segment[at], "everybody": everybody[at]}

    def related(self, item: ItemKey, candidates: Sequence[ItemKey], links: Links) -> Doubles:
        """Return how much each candidate goes with an item, (n_candidates,); 0 is unrelated."""
        asked = self._asked(candidates, Past(), {item: 1.0})
        company = np.zeros(len(asked.pile))
        for source in self._sources(asked):
            company += source.parts(np.arange(len(asked.pile))).shares.sum(axis=0)
        blend = asked.model.blend
        weight = blend.link_weight + blend.now_weight or PRODUCTS.link_floor
        for target, tie in ties_of(item, links).items():
            place = asked.pile.place(target)
            if place is not None:
                company[place] += weight * tie
        return company

    def _asked(
        self,
        candidates: Sequence[ItemKey],
        past: Past,
        weights: Mapping[ItemKey, float] | None = None,
        *,
        now: datetime | None = None,
    ) -> Asked:
        pile = pile_of(candidates)
        name = SURFACES[pile[0].kind if len(pile) else PRODUCT].name
        model = self._models[name]
        if weights is None:
            weights = past.weights_at(now, model.half_life_days) if now else past.weights
        return Asked(name, model, pile, past, self._own[name].history(weights))

    def _sources(self, asked: Asked) -> list[Source]:
        """Return what the collaborative part rests on: the history, and contents by company."""
        model, found = asked.model, []
        if model.fusion is not None and len(asked.history) and len(asked.pile):
            own = self._own[asked.name]
            found.append(own.source(asked.history, asked.pile, model.fusion))
        company = self._company(asked)
        return found if company is None else [*found, company]

    def _company(self, asked: Asked) -> Source | None:
        """Return what contents say by company; None where nothing is transferred or was read."""
        transfer = asked.model.transfer
        if transfer is None or not len(asked.pile):
            return None
        moved = self._moved[asked.name]
        contents = {key: one for key, one in asked.past.weights.items() if key.kind != PRODUCT}
        read = moved.history(contents)
        weight = asked.model.blend.transfer_weight
        return moved.source(read, asked.pile, transfer.fusion, weight) if len(read) else None

    def _prior(self, asked: Asked, segment: str | None) -> Doubles:
        model = asked.model
        factor = model.blend.prior_factor_of(len(asked.history))
        row = model.prior_row(segment)
        whole = self._own[asked.name].spread(asked.pile.ground, model.priors, row)
        prior: Doubles = factor * whole[asked.pile.at]
        return prior


def open_scorer(folder: Path) -> "Scorer":
    """Open a stored model to score with it.

    Raises:
        ArtefactBroken: Something is missing, cut short, changed or of another format.
    """
    return Scorer(open_artefact(folder))
