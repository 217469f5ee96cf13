"""`companion evaluate` on generated visits: 30,000 users, 41,000 items, about a million pairs.

Each run is a process of its own, as a stranger would start it: `auto`, then every algorithm that
may be asked for alone.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from recommender.algorithms import algorithms
from tests.support.four_shapes import places
from tests.support.shapes import write

USERS, ITEMS, MEAN_ITEMS, TOWNS = 30_000, 41_000, 44, 500
LIMIT_SECONDS = 1_200
TARGETS = {"seconds": 600.0, "peak_mb": 4096.0}
FLOORS = {"pairs": 950_000.0, "of_best_single_recall": 0.99, "of_best_single_ndcg": 0.99}


def _evaluate(train: Path, test: Path, algorithm: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "dashboard.cli", "evaluate", "--train", str(train)]
    command += ["--test", str(test), "--algorithm", algorithm, "--json"]
    began = time.monotonic()
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=LIMIT_SECONDS
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return {**result, "seconds": time.monotonic() - began}


def _measure() -> dict[str, float | int | str]:
    split = places(
        np.random.default_rng(20), users=USERS, items=ITEMS, mean=MEAN_ITEMS, towns=TOWNS
    )
    with tempfile.TemporaryDirectory(prefix="companion-large-") as folder:
        files = write(split, Path(folder))
        auto = _evaluate(*files, "auto")
        singles = {name: _evaluate(*files, name) for name in algorithms()}
    best = {name: max(one[name] for one in singles.values()) for name in ("recall", "ndcg")}
    return {
        "pairs": len(split.train),
        "seconds": auto["seconds"],
        "peak_mb": auto["peak_mb"],
        "chosen": auto["algorithm"],
        "recall": auto["recall"],
        "ndcg": auto["ndcg"],
        "of_best_single_recall": auto["recall"] / best["recall"],
        "of_best_single_ndcg": auto["ndcg"] / best["ndcg"],
        **{f"{name}_recall": one["recall"] for name, one in singles.items()},
        **{f"{name}_seconds": one["seconds"] for name, one in singles.items()},
    }


async def measure() -> dict[str, float | int | str]:
    """Choose and fit on four fifths of everybody's pairs; judge lists of 20 on the others."""
    return await asyncio.to_thread(_measure)
