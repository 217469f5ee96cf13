"""The walk through FAR-Trans: on a generated bank, and on the real data where it stands beside."""

import gzip
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recommender.errors import Invalid
from recommender.fartrans.report import answer, evaluate_fartrans
from recommender.fartrans.splits import EVALUATION, read_fartrans
from recommender.fartrans.walkforward import WalkForward
from tests.support.fartrans import ASSETS, Split, write_bank

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "far-trans"
KEYS = {"ndcg", "per_split", "algorithm", "popularity", "singles", "share_of_best_single"}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return evaluate_fartrans(write_bank(tmp_path_factory.mktemp("bank")))


def test_report_holds_the_mean_each_split_and_every_single_algorithm(
    report: dict[str, Any],
) -> None:
    assert set(report) >= KEYS
    assert len(report["per_split"]) == report["splits"] == 7
    means = [one["ndcg"] for one in report["per_split"]]
    assert report["ndcg"] == pytest.approx(np.mean(means), abs=1e-5)
    assert report["singles"][report["best_single"]] == max(report["singles"].values())
    assert json.loads(json.dumps(report)) == report


def test_tastes_of_the_generated_bank_are_found(report: dict[str, Any]) -> None:
    assert report["gain_over_popularity"]["low"] > 0
    assert report["ndcg"] > report["popularity"] + 0.03


def test_gain_over_ease_alone_is_told_with_its_interval(report: dict[str, Any]) -> None:
    assert report["ease"] == max(report["singles"]["ease 300"], report["singles"]["ease 1000"])
    gain = report["gain_over_ease"]
    assert gain["mean"] == pytest.approx(report["ndcg"] - report["ease"], abs=1e-5)
    assert gain["low"] <= gain["mean"] <= gain["high"]
    assert report["block_splits"] == 5


def test_one_item_customers_are_told_apart(report: dict[str, Any]) -> None:
    assert report["one_item_customers"] == report["by_history"]["1"]


def test_splits_may_be_few_with_gaps_and_without_validation(tmp_path: Path) -> None:
    write_bank(tmp_path)
    shutil.rmtree(tmp_path / "splits" / "validation")
    for number in (2, 3, 4, 6):
        (tmp_path / "splits" / "evaluation" / f"split_{number:03d}.json.gz").unlink()
    few = evaluate_fartrans(tmp_path)
    assert [one["split"] for one in few["per_split"]] == [1, 5, 7]
    assert few["per_split"][0]["backtests"] == 0
    for number in (5, 7):
        (tmp_path / "splits" / "evaluation" / f"split_{number:03d}.json.gz").unlink()
    alone = evaluate_fartrans(tmp_path)
    assert alone["splits"] == alone["block_splits"] == 1
    assert alone["per_split"] == few["per_split"][:1]


def shuffle_labels(kind: str, split: Split) -> Mapping[str, Any]:
    chance = np.random.default_rng(split["split_index"])
    tests = {who: [ASSETS[int(chance.integers(24))]] for who in split["test_interactions"]}
    return {"test_interactions": tests}


def test_no_label_is_read_before_the_choice(report: dict[str, Any], tmp_path: Path) -> None:
    """Garbage as labels in all splits, validation too, must not change a single choice."""
    spoiled = evaluate_fartrans(write_bank(tmp_path, spoil=shuffle_labels))
    assert [one["choice"] for one in spoiled["per_split"]] == [
        one["choice"] for one in report["per_split"]
    ]
    assert spoiled["ndcg"] != report["ndcg"]


def test_no_later_split_is_read(report: dict[str, Any], tmp_path: Path) -> None:
    """Garbage in every later split, training sets too, must not change an earlier answer."""
    write_bank(tmp_path)
    for number in (5, 6, 7):
        path = tmp_path / "splits" / "evaluation" / f"split_{number:03d}.json.gz"
        split = json.loads(gzip.decompress(path.read_bytes()))
        garbage = dict.fromkeys(split["training_interactions"], ASSETS[::5])
        split |= {"training_interactions": garbage, **shuffle_labels("evaluation", split)}
        path.write_bytes(gzip.compress(json.dumps(split).encode()))
    spoiled = evaluate_fartrans(tmp_path)
    assert spoiled["per_split"][:4] == report["per_split"][:4]
    assert spoiled["per_split"][4:] != report["per_split"][4:]


def test_folder_without_evaluation_splits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no evaluation splits"):
        evaluate_fartrans(write_bank(tmp_path, evaluation=0))


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason="the shared data folder is not beside the project")
def test_recorded_quality_on_real_data() -> None:
    """Splits 0 and 3, recorded: 0.329 and 0.313 against popularity's 0.230 and 0.234."""
    data = read_fartrans(REAL)
    walk = WalkForward(data.timeline)
    recorded = {0: (0.329, 0.230), 3: (0.313, 0.234)}
    for question in data.of_kind(EVALUATION):
        if question.number in recorded:
            result = answer(data, question, walk.pick(question.day))
            model, popularity = recorded[question.number]
            assert result.chosen.mean() == pytest.approx(model, abs=0.008)
            assert result.popularity.mean() == pytest.approx(popularity, abs=0.001)
