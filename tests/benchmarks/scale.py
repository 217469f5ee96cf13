"""How training grows: seconds and memory at four sizes, each in a process of its own.

The slopes feed docs/capacity.md. A row is an event that reaches the training.
"""

import asyncio
import json
import resource
import sys
import time
from datetime import timedelta

import numpy as np

from recommender.algorithms.als import Als, AlsConfig
from recommender.algorithms.rp3beta import ALGORITHM as RP3BETA
from recommender.dataset import Dataset, Interaction, ItemKey, build_dataset
from tests.support.banks import NOW

SIZES = (12_500, 25_000, 50_000, 100_000)
ITEMS = 5_000
EVENTS_A_CUSTOMER = 20
ROUNDS = 3
CONFIG = AlsConfig(factors=64, regularisation=50.0, alpha=10.0, iterations=ROUNDS)
FLOORS = {"build_linearity": 0.6, "als_linearity": 0.6}
"""The slope of the two largest sizes over that of the two smallest, or its inverse: 1 is a
straight line."""


def _dataset(customers: int) -> Dataset:
    chance = np.random.default_rng(customers)
    keys = [ItemKey("product", f"p{number:05d}") for number in range(ITEMS)]
    drawn = (ITEMS * chance.random((customers, EVENTS_A_CUSTOMER)) ** 2).astype(int)
    ages = chance.uniform(1, 700, drawn.shape)
    interactions = [
        Interaction(f"c{row:07d}", keys[item], "buy", NOW - timedelta(days=float(age)))
        for row, (own, days) in enumerate(zip(drawn, ages, strict=True))
        for item, age in zip(own, days, strict=True)
    ]
    return build_dataset(interactions, as_of=NOW, catalogue=keys)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_size(customers: int) -> dict[str, float]:
    """Return what one size costs, in this process."""
    bare = _peak_mb()
    began = time.process_time()
    dataset = _dataset(customers)
    built = time.process_time()
    _ = dataset.user_items
    model = Als(CONFIG).fit(dataset, seed=1)
    fitted = time.process_time()
    walked = RP3BETA().fit(dataset, seed=1)
    ended = time.process_time()
    model.score(dataset.user_items[:2_000])
    folded = time.process_time()
    assert walked is not None
    return {
        "rows": float(len(dataset.events)),
        "pairs": float(dataset.user_items.nnz),
        "build_s": built - began,
        "als_round_s": (fitted - built) / ROUNDS,
        "rp3beta_s": ended - fitted,
        "fold_2000_s": folded - ended,
        "peak_mb": _peak_mb() - bare,
    }


async def _in_child(customers: int) -> dict[str, float]:
    command = (sys.executable, "-m", "tests.benchmarks.scale", str(customers))
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    output, _ = await child.communicate()
    assert child.returncode == 0
    found: dict[str, float] = json.loads(output)
    return found


def _slope(found: list[dict[str, float]], figure: str, by: str) -> float:
    rows = np.array([one[by] for one in found])
    return float(np.polyfit(rows, [one[figure] for one in found], 1)[0])


def _linearity(found: list[dict[str, float]], figure: str, by: str) -> float:
    low, high = _slope(found[:2], figure, by), _slope(found[2:], figure, by)
    return min(low, high) / max(low, high)


async def measure() -> dict[str, float | int | str]:
    """Measure four sizes one after another and fit a line through each figure."""
    found = [await _in_child(size) for size in SIZES]
    sizes = {
        f"{figure}_at_{size}": round(value, 3)
        for size, one in zip(SIZES, found, strict=True)
        for figure, value in one.items()
    }
    return {
        **sizes,
        "build_s_per_million_rows": 1e6 * _slope(found, "build_s", "rows"),
        "memory_bytes_per_row": 1e6 * _slope(found, "peak_mb", "rows"),
        "als_round_s_per_million_pairs": 1e6 * _slope(found, "als_round_s", "pairs"),
        "build_linearity": _linearity(found, "build_s", "rows"),
        "als_linearity": _linearity(found, "als_round_s", "pairs"),
    }


if __name__ == "__main__":
    print(json.dumps(measure_size(int(sys.argv[1]))))
