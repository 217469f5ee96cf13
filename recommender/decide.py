"""One decision as a pure function of its inputs: the service and the replay both call it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from math import fsum

import numpy as np

from recommender.answer import Ranked
from recommender.company import Company
from recommender.customers.model import Facts
from recommender.dataset import Interaction, ItemKey
from recommender.explanation import Circumstances, Line, line_of, ranked_of
from recommender.interest import PRODUCT
from recommender.linking import NO_LINKS, Links
from recommender.past import Past, past_of
from recommender.pile import Pile
from recommender.ports import Eligible
from recommender.ranking import (
    EXPLORATION_SHARE,
    Chances,
    Pick,
    Popularity,
    Scores,
    Seat,
    Shifted,
    best,
    choose,
    merge,
    reseat,
    shares_of,
)
from recommender.rules.model import NO_RULES, Ruling, place
from recommender.scoring import Scorer, ScoreRequest
from recommender.shelf import Shelf
from recommender.sieve import Split, split
from recommender.window import start_of

POPULARITY_DAYS = 90
HELD_SINCE = timedelta(days=400)
"""Age of a holding whose purchase is not among the events."""

NEW_DAYS = 7
"""How long after its opening a content counts as new."""

POPULARITY = "popularity"


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


@dataclass(frozen=True, eq=False)
class Decided:
    """The list with its reasons (no titles yet), and what was withheld before ranking."""

    split: Split
    lines: Sequence[Line]
    model: str
    is_personal: bool

    @cached_property
    def items(self) -> tuple[Ranked, ...]:
        """The list as what leaves a service."""
        return tuple(ranked_of(one) for one in self.lines)


def decide(inputs: Inputs, parted: Split | None = None) -> Decided:
    """Mask, score, choose and explain; equal inputs give an equal answer.

    Args:
        inputs: Everything that it depends on.
        parted: What `split_of` made of the inputs, if that is known already.
    """
    parted = parted or split_of(inputs)
    past = _with_holdings(inputs)
    circumstances = Circumstances(
        deeds=past.deeds,
        now=start_of(inputs.now),
        segment=inputs.customer.segment if inputs.customer else None,
        popularity_days=None if _personal_scorer(inputs) else POPULARITY_DAYS,
        subject=inputs.subject,
    )
    standing = _standings(inputs, past, parted)
    picks = merge([_list(inputs, one) for one in standing])
    lines = tuple(line_of(one, circumstances) for one in picks)
    return Decided(parted, lines, _model(inputs), inputs.personalised)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything of one kind that was allowed, scored, before anything is chosen.

    Attributes:
        limit: Places that this kind has in the list.
    """

    scores: Scores
    limit: int
    chances: Chances | None


def standings(inputs: Inputs) -> list[Standing]:
    """Return what a decision chooses from, for each kind that has places."""
    return _standings(inputs, _with_holdings(inputs), split_of(inputs))


def _standings(inputs: Inputs, past: Past, parted: Split) -> list[Standing]:
    piles = [parted.pile(kind, inputs.subject) for kind in inputs.kinds]
    shares = shares_of(inputs.limit, [len(pile) for pile in piles])
    return [
        Standing(_ruled(inputs, _score(inputs, past, pile)), share, _chances(inputs, pile))
        for pile, share in zip(piles, shares, strict=True)
        if share
    ]


def masks_of(inputs: Inputs) -> tuple[Eligible, ...]:
    """Return all masks; what the law rules out is named by the law, not by a business rule."""
    excluded = inputs.rules.mask()
    return (*inputs.masks, excluded) if excluded else tuple(inputs.masks)


def split_of(inputs: Inputs) -> Split:
    """Apply the masks."""
    masks, legal_only = masks_of(inputs), not inputs.personalised
    return split(inputs.shelf, inputs.customer, masks, now=inputs.now, legal_only=legal_only)


def _list(inputs: Inputs, standing: Standing) -> list[Pick]:
    """Return the list of one kind with what each score is made of."""
    scores, limit = standing.scores, standing.limit
    seats = _seated(inputs, scores, choose(scores, limit, standing.chances), limit)
    scores.explain([one.at for one in seats])
    return [_pick(scores, one) for one in seats]


def _pick(scores: Scores, seat: Seat) -> Pick:
    terms = tuple(scores.contributions(seat.at))
    score = fsum(one.value for one in terms)
    return Pick(scores.candidates[seat.at], score, terms, seat.placed, seat.propensity)


