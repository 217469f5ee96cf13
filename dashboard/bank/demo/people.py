"""Who lives in the demo bank: segments, ages, capacity, money, tastes and habits."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.bank.demo import names, sheets
from dashboard.bank.demo.plan import Plan

SEGMENTS = ("mass", "affluent", "private", "young", "senior", "sme")
REGIONS = tuple(sheets.read("names")["region"])
TOPICS = tuple(sheets.read("terms")["topic"])
SITUATIONS = (
    "starter", "home", "children", "parents", "retiring", "retired", "firm",
    "abroad", "watcher", "cautious", "health", "estate", "digital",
)  # fmt: skip
"""What occupies people's lives: no topic of the bank names it, so only behaviour tells."""
HABITS = ("converts", "browses", "direct")
PURPOSES = ("personalisation", "marketing", "rm_sharing", "partner")
CONSENT_SHARES = (0.92, 0.75, 0.86, 0.30)

# Per segment: share of customers, ages, monthly income and liquid wealth (median, yuan),
# chances of capacity C1..C5, and the topics that the segment likes.
SHARES = (0.42, 0.20, 0.04, 0.14, 0.13, 0.07)
AGES = ((26, 58), (30, 60), (38, 66), (19, 29), (61, 84), (30, 58))
INCOMES = (9_500, 26_000, 120_000, 7_200, 5_000, 160_000)
WEALTH = (60_000, 520_000, 7_000_000, 16_000, 190_000, 700_000)
CAPACITIES = (
    (0.14, 0.30, 0.32, 0.18, 0.06),
    (0.06, 0.20, 0.34, 0.28, 0.12),
    (0.02, 0.12, 0.28, 0.33, 0.25),
    (0.08, 0.20, 0.32, 0.28, 0.12),
    (0.42, 0.38, 0.16, 0.04, 0.00),
    (0.08, 0.26, 0.36, 0.22, 0.08),
)
LIKES: tuple[dict[str, float], ...] = (
    {"saving": 3, "bonds": 2, "insurance": 2, "housing": 2, "gold": 2, "cash": 2, "family": 2},
    {"index": 3, "funds": 3, "bonds": 3, "pension": 2, "tax": 2, "gold": 2, "currency": 2},
    {"legacy": 4, "currency": 3, "funds": 2, "index": 2, "bonds": 2, "market": 2},
    {"basics": 4, "index": 3, "cash": 3, "funds": 2, "market": 2, "housing": 1},
    {"saving": 4, "pension": 3, "safety": 3, "bonds": 2, "gold": 1},
    {"business": 5, "cash": 3, "tax": 2, "family": 1, "currency": 1},
)

