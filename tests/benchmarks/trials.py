"""The sequential test, looked at every 50 customers: false alarms without an effect, and power."""

from collections.abc import Iterator
from time import perf_counter

import numpy as np
from scipy.stats import beta

from recommender.sequential import difference_walk, is_settled, scale_of

RUNS, CUSTOMERS, LOOK = 1_000, 10_000, 50
NULLS = ((0.02, 0.5), (0.1, 0.5), (0.5, 0.5), (0.1, 0.2))
"""Click rate of both arms, share of the second."""

TARGETS = {"false_alarms_upper_share": 0.065}
FLOORS = {"power_10_to_13_percent_share": 0.80}


async def measure() -> dict[str, float]:
    """Run null trials and trials with an effect; an alarm at any look counts."""
    begun = perf_counter()
    alarms = [sum(alarmed(rate, rate, share)) for rate, share in NULLS]
    null_seconds = (perf_counter() - begun) / len(NULLS)
    sizes = [size for size in found_after(0.10, 0.13) if size is not None]
    return {
        "null_runs": float(RUNS * len(NULLS)),
        "false_alarms_worst_of_1000": float(max(alarms)),
        "false_alarms_upper_share": max(upper(one, RUNS) for one in alarms),
        "fixed_test_false_alarms_share": float(np.mean(list(peeked()))),
        "seconds_per_1000_runs": null_seconds,
        "power_10_to_13_percent_share": len(sizes) / RUNS,
        "median_customers_10_to_13_percent": float(np.median(sizes)),
    }


def upper(alarms: int, runs: int) -> float:
    """Return the upper 95 % bound of a share. Source: Clopper, Pearson, 1934.

    >>> round(upper(0, 59), 3)
    0.05
    """
    return float(beta.ppf(0.95, alarms + 1, runs - alarms))


def alarmed(control: float, treated: float, share: float) -> Iterator[bool]:
    """Say of each run whether any look raised an alarm."""
    for sums, squares in walks(control, treated, share):
        yield bool(is_settled(sums, squares, scale_of(share)).any())


def found_after(control: float, treated: float) -> Iterator[int | None]:
    """Return after how many customers each run found its effect; None for never."""
    for sums, squares in walks(control, treated, 0.5):
        alarms = is_settled(sums, squares, scale_of(0.5))
        yield (int(alarms.argmax()) + 1) * LOOK if alarms.any() else None


def peeked() -> Iterator[bool]:
    """Do with a test of fixed size what it is not made for."""
    for sums, squares in walks(0.1, 0.1, 0.5):
        yield bool((np.abs(sums) > 1.96 * np.sqrt(squares)).any())


def walks(control: float, treated: float, share: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield what is seen at the looks of each run."""
    chance = np.random.default_rng(20_261_123)
    for _ in range(RUNS):
        is_treated = chance.random(CUSTOMERS) < share
        clicked = chance.random(CUSTOMERS) < np.where(is_treated, treated, control)
        sums, squares = difference_walk(clicked, is_treated, share=share)
        yield sums[LOOK - 1 :: LOOK], squares[LOOK - 1 :: LOOK]
