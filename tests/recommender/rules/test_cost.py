"""The click curve and the cost of a rule, by hand-sized lists and simulated logs."""

import numpy as np
import pytest

from recommender.answer import Ranked
from recommender.rules.clicks import ASSUMED, clicks_of, features, learn, probability
from recommender.rules.cost import Pair, cost_of

TRUE = np.array([-2.0, -0.5, 0.8, 0.3])


def ranked(item_id: str, score: float, kind: str = "product", rule: float = 0.0) -> Ranked:
    return Ranked(
        kind=kind, id=item_id, title="", score=score + rule, parts={"rule": rule}, reasons=()
    )


def simulated(lists: int, seed: int = 1) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return lists of ten whose clicks follow `TRUE`."""
    chance = np.random.default_rng(seed)
    logged = []
    for _ in range(lists):
        scores = np.sort(chance.normal(size=10))[::-1]
        kinds = chance.choice(["product", "content"], 10)
        items = [
            ranked(str(n), float(s), str(k))
            for n, (s, k) in enumerate(zip(scores, kinds, strict=True))
        ]
        matrix = features(items)
        logged.append((matrix, (chance.random(10) < probability(matrix, TRUE)).astype(float)))
    return logged


def test_features_are_one_the_places_logarithm_the_score_and_the_kind() -> None:
    matrix = features([ranked("a", 2.0), ranked("b", -9.0, "content")])
    assert matrix == pytest.approx(np.array([[1, 0, np.log(3), 0], [1, np.log(2), -np.log(10), 1]]))


def test_what_a_rule_adds_makes_no_item_more_liked() -> None:
    assert features([ranked("a", 1.0, rule=3.0)])[0, 2] == pytest.approx(np.log(2))


def test_clicked_items_are_marked() -> None:
    items = [ranked("a", 1.0), ranked("b", 0.0)]
    assert clicks_of(items, {("product", "b"), ("content", "a")}).tolist() == [0.0, 1.0]


def test_without_a_log_the_curve_is_the_assumption_and_says_so() -> None:
    curve = learn([])
    assert curve.mean == pytest.approx(ASSUMED)
    assert (curve.method, curve.lists, curve.clicks) == ("scores", 0, 0)


def test_a_long_log_is_learned() -> None:
    curve = learn(simulated(3_000))
    assert curve.mean == pytest.approx(TRUE, abs=0.15)
    assert curve.method == "logged"


def test_posterior_covers_the_truth_about_as_often_as_it_says() -> None:
    covered = 0
    for seed in range(40):
        curve = learn(simulated(600, seed))
        spread = np.sqrt(np.diag(curve.covariance))
        covered += int((np.abs(curve.mean - TRUE) < 1.96 * spread).sum())
    assert covered >= 0.85 * 160


def test_equal_lists_cost_nothing() -> None:
    one = (ranked("a", 1.0), ranked("b", 0.0))
    cost = cost_of([Pair("c1", one, one)], learn([]))
    assert (cost.changed, cost.change, cost.low, cost.high) == (0, 0.0, 0.0, 0.0)


def test_worse_item_at_the_first_place_costs_clicks() -> None:
    before = (ranked("a", 2.0), ranked("b", 0.0))
    after = (ranked("z", -2.0), ranked("a", 2.0))
    cost = cost_of([Pair(f"c{n}", before, after) for n in range(20)], learn([]))
    assert cost.changed == 20
    assert cost.change < 0
    assert cost.high < 0


def test_expected_clicks_are_the_sum_over_places() -> None:
    lists = (ranked("a", 0.0), ranked("b", 0.0))
    cost = cost_of([Pair("c1", lists, lists[:1])], learn([]))
    first = 0.05
    odds = first / (1 - first) * 2**-0.7
    assert cost.after == pytest.approx(1_000 * first, abs=0.01)
    assert cost.before == pytest.approx(1_000 * (first + odds / (1 + odds)), abs=0.01)


def test_estimate_meets_the_true_change_of_simulated_clicks() -> None:
    """Lists are really shuffled by a rule; the interval holds what the truth would lose."""
    chance = np.random.default_rng(5)
    pairs = []
    for number in range(150):
        scores = np.sort(chance.normal(size=10))[::-1]
        before = tuple(ranked(str(n), float(score)) for n, score in enumerate(scores))
        after = (ranked("pin", float(chance.normal() - 1)), *before[:-1])
        pairs.append(Pair(f"c{number}", before, after))
    cost = cost_of(pairs, learn(simulated(2_000)))
    truth = 1_000 * np.mean(
        [
            probability(features(one.after), TRUE).sum()
            - probability(features(one.before), TRUE).sum()
            for one in pairs
        ]
    )
    assert cost.low < truth < cost.high
    assert cost.method == "logged"


def test_no_lists_no_cost() -> None:
    cost = cost_of([], learn([]))
    assert (cost.lists, cost.before, cost.low, cost.high) == (0, 0.0, 0.0, 0.0)
