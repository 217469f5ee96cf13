"""`companion evaluate far-trans`: the walk-forward choice, judged on the evaluation splits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.algorithms import named
from recommender.algorithms.als import AlsConfig
from recommender.bootstrap import Interval, block_bootstrap_mean, bootstrap_mean
from recommender.errors import Invalid
from recommender.fartrans.candidates import (
    MODELS,
    POPULAR,
    Candidate,
    K,
    Task,
    all_candidates,
    judge,
)
from recommender.fartrans.splits import EVALUATION, FarTrans, Question, read_fartrans
from recommender.fartrans.walkforward import Pick, WalkForward
from recommender.history import GROUPS, in_group
from recommender.metrics import hits_of, ndcg, top_items
from recommender.selection import Progress

TUNED_ALS = AlsConfig(factors=16, regularisation=200.0, alpha=20.0, iterations=10)
"""As in the RECOMMENDER notes; too slow and too weak to be a candidate, reported beside."""

ALS = "als 16 200 20"

PLAIN_EASE = ("ease 300", "ease 1000")
"""What EASE alone can do is the better of these with hindsight: the strictest comparison."""

OVERLAP_DAYS = 183
"""The questions look five to six months ahead: splits closer together share purchases."""

ONE_ITEM = "1"


@dataclass(frozen=True, eq=False)
class Result:
    """One split: what was picked before its labels were opened, and what came of it.

    Attributes:
        chosen: float32 (n,), nDCG@10 per customer of what was picked.
        singles: Mean nDCG@10 of every single algorithm, for comparison only.
        lengths: int64 (n,), assets held.
    """

    question: Question
    pick: Pick
    chosen: NDArray[np.float32]
    popularity: NDArray[np.float32]
    singles: Mapping[str, float]
    lengths: NDArray[np.int64]


def evaluate_fartrans(folder: Path, *, progress: Progress | None = None) -> dict[str, Any]:
    """Walk through the evaluation splits by time and return the report.

    For each split the choice reads snapshots (training sets) until its time point, validation
    splits included; its own labels are opened after the choice, those of others never.

    Raises:
        Invalid: The folder holds no evaluation splits.
    """
    tell = progress or (lambda message, share: None)
    began = perf_counter()
    data = read_fartrans(folder)
    questions = data.of_kind(EVALUATION)
    if not questions:
        raise Invalid(f"There are no evaluation splits below {folder}.")
    walk = WalkForward(data.timeline)
    results = []
    for number, question in enumerate(questions):
        tell(f"Split {question.number} ({question.time_point})", number / len(questions))
        results.append(answer(data, question, walk.pick(question.day)))
    return {**summarise(results), "seconds": round(perf_counter() - began, 1)}


def answer(data: FarTrans, question: Question, pick: Pick) -> Result:
    """Judge a pick (and, beside it, every single algorithm) on a split's labels."""
    past = data.timeline.until(question.day)
    dataset = past.dataset(len(past.snapshots) - 1)
    rows = question.rows[np.diff(question.bought.indptr)[question.rows] > 0]
    task = Task(dataset, rows, question.columns, question.bought)
    values = judge(task)
    lengths = np.diff(task.histories.indptr).astype(np.int64)
    singles = {name: _mean(values[Candidate(name)]) for name in MODELS}
    singles[ALS] = _mean(judge_als(task))
    singles[POPULAR.name] = _mean(values[POPULAR])
    chosen = np.zeros(len(rows), dtype=np.float32)
    for name, candidate in pick.by_group.items():
        members = in_group(lengths, GROUPS[name])
        chosen[members] = values[candidate][members]
    return Result(question, pick, chosen, values[POPULAR], singles, lengths)


