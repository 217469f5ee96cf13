"""Off-policy estimates against the truth of generated worlds, and against the naive estimate."""

import numpy as np

from recommender.offpolicy import (
    FOLDS,
    Estimate,
    doubly_robust,
    inverse_propensity,
    predicted_rewards,
    self_normalised,
)
from tests.support.bandits import POLICIES, WORLDS, Log, play

TARGETS = {"worst_self_normalised": 0.02, "worst_doubly_robust": 0.02}
FLOORS = {"naive_worst": 0.02, "covered_share": 0.85}
SEEDS = 5


async def measure() -> dict[str, float]:
    """Play every policy in every world and compare the estimates with the truth."""
    errors: dict[str, list[float]] = {"snips": [], "dr": [], "ips": [], "naive": []}
    covered: list[bool] = []
    for make in WORLDS.values():
        for policy in POLICIES.values():
            for seed in range(SEEDS):
                world = make(seed)
                log = play(world, policy(world), seed + 100)
                estimates = estimated(log)
                for name, one in estimates.items():
                    errors[name].append(abs(one.value - world.truth))
                errors["naive"].append(abs(log.naive - world.truth))
                covered += [one.low <= world.truth <= one.high for one in estimates.values()]
    return {
        "logs": float(len(errors["dr"])),
        "worst_self_normalised": max(errors["snips"]),
        "worst_doubly_robust": max(errors["dr"]),
        "worst_inverse_propensity": max(errors["ips"]),
        "mean_self_normalised": float(np.mean(errors["snips"])),
        "mean_doubly_robust": float(np.mean(errors["dr"])),
        "naive_worst": max(errors["naive"]),
        "covered_share": float(np.mean(covered)),
    }


def estimated(log: Log) -> dict[str, Estimate]:
    """Return the three estimates of one log."""
    logged = log.logged
    n_choices = int(max(log.choices.max(), log.wanted.max())) + 1
    table = predicted_rewards(log.choices, logged.rewards, logged.groups, n_choices)
    fold = logged.groups % FOLDS
    robust = doubly_robust(logged, table[fold, log.choices], table[fold, log.wanted])
    return {
        "snips": self_normalised(logged),
        "dr": robust,
        "ips": inverse_propensity(logged),
    }
