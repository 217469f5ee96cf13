"""The product's own selection on twenty generated data sets, three seeds each, as files."""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from recommender.evaluation import evaluate_files
from recommender.selection import SelectionSettings
from tests.support.shapes import SHAPES, make, write

SEEDS = (1, 2, 3)
SETTINGS = SelectionSettings(k=20, budget_seconds=30.0)
TARGETS = {"significant_losses": 0.0, "slowest_s": 60.0}


def _evaluate(name: str, seed: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="companion-auto-") as folder:
        return evaluate_files(*write(make(name, seed), Path(folder)), settings=SETTINGS)


def _measure() -> dict[str, float | int | str]:
    results, seconds = [], []
    for seed in SEEDS:
        for name in SHAPES:
            began = time.monotonic()
            results.append(_evaluate(name, seed))
            seconds.append(time.monotonic() - began)
    gains = [result["ndcg_gain_over_popularity"] for result in results]
    return {
        "data_sets": len(results),
        "significant_losses": sum(gain["high"] < 0 for gain in gains),
        "significant_gains": sum(gain["low"] > 0 for gain in gains),
        "popularity_published": sum(result["algorithm"] == "popularity" for result in results),
        "worst_gain_ndcg": min(gain["mean"] for gain in gains),
        "mean_gain_ndcg": sum(gain["mean"] for gain in gains) / len(gains),
        "slowest_s": max(seconds),
    }


async def measure() -> dict[str, float | int | str]:
    """Choose on the training part, judge against popularity on the test part."""
    with threadpool_limits(limits=1):
        return await asyncio.to_thread(_measure)