def judge_als(task: Task) -> NDArray[np.float32]:
    """Return nDCG@10 per customer of tuned ALS, float32 (n,)."""
    model = named("als")(TUNED_ALS).fit(task.dataset, seed=7)
    scores = model.score(task.histories)[:, task.columns]
    labels = task.labels[task.rows]
    top = top_items(scores, task.histories[:, task.columns], K)
    relevant = np.diff(labels.indptr).astype(np.int64)
    return ndcg(hits_of(top, labels[:, task.columns]), relevant).astype(np.float32)


def summarise(results: Sequence[Result]) -> dict[str, Any]:
    """Return the report: means over splits of means over customers."""
    mean = float(np.mean([one.chosen.mean() for one in results]))
    popularity = float(np.mean([one.popularity.mean() for one in results]))
    gains = np.array([one.chosen.mean() - one.popularity.mean() for one in results])
    singles = {
        name: float(np.mean([one.singles[name] for one in results])) for name in results[0].singles
    }
    best = max(singles, key=lambda name: singles[name])
    ease = max(PLAIN_EASE, key=lambda name: singles[name])
    by_history = _by_history(results)
    return {
        "algorithm": _algorithm(results),
        "ndcg": round(mean, 6),
        "k": K,
        "splits": len(results),
        "customers": sum(len(one.chosen) for one in results),
        "popularity": round(popularity, 6),
        "gain_over_popularity": bootstrap_mean(gains, seed=7).as_json(),
        "splits_above_popularity": int((gains > 0).sum()),
        "ease": round(singles[ease], 6),
        "ease_config": ease,
        "gain_over_ease": gain_over(results, ease).as_json(),
        "block_splits": overlapping(results),
        "one_item_customers": by_history.get(ONE_ITEM),
        "singles": {name: round(value, 6) for name, value in sorted(singles.items())},
        "best_single": best,
        "share_of_best_single": round(mean / singles[best], 6),
        "by_history": by_history,
        "candidates": len(all_candidates()),
        "choice": (
            "Per history group, by the last backtests between dated snapshots that had ended "
            "at the split's time point; no later label or snapshot is read."
        ),
        "per_split": [_describe(one) for one in results],
    }


def gain_over(results: Sequence[Result], single: str) -> Interval:
    """Return the mean gain per split above an algorithm; blocks hold what overlaps in time."""
    gains = np.array([_mean(one.chosen) - one.singles[single] for one in results])
    return block_bootstrap_mean(gains, block=overlapping(results), seed=7)


def overlapping(results: Sequence[Result]) -> int:
    """Return how many consecutive splits look at common months, at least 1."""
    days = np.array([one.question.day for one in results])
    gap = float(np.median(np.diff(days))) if len(days) > 1 else float(OVERLAP_DAYS)
    return max(round(OVERLAP_DAYS / max(gap, 1.0)), 1)


def _algorithm(results: Sequence[Result]) -> str:
    used = Counter(
        "popularity" if one == POPULAR else MODELS[one.model].algorithm
        for result in results
        for one in result.pick.by_group.values()
    )
    return "walk-forward fusion of " + ", ".join(name for name, _ in used.most_common())


def _by_history(results: Sequence[Result]) -> dict[str, float]:
    values = np.concatenate([one.chosen for one in results])
    lengths = np.concatenate([one.lengths for one in results])
    means = {name: values[in_group(lengths, bounds)] for name, bounds in GROUPS.items()}
    return {name: round(_mean(group), 6) for name, group in means.items() if len(group)}


def _describe(result: Result) -> dict[str, Any]:
    return {
        "split": result.question.number,
        "time_point": result.question.time_point,
        "ndcg": round(_mean(result.chosen), 6),
        "popularity": round(_mean(result.popularity), 6),
        "customers": len(result.chosen),
        "backtests": result.pick.windows,
        "published": result.pick.is_published,
        "choice": {name: one.name for name, one in result.pick.by_group.items()},
    }


def _mean(values: NDArray[np.float32]) -> float:
    return float(values.mean(dtype=np.float64)) if len(values) else 0.0
