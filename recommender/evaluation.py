"""`companion evaluate`: how good a model, chosen on training data alone, is on a test file."""

import resource
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms import named
from recommender.arena import CHUNK_CELLS
from recommender.bootstrap import Interval
from recommender.dataset import Dataset, ItemKey
from recommender.engines import maker_of
from recommender.errors import Invalid
from recommender.fusion import Fusion, Member, Mix, fit_fusion
from recommender.holdout import chunks
from recommender.interaction_files import ITEM_KIND, Row, dataset_of, read_rows
from recommender.metrics import (
    average_precision,
    coverage,
    hit_rate,
    hits_of,
    ndcg,
    recall,
    top_items,
)
from recommender.search import PLAIN_POPULARITY, with_tie_break
from recommender.selection import Choice, Progress, SelectionSettings, paired_gain, select

AUTO = "auto"


@dataclass(frozen=True, eq=False)
class Lists:
    """Ranked lists of the test users.

    Attributes:
        top: int64 (n, k), columns; -1 where there are no more items.
        hits: bool (n, k).
        relevant: int64 (n,), test items per user, those unknown to the training data included.
    """

    top: NDArray[np.int64]
    hits: NDArray[np.bool_]
    relevant: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Questions:
    """The test users: what they have, and what they turned out to want.

    Attributes:
        histories: float32 CSR (n, n_items); empty rows are users unknown to the training data.
        labels: float32 CSR (n, n_items).
        relevant: int64 (n,), as in `Lists`.
    """

    histories: csr_matrix
    labels: csr_matrix
    relevant: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.relevant)


def evaluate_files(
    train: Path,
    test: Path,
    *,
    settings: SelectionSettings,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Choose and fit on the training file, then rank for every user of the test file.

    `settings.algorithm` None is the product's own selection (`auto`); a name tunes that
    algorithm alone and uses it even if it is below popularity.
    """
    dataset = dataset_of(_with_interest(train))
    wanted = _with_interest(test)
    began, worked = perf_counter(), process_time()
    fusion, choice = _fitted(dataset, settings, progress)
    fit_seconds, cpu_seconds = perf_counter() - began, process_time() - worked
    questions = ask(choice.fading.applied(dataset), wanted)
    began = perf_counter()
    lists = answer(fusion, questions, settings.k)
    rank_seconds = perf_counter() - began
    baseline = fit_fusion(PLAIN_POPULARITY, dataset, seed=settings.seed)
    gain = compare(lists, answer(baseline, questions, settings.k), seed=settings.seed)
    return {
        **summarise(fusion, lists, len(dataset.items)),
        "fit_seconds": round(fit_seconds, 3),
        "fit_cpu_seconds": round(cpu_seconds, 3),
        "users_per_second": round(len(questions) / max(rank_seconds, 1e-9), 1),
        "peak_mb": round(peak_mb(), 1),
        "k": settings.k,
        "requested": settings.algorithm or AUTO,
        "members": [member.as_json() for member in fusion.members],
        "groups": fusion.groups,
        "selection": choice.as_json(),
        "reason": choice.reason,
        "ndcg_gain_over_popularity": gain.as_json(),
        "data_hash": dataset.data_hash,
    }


def _with_interest(path: Path) -> list[Row]:
    rows = [row for row in read_rows(path) if row.weight > 0]
    if not rows:
        raise Invalid(f"{path.name} holds no interaction with a weight above 0.")
    return rows


def ask(dataset: Dataset, rows: list[Row]) -> Questions:
    """Turn test rows into questions over the training data's items."""
    wanted = sorted({(row.user, row.item) for row in rows})
    users = sorted({user for user, _ in wanted})
    row_of = {user: number for number, user in enumerate(users)}
    known = [(row_of[u], dataset.index.get(ItemKey(ITEM_KIND, i), -1)) for u, i in wanted]
    pairs = np.array([pair for pair in known if pair[1] >= 0], dtype=np.int64).reshape(-1, 2)
    size = (len(users), len(dataset.items))
    ones = np.ones(len(pairs), dtype=np.float32)
    labels = csr_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=size)
    relevant = np.bincount([row for row, _ in known], minlength=len(users)).astype(np.int64)
    return Questions(_histories(dataset, users), labels, relevant)


def answer(fusion: Fusion, questions: Questions, k: int) -> Lists:
    """Rank what each user does not have yet."""
    tops, hits = [], []
    size = max(CHUNK_CELLS // max(questions.histories.shape[1], 1), 1)
    for chunk in chunks(len(questions), size):
        histories = questions.histories[chunk]
        top = top_items(fusion.score(histories), histories, k)
        tops.append(top)
        hits.append(hits_of(top, questions.labels[chunk]))
    return Lists(np.vstack(tops), np.vstack(hits), questions.relevant)


def compare(model: Lists, baseline: Lists, *, seed: int) -> Interval:
    """Return the mean gain in nDCG per user with its 95 % interval."""
    first = ndcg(model.hits, model.relevant)
    return paired_gain(first, ndcg(baseline.hits, baseline.relevant), seed=seed)


def summarise(fusion: Fusion, lists: Lists, n_items: int) -> dict[str, Any]:
    """Return the mean metrics over all test users."""
    hits, relevant = lists.hits, lists.relevant
    means = {
        "recall": recall(hits, relevant).mean(),
        "ndcg": ndcg(hits, relevant).mean(),
        "hit_rate": hit_rate(hits, relevant).mean(),
        "map": average_precision(hits, relevant).mean(),
        "coverage": coverage(lists.top, n_items),
    }
    rounded = {name: round(float(value), 6) for name, value in means.items()}
    return {"algorithm": fusion.name, **rounded, "users": len(relevant)}


def peak_mb() -> float:
    """Return the most memory that this process ever held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return peak / (1e6 if sys.platform == "darwin" else 1024)


def _fitted(
    dataset: Dataset, settings: SelectionSettings, progress: Progress | None
) -> tuple[Fusion, Choice]:
    choice, make = select(dataset, settings, progress), maker_of(settings.engine)
    if settings.algorithm is None:
        return choice.fit(dataset, seed=settings.seed, lanes=settings.lanes, make=make), choice
    mix = choice.best.mix if choice.best else _untested(settings.algorithm, dataset)
    reason = _told(settings.algorithm, mix)
    faded = choice.fading.applied(dataset)
    fusion = fit_fusion(mix, faded, seed=settings.seed, lanes=settings.lanes, make=make)
    return fusion, replace(choice, reason=reason)


def _told(algorithm: str, mix: Mix) -> str:
    if all(member.algorithm != algorithm for member in mix):
        return f"No {algorithm} fits into the time and memory allowed; this is popularity."
    return f"Asked for {algorithm}; its best settings on the training data."


def _untested(algorithm: str, dataset: Dataset) -> Mix:
    return with_tie_break(Member(algorithm, named(algorithm).grid(dataset)[0]))


def _histories(dataset: Dataset, users: list[str]) -> csr_matrix:
    row_of = {user: number for number, user in enumerate(dataset.users)}
    empty = csr_matrix((1, len(dataset.items)), dtype=np.float32)
    stacked = csr_matrix(
        (
            np.concatenate([dataset.user_items.data, empty.data]),
            np.concatenate([dataset.user_items.indices, empty.indices]),
            np.append(dataset.user_items.indptr, dataset.user_items.indptr[-1]),
        ),
        shape=(len(dataset.users) + 1, len(dataset.items)),
    )
    return stacked[[row_of.get(user, len(dataset.users)) for user in users]]