def _score(inputs: Inputs, past: Past, pile: Pile) -> Scores:
    if inputs.subject is not None:
        return Company(inputs.subject, pile, inputs.scorer, inputs.links)
    scorer = _personal_scorer(inputs)
    if scorer is None:
        return Popularity(pile, inputs.popularity)
    return scorer.score(
        ScoreRequest(
            candidates=pile,
            events=past,
            now=end_of_day(inputs.now),
            segment=inputs.customer.segment if inputs.customer else None,
            links=inputs.links,
            is_selfless=pile[0].kind != PRODUCT,
        )
    )


def _ruled(inputs: Inputs, scores: Scores) -> Scores:
    """Let the bank's rules boost and bury, in standard deviations of the scores."""
    shifts = inputs.rules.shifts(inputs.shelf)
    if shifts is None:
        return scores
    # A model's scores are in standard deviations already; counts of customers are not.
    is_unit = inputs.subject is None and _personal_scorer(inputs) is not None
    unit = 1.0 if is_unit else float(scores.totals.std()) or 1.0
    return Shifted(scores, unit * shifts[scores.candidates.at])


def _seated(inputs: Inputs, scores: Scores, seats: list[Seat], limit: int) -> list[Seat]:
    """Let the bank's rules pin items and give groups their share of the places."""
    pile, totals = scores.candidates, scores.totals
    shares = inputs.rules.shares(limit, inputs.shelf)
    pins = [one for key in inputs.rules.pins() if (one := pile.place(key)) is not None]
    if not pins and not shares:
        return seats
    needed = {one.at for one in seats} | set(pins)
    for share in shares:
        members = np.flatnonzero(share.flags[pile.at])
        nearest = best(totals[members], Pile(pile.ground, pile.at[members]), share.places)
        needed |= set(members[nearest].tolist())
    found = np.array(sorted(needed), np.int64)
    order = found[best(totals[found], Pile(pile.ground, pile.at[found]), len(found))]
    chosen = {int(pile.at[one.at]): one.placed for one in seats}
    placed = place(pile.at[order].tolist(), chosen, pins=pile.at[pins].tolist(), shares=shares)
    return reseat(seats, {int(pile.at.searchsorted(one)): how for one, how in placed.items()})


def _chances(inputs: Inputs, pile: Pile) -> Chances | None:
    if not inputs.personalised or inputs.customer is None or inputs.subject is not None:
        return None
    seed = inputs.seed or inputs.customer.customer_id
    new = newest(inputs.shelf, pile, inputs.now)
    # What the bank's rules place would change the odds of a draw: such a list has none.
    is_shaped = bool(inputs.rules.of("pin", "share"))
    share = 0.0 if is_shaped else inputs.exploration
    return Chances(seed, inputs.shelf.types, new, share)


def newest(shelf: Shelf, pile: Pile, now: datetime) -> list[int]:
    """List the contents of a pile that opened in the last days, newest first."""
    if not len(pile) or pile[0].kind != "content":
        return []
    opened, instant = shelf.opens[pile.at], now.timestamp()
    since = instant - timedelta(days=NEW_DAYS).total_seconds()
    new = np.flatnonzero((since <= opened) & (opened <= instant))
    order: list[int] = new[np.lexsort((-pile.ranks(new), -opened[new]))].tolist()
    return order


def end_of_day(at: datetime) -> datetime:
    """Return the next midnight in UTC: ages are measured from there.

    Measured from the instant itself every score would fade a little between two calls, and a
    list in which nothing happened would not be equal to the one before.
    """
    return at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _personal_scorer(inputs: Inputs) -> Scorer | None:
    return inputs.scorer if inputs.personalised and not inputs.by_popularity else None


def _model(inputs: Inputs) -> str:
    used = inputs.scorer if inputs.subject is not None else _personal_scorer(inputs)
    return POPULARITY if used is None else used.model_name


def _with_holdings(inputs: Inputs) -> Past:
    """Add what the customer holds and did not buy among these events, as held for long."""
    past, customer = past_of(inputs.events), inputs.customer
    if customer is None or not inputs.personalised:
        return past
    since = end_of_day(inputs.now) - HELD_SINCE
    return past.holding(customer.customer_id, customer.held, since)
