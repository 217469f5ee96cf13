"""Generated worlds in which the value of every policy is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.offpolicy import Logged

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class World:
    """Customers with features, choices with features, and the click rate of each pair.

    Attributes:
        rates: float64 (n_customers, n_choices), 0..1.
        old: float64 (n_customers, n_choices), scores of the model that serves.
        new: float64 (n_customers, n_choices), scores of the model that is judged.
    """

    rates: Doubles
    old: Doubles
    new: Doubles

    @property
    def truth(self) -> float:
        """Mean click rate of the new model's best choice."""
        best = self.new.argmax(axis=1)
        return float(self.rates[np.arange(len(best)), best].mean())


def linear(seed: int, customers: int = 100_000, choices: int = 10) -> World:
    """Clicks follow tastes that both models know in part."""
    chance = np.random.default_rng(seed)
    tastes, traits = chance.normal(size=(customers, 4)), chance.normal(size=(choices, 4))
    logits = tastes @ traits.T * 0.7 - 1.5
    rates = 1 / (1 + np.exp(-logits))
    old = logits + chance.normal(size=logits.shape) * 3.0
    return World(rates, old, logits + chance.normal(size=logits.shape))


def popular(seed: int, customers: int = 100_000, choices: int = 10) -> World:
    """Clicks follow the item alone; the old model likes the wrong items."""
    chance = np.random.default_rng(seed)
    appeal = np.linspace(0.02, 0.4, choices)[None, :]
    rates = np.repeat(appeal, customers, axis=0)
    noise = chance.normal(size=rates.shape)
    return World(rates, -4 * rates + noise, 8 * rates + noise[::-1])


def split(seed: int, customers: int = 100_000, choices: int = 10) -> World:
    """Two halves want opposite things; the old model serves the half that clicks more."""
    chance = np.random.default_rng(seed)
    half = chance.random(customers) < 0.5
    rising = np.linspace(0.05, 0.9, choices)
    rates = np.where(half[:, None], rising, 0.3 * rising[::-1])
    noise = chance.normal(size=rates.shape) * 0.2
    return World(rates, np.where(half[:, None], 8 * rates, 0.0) + noise, 8 * rates + noise)


WORLDS = {"linear": linear, "popular": popular, "split": split}


def softmax(scores: Doubles, heat: float) -> Doubles:
    """Return probabilities per row, float64 of the same shape."""
    grown = np.exp((scores - scores.max(axis=1, keepdims=True)) / heat)
    found: Doubles = grown / grown.sum(axis=1, keepdims=True)
    return found


def uniform(world: World) -> Doubles:
    """Draw any choice alike."""
    return np.full(world.old.shape, 1 / world.old.shape[1])


def warm(world: World) -> Doubles:
    """Draw by the old model's scores."""
    return 0.8 * softmax(world.old, 2.0) + 0.2 * uniform(world)


def greedy(world: World) -> Doubles:
    """Take the old model's best, three times in ten any."""
    best = np.zeros_like(world.old)
    best[np.arange(len(best)), world.old.argmax(axis=1)] = 1.0
    return 0.7 * best + 0.3 * uniform(world)


POLICIES = {"uniform": uniform, "warm": warm, "greedy": greedy}


@dataclass(frozen=True, eq=False)
class Log:
    """What the old policy logged in a world, and what the new model would choose."""

    logged: Logged
    choices: NDArray[np.int64]
    wanted: NDArray[np.int64]

    @property
    def naive(self) -> float:
        """Mean reward where both agree: whom they agree on is not by chance."""
        return float(self.logged.rewards[self.choices == self.wanted].mean())


def play(world: World, policy: Doubles, seed: int) -> Log:
    """Draw one choice per customer, and whether it is clicked."""
    chance = np.random.default_rng(seed)
    people = np.arange(len(policy))
    drawn = (policy.cumsum(axis=1) < chance.random(len(policy))[:, None]).sum(axis=1)
    choices = np.minimum(drawn, policy.shape[1] - 1)
    rewards = (chance.random(len(policy)) < world.rates[people, choices]).astype(np.float64)
    wanted = world.new.argmax(axis=1)
    logged = Logged(
        rewards, policy[people, choices], (choices == wanted).astype(np.float64), people
    )
    return Log(logged, choices.astype(np.int64), wanted.astype(np.int64))
