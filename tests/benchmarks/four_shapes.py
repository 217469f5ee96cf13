"""`auto` against every single algorithm on four generated shapes; `far_trans` is the fifth.

Each algorithm is asked for alone, tuned as the product tunes it, and judged on the same test part.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from recommender.algorithms import algorithms
from tests.support.four_shapes import FOUR, make_four
from tests.support.shapes import write

SEED = 1
FLOOR = 0.99
METRICS = ("recall", "ndcg")
LARGE = "large sparse"
FLOORS = {f"{name}: {metric}": FLOOR for name in FOUR for metric in METRICS}
TARGETS = {f"{LARGE}: auto_s": 600.0, f"{LARGE}: auto_peak_mb": 4096.0}


def evaluate(paths: tuple[Path, Path], algorithm: str) -> dict[str, Any]:
    """Run the command in a process of its own, so that its peak of memory is its own."""
    train, test = map(str, paths)
    command = [sys.executable, "-m", "dashboard.cli", "evaluate", "--json", "--k", "20"]
    command += ["--train", train, "--test", test, "--algorithm", algorithm]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _shape(name: str) -> dict[str, float | int | str]:
    with tempfile.TemporaryDirectory(prefix="companion-four-") as folder:
        paths = write(make_four(name, SEED), Path(folder))
        singles = {one: evaluate(paths, one) for one in algorithms()}
        auto = evaluate(paths, "auto")
    figures: dict[str, float | int | str] = {}
    for metric in METRICS:
        best = max(singles, key=lambda one: singles[one][metric])
        figures[f"{name}: {metric}"] = auto[metric] / singles[best][metric]
        figures[f"{name}: best {metric}"] = f"{best} {singles[best][metric]:.4f}"
    figures[f"{name}: auto"] = auto["algorithm"]
    figures[f"{name}: auto_s"] = auto["fit_seconds"]
    figures[f"{name}: auto_cpu_s"] = auto["fit_cpu_seconds"]
    figures[f"{name}: auto_peak_mb"] = auto["peak_mb"]
    return figures


def _measure() -> dict[str, float | int | str]:
    figures: dict[str, float | int | str] = {}
    for name in FOUR:
        figures |= _shape(name)
    return figures


async def measure() -> dict[str, float | int | str]:
    """Report auto's share of the best single algorithm; far_trans measures the real bank."""
    return await asyncio.to_thread(_measure)
