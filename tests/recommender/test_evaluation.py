"""Evaluation on files; the twenty generated shapes run in tests/benchmarks/auto.py."""

from pathlib import Path

import numpy as np
import pytest

from recommender.errors import Invalid
from recommender.evaluation import answer, ask, compare, evaluate_files
from recommender.fusion import fit_fusion
from recommender.interaction_files import Row, dataset_of
from recommender.search import PLAIN_POPULARITY
from recommender.selection import SelectionSettings
from tests.support.shapes import SHAPES, make, write

NAN = float("nan")
KEYS = {
    "algorithm", "recall", "ndcg", "hit_rate", "map", "coverage", "users", "fit_seconds",
    "users_per_second", "peak_mb",
}  # fmt: skip
FAST = [
    "small dense", "tiny catalogue, popular", "pure popularity, by time", "random noise",
    "two clusters", "one-item users", "drifting popularity", "handful of users",
]  # fmt: skip
BETTER = {"small dense", "two clusters", "drifting popularity"}


def row(user: str, item: str, weight: float = 1.0) -> Row:
    return Row(user, item, weight, NAN)


def settings(**more: object) -> SelectionSettings:
    return SelectionSettings.model_validate({"k": 20, "budget_seconds": 10.0, **more})


def test_there_are_twenty_shapes() -> None:
    assert len(SHAPES) == 20
    assert set(FAST) <= set(SHAPES)


@pytest.mark.parametrize("name", FAST)
def test_auto_never_loses_to_popularity(name: str, tmp_path: Path) -> None:
    train, test = write(make(name, seed=1), tmp_path)
    result = evaluate_files(train, test, settings=settings())
    gain = result["ndcg_gain_over_popularity"]
    assert gain["high"] >= 0
    assert set(result) >= KEYS
    assert (gain["mean"] != 0) == (name in BETTER)
    assert (gain["low"] > 0) == (name in BETTER)


def test_asked_algorithm_is_used_even_below_popularity(tmp_path: Path) -> None:
    train, test = write(make("random noise", seed=1), tmp_path)
    result = evaluate_files(train, test, settings=settings(algorithm="als"))
    assert result["algorithm"].startswith("als")
    assert result["requested"] == "als"


def test_asked_algorithm_is_used_even_without_data_to_tune_it(tmp_path: Path) -> None:
    train, test = write(make("handful of users", seed=1), tmp_path)
    result = evaluate_files(train, test, settings=settings(algorithm="ease"))
    assert result["algorithm"].startswith("ease")


def test_algorithm_that_does_not_fit_the_memory_gives_way_to_popularity(tmp_path: Path) -> None:
    train, test = write(make("two clusters", seed=1), tmp_path)
    result = evaluate_files(train, test, settings=settings(algorithm="ease", memory_mb=0.1))
    assert result["algorithm"] == "popularity"
    assert "No ease fits" in result["reason"]


def test_test_file_does_not_change_the_choice(tmp_path: Path) -> None:
    split = make("two clusters", seed=2)
    first = evaluate_files(*write(split, tmp_path), settings=settings())
    split.test[:, 1] = split.test[::-1, 1].copy()
    second = evaluate_files(*write(split, tmp_path), settings=settings())
    assert first["members"] == second["members"]
    assert first["data_hash"] == second["data_hash"]
    assert first["ndcg"] != second["ndcg"]


def test_what_a_user_has_is_not_recommended() -> None:
    dataset = dataset_of([row("a", "x"), row("a", "y"), row("b", "x"), row("b", "z")])
    questions = ask(dataset, [row("a", "z"), row("b", "y")])
    lists = answer(fit_fusion(PLAIN_POPULARITY, dataset, seed=1), questions, 3)
    assert lists.top.tolist() == [[2, -1, -1], [1, -1, -1]]
    assert lists.hits[:, 0].all()


def test_unknown_user_gets_popular_items_and_unknown_item_counts_as_missed() -> None:
    dataset = dataset_of([row("a", "x"), row("b", "x"), row("b", "y")])
    questions = ask(dataset, [row("new", "x"), row("new", "never-seen")])
    lists = answer(fit_fusion(PLAIN_POPULARITY, dataset, seed=1), questions, 1)
    assert lists.top.tolist() == [[0]]
    assert lists.relevant.tolist() == [2]


@pytest.mark.parametrize("empty", ["train", "test"])
def test_file_without_interest_is_refused(empty: str, tmp_path: Path) -> None:
    for name in ("train", "test"):
        text = "u1,i1,0\n" if name == empty else "u1,i1,1\nu2,i2,1\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=rf"{empty}\.csv holds no interaction"):
        evaluate_files(tmp_path / "train.csv", tmp_path / "test.csv", settings=settings())


def test_smallest_data_can_be_judged(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("u1,i1\n", encoding="utf-8")
    result = evaluate_files(path, path, settings=settings())
    assert (result["algorithm"], result["users"], result["ndcg"]) == ("popularity", 1, 0.0)


def test_comparison_is_paired() -> None:
    dataset = dataset_of([row("a", "x"), row("b", "x"), row("b", "y")])
    questions = ask(dataset, [row("a", "y")])
    lists = answer(fit_fusion(PLAIN_POPULARITY, dataset, seed=1), questions, 2)
    gain = compare(lists, lists, seed=1)
    assert (gain.mean, gain.low, gain.high) == (0.0, 0.0, 0.0)
    assert np.isfinite(lists.top).all()
