"""One decision as a pure function of its inputs: the service and the replay both call it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from recommender.answer import Ranked
from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import Interaction, ItemKey
from recommender.eligibility import Split, split
from recommender.explanation import Circumstances, deeds_of, explain
from recommender.interest import PRODUCT
from recommender.linking import NO_LINKS, Links
from recommender.ports import Eligible
from recommender.ranking import (
    EXPLORATION_SHARE,
    Pick,
    Popularity,
    Scores,
    Variety,
    choose,
    merge,
    newest,
    shares_of,
)
from recommender.rules.model import NO_RULES, Ruling
from recommender.scoring import Contribution, Scored, Scorer, ScoreRequest
from recommender.shelf import Shelf

POPULARITY_DAYS = 90
HELD_SINCE = timedelta(days=400)
"""Age of a holding whose purchase is not among the events."""

POPULARITY = "popularity"
Events = Sequence[Interaction]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a decision depends on.

    Attributes:
        kinds: Kinds asked for, in the order in which they get places.
        personalised: False binds the legal masks only and ranks by popularity alone.
        shelf: The catalogue's items of these kinds.
        links: Content to product, as of now.
        masks: In the order in which their reasons count.
        events: The customer's newest own interactions.
        scorer: None while nothing is trained.
        popularity: Customers per item in the last 90 days, over everybody.
        subject: Set for `related`: the item whose company is looked for.
        rules: Business rules that act on this one decision.
        exploration: Share of the places that chance fills, 0 for none.
        by_popularity: Rank by popularity, behind all masks, whatever the scorer.
        seed: What chance draws from.
    """

    now: datetime
    kinds: tuple[str, ...]
    limit: int
    personalised: bool
    customer: Facts | None
    shelf: Shelf
    masks: Sequence[Eligible]
    links: Links = NO_LINKS
    events: Sequence[Interaction] = ()
    scorer: Scorer | None = None
    popularity: Mapping[ItemKey, int] = field(default_factory=dict)
    subject: ItemKey | None = None
    rules: Ruling = NO_RULES
    exploration: float = EXPLORATION_SHARE
    by_popularity: bool = False
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The list with its reasons (no titles yet), and what was withheld before ranking."""

    split: Split
    items: tuple[Ranked, ...]
    model: str


class Company:
    """Scores of items by how much they go together with one subject."""

    def __init__(self, subject: ItemKey, candidates: Sequence[ItemKey], inputs: Inputs) -> None:
        self.candidates = tuple(candidates)
        self._subject = subject
        self._links = inputs.links
        self.totals = self._score(inputs.scorer)

    def _score(self, scorer: Scorer | None) -> np.ndarray:
        if scorer is not None:
            scores = scorer.related(self._subject, self.candidates, self._links)
            return np.asarray(scores, np.float64)
        return np.array([self._tie(one) for one in self.candidates], np.float64)

    def _tie(self, other: ItemKey) -> float:
        if self._subject.kind == "content":
            return self._links.products_of(self._subject.id).get(other.id, 0.0)
        return self._links.contents_of(self._subject.id).get(other.id, 0.0)

    def contributions(self, position: int) -> Sequence[Contribution]:
        """Return the subject as the one source."""
        total = float(self.totals[position])
        is_tied = self._tie(self.candidates[position]) > 0
        part: Literal["link", "collaborative"] = "link" if is_tied else "collaborative"
        return (Contribution(part, self._subject, total),) if total else ()


def decide(inputs: Inputs) -> Decided:
    """Mask, score, choose and explain; equal inputs give an equal answer."""
    parted = split(
        inputs.shelf,
        inputs.customer,
        masks_of(inputs),
        now=inputs.now,
        legal_only=not inputs.personalised,
    )
    events = _with_holdings(inputs)
    allowed = [item for item in parted.allowed if _key(item) != inputs.subject]
    circumstances = Circumstances(
        deeds=deeds_of(events),
        now=inputs.now,
        segment=inputs.customer.segment if inputs.customer else None,
        popularity_days=None if _personal_scorer(inputs) else POPULARITY_DAYS,
        subject=inputs.subject,
    )
    items = tuple(explain(one, circumstances) for one in _choose(inputs, events, allowed))
    return Decided(parted, items, _model(inputs))


def masks_of(inputs: Inputs) -> tuple[Eligible, ...]:
    """Return all masks; what the law rules out is named by the law, not by a business rule."""
    excluded = inputs.rules.mask()
    return (*inputs.masks, excluded) if excluded else tuple(inputs.masks)


def _choose(inputs: Inputs, events: Events, allowed: Sequence[CatalogueItem]) -> list[Pick]:
    piles = [[item for item in allowed if item.kind == kind] for kind in inputs.kinds]
    shares = shares_of(inputs.limit, [len(pile) for pile in piles])
    lists = [
        choose(_score(inputs, events, pile), share, _variety(inputs, pile))
        for pile, share in zip(piles, shares, strict=True)
    ]
    return merge(lists)


def _score(inputs: Inputs, events: Events, pile: Sequence[CatalogueItem]) -> Scores:
    candidates = [_key(item) for item in pile]
    if inputs.subject is not None:
        return Company(inputs.subject, candidates, inputs)
    scorer = _personal_scorer(inputs)
    if scorer is None or not candidates:
        return Popularity(candidates, inputs.popularity)
    scored = scorer.score(
        ScoreRequest(
            candidates=candidates,
            events=events,
            now=end_of_day(inputs.now),
            segment=inputs.customer.segment if inputs.customer else None,
            links=inputs.links,
        )
    )
    return scored if candidates[0].kind == PRODUCT else without_self(scored)


def without_self(scored: Scored) -> Scored:
    """Take away what an item says for itself: having read it is no reason to read it again."""
    shares = scored.shares.copy()
    place = {key: position for position, key in enumerate(scored.candidates)}
    for row, key in enumerate(scored.history):
        if key in place:
            shares[row, place[key]] = 0.0
    collaborative = shares.sum(axis=0)
    totals = collaborative + scored.link + scored.prior
    return replace(scored, shares=shares, collaborative=collaborative, totals=totals)


def end_of_day(at: datetime) -> datetime:
    """Return the next midnight in UTC: ages are measured from there.

    Measured from the instant itself every score would fade a little between two calls, and a
    list in which nothing happened would not be equal to the one before.
    """
    return at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _variety(inputs: Inputs, pile: Sequence[CatalogueItem]) -> Variety | None:
    if not inputs.personalised or inputs.customer is None or inputs.subject is not None:
        return None
    types = {_key(item): item.product_type or next(iter(item.topics), "") for item in pile}
    return Variety(inputs.customer.customer_id, types, newest(pile, inputs.now))


def _personal_scorer(inputs: Inputs) -> Scorer | None:
    return inputs.scorer if inputs.personalised and not inputs.by_popularity else None


def _model(inputs: Inputs) -> str:
    used = inputs.scorer if inputs.subject is not None else _personal_scorer(inputs)
    return POPULARITY if used is None else used.model_name


def _key(item: CatalogueItem) -> ItemKey:
    return ItemKey(item.kind, item.id)


def _with_holdings(inputs: Inputs) -> list[Interaction]:
    """Add what the customer holds and did not buy among these events, as held for long."""
    events = list(inputs.events)
    if inputs.customer is None or not inputs.personalised:
        return events
    bought = {one.item.id for one in events if one.action == "buy" and one.item.kind == "product"}
    since, who = inputs.now - HELD_SINCE, inputs.customer.customer_id
    held = (ItemKey("product", one) for one in sorted(inputs.customer.held - bought))
    return events + [Interaction(who, key, "hold", since) for key in held]