# Per segment, how likely each situation of life is.
LIVES: tuple[dict[str, float], ...] = (
    {"children": 3, "home": 2, "parents": 2, "cautious": 2, "retiring": 1.5, "health": 1.5},
    {"children": 2, "watcher": 2, "abroad": 2, "retiring": 2, "home": 1.5, "parents": 1.5},
    {"estate": 4, "abroad": 3, "watcher": 2, "children": 1, "retiring": 1},
    {"starter": 4, "digital": 3, "home": 1.5, "watcher": 1, "abroad": 1},
    {"retired": 5, "cautious": 3, "health": 2, "estate": 0.7},
    {"firm": 5, "abroad": 1.5, "digital": 1, "estate": 1, "children": 1},
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(slots=True)
class People:
    """Everything about n customers, one array or list each, in the order of their ids.

    Attributes:
        segment, habit: index into SEGMENTS and HABITS; dtype int64, shape (n,).
        capacity: 1..5, or 0 for a customer who was never assessed; shape (n,).
        income_minor, cash_minor, dollars_minor: money in minor units; shape (n,).
        tastes: share of interest per topic, rows sum to 1; float64, shape (n, n_topics).
        lives: share per situation of life, rows sum to 1; float64, shape (n, n_situations).
        activity: factor on the number of visits, around 1; 0 means never; shape (n,).
    """

    ids: list[str]
    names: list[dict[str, str]]
    births: list[date]
    regions: list[str]
    languages: list[str]
    segment: Ints
    capacity: Ints
    assessed_until: list[date | None]
    qualified_until: list[date | None]
    consents: list[frozenset[str]]
    income_minor: Ints
    cash_minor: Ints
    dollars_minor: Ints
    tastes: Floats
    lives: Floats
    activity: Floats
    habit: Ints
    has_card: NDArray[np.bool_]
    since: list[date] = field(default_factory=list)

    def ages(self, day: date) -> Ints:
        """Return ages in whole years on a day; shape (n,)."""
        return np.array(
            [day.year - b.year - ((day.month, day.day) < (b.month, b.day)) for b in self.births]
        )


def settle(plan: Plan) -> People:
    """Make all customers: a crowd by chance, then the personas in the first places."""
    dice, n = plan.dice(1), plan.customers
    segment = dice.choice(len(SEGMENTS), size=n, p=SHARES)
    languages, regions = _places(dice, segment)
    people = People(
        ids=[f"c{number:04}" for number in range(1, n + 1)],
        names=[],
        births=_births(dice, plan.anchor, segment),
        regions=regions,
        languages=languages,
        segment=segment,
        capacity=_capacities(dice, segment),
        assessed_until=_assessments(dice, plan.anchor, n),
        qualified_until=_proofs(dice, plan.anchor, segment),
        consents=_consents(dice, n),
        income_minor=_spread(dice, np.array(INCOMES)[segment], 0.25),
        cash_minor=_spread(dice, np.array(WEALTH)[segment] * 0.45, 0.6),
        dollars_minor=_dollars(dice, segment),
        tastes=_favourites(dice, segment, (LIKES, TOPICS, 0.35), (6.0, 3.0, 1.2)),
        lives=_favourites(plan.dice(12), segment, (LIVES, SITUATIONS, 0.15), (5.0, 2.5)),
        activity=dice.lognormal(-0.32, 0.8, n),
        habit=dice.choice(len(HABITS), size=n, p=(0.45, 0.35, 0.20)),
        has_card=dice.random(n) < np.array((0.6, 0.85, 0.9, 0.55, 0.15, 0.5))[segment],
        since=[plan.start - timedelta(days=int(age)) for age in dice.integers(30, 4000, n)],
    )
    people.names = _names(plan.dice(2), people)
    people.capacity[[day is None for day in people.assessed_until]] = 0
    for place, persona in enumerate(sheets.personas()[:n]):
        _seat(people, place, persona, plan.anchor)
    return people


def _places(dice: np.random.Generator, segment: Ints) -> tuple[list[str], list[str]]:
    draws = dice.random(len(segment))
    mainland = dice.integers(0, len(REGIONS) - 1, len(segment))
    languages, regions = [], []
    for draw, place in zip(draws, mainland, strict=True):
        languages.append("zh-Hant" if draw < 0.05 else "en" if draw < 0.11 else "zh-Hans")
        regions.append("Hong Kong" if draw < 0.06 else REGIONS[place])
    return languages, regions


def _births(dice: np.random.Generator, anchor: date, segment: Ints) -> list[date]:
    low, high = np.array(AGES)[segment].T
    ages = dice.integers(low * 365, high * 365)
    return [anchor - timedelta(days=int(age)) for age in ages]


def _capacities(dice: np.random.Generator, segment: Ints) -> Ints:
    ladder = np.cumsum(np.array(CAPACITIES), axis=1)[segment]
    above: Ints = (dice.random(len(segment))[:, None] > ladder[:, :4]).sum(axis=1)
    return above + 1


def _assessments(dice: np.random.Generator, anchor: date, n: int) -> list[date | None]:
    """Let 4 % never have been assessed, 14 % have expired, the rest be valid for weeks to years."""
    kind, ahead, past = dice.random(n), dice.integers(20, 700, n), dice.integers(1, 300, n)
    ends = np.where(kind < 0.18, -past, ahead)
    return [
        None if draw < 0.04 else anchor + timedelta(days=int(end))
        for draw, end in zip(kind, ends, strict=True)
    ]


def _proofs(dice: np.random.Generator, anchor: date, segment: Ints) -> list[date | None]:
    chance = np.array((0.0, 0.10, 0.72, 0.0, 0.0, 0.06))[segment]
    drawn, ends = dice.random(len(segment)) < chance, dice.integers(-60, 900, len(segment))
    return [
        anchor + timedelta(days=int(end)) if has else None
        for has, end in zip(drawn, ends, strict=True)
    ]


def _consents(dice: np.random.Generator, n: int) -> list[frozenset[str]]:
    given = dice.random((n, len(PURPOSES))) < np.array(CONSENT_SHARES)
    return [frozenset(np.array(PURPOSES)[row].tolist()) for row in given]


def _spread(dice: np.random.Generator, medians: Floats | Ints, sigma: float) -> Ints:
    """Scatter yuan medians and return whole tens of yuan in fen."""
    yuan = np.asarray(medians) * dice.lognormal(0, sigma, len(medians))
    return (np.round(yuan / 10) * 1000).astype(np.int64)


def _dollars(dice: np.random.Generator, segment: Ints) -> Ints:
    chance = np.array((0.02, 0.22, 0.7, 0.03, 0.02, 0.2))[segment]
    medians = np.array((2_000, 15_000, 160_000, 1_500, 3_000, 40_000))[segment]
    owns = dice.random(len(segment)) < chance
    return _spread(dice, medians, 0.6) * owns


def _favourites(
    dice: np.random.Generator,
    segment: Ints,
    liked: tuple[tuple[dict[str, float], ...], tuple[str, ...], float],
    alphas: tuple[float, ...],
) -> Floats:
    """Give everybody as many favourites as there are alphas, drawn by what the segment likes.

    Args:
        dice: The source of chance.
        segment: Each customer's segment; shape (n,).
        liked: Per segment the weights by name, all names, and the weight of the unnamed.
        alphas: Of the Dirichlet distribution of the favourites' shares, the largest first.

    Returns:
        Shares; rows sum to 1; shape (n, names).
    """
    likes, names, rest = liked
    prior = np.array([[rest + own.get(name, 0.0) for name in names] for own in likes])
    shares = np.zeros((len(segment), len(names)))
    keys = np.log(prior[segment]) + dice.gumbel(size=shares.shape)
    order = np.argsort(-keys, axis=1)[:, : len(alphas)]
    np.put_along_axis(shares, order, dice.dirichlet(alphas, len(segment)), axis=1)
    return shares


def _names(dice: np.random.Generator, people: People) -> list[dict[str, str]]:
    firm = SEGMENTS.index("sme")
    return [
        names.firm(dice, region) if segment == firm else names.person(dice, language)
        for segment, region, language in zip(
            people.segment, people.regions, people.languages, strict=True
        )
    ]


def _seat(people: People, place: int, persona: sheets.Persona, anchor: date) -> None:
    """Put one persona in the place of a customer of the crowd."""
    people.names[place] = persona.name
    people.births[place] = anchor - timedelta(days=persona.age * 365 + 120)
    people.regions[place], people.languages[place] = persona.region, persona.language
    people.segment[place] = SEGMENTS.index(persona.segment)
    people.capacity[place] = persona.capacity or 0
    people.assessed_until[place] = _from(anchor, persona.assessed_days)
    people.qualified_until[place] = _from(anchor, persona.qualified_days)
    people.consents[place] = frozenset(PURPOSES) - set(persona.refuses)
    people.income_minor[place] = persona.income * 100
    people.cash_minor[place] = persona.cash * 100
    people.dollars_minor[place] = persona.dollars * 100
    people.tastes[place] = [persona.tastes.get(topic, 0.0) for topic in TOPICS]
    people.lives[place] = [(name in persona.situations) for name in SITUATIONS]
    people.lives[place] /= people.lives[place].sum()
    people.activity[place] = persona.activity
    people.habit[place] = HABITS.index(persona.habit)
    people.has_card[place] = persona.card
    if persona.opened_days is not None:
        people.since[place] = anchor - timedelta(days=persona.opened_days)


def _from(anchor: date, days: int | None) -> date | None:
    return None if days is None else anchor + timedelta(days=days)
