"""A shadow over decisions: the same model agrees, and chance pays what it should."""

from dataclasses import replace

import numpy as np
import pytest

from recommender.dataset import ItemKey
from recommender.decide import Inputs, decide, standings
from recommender.decisions.model import Record
from recommender.oversight.shadow import Drawn, Shadow, correlation, off_policy
from recommender.ranking import pools
from tests.support.engine import a_read, decided, facts, inputs, scorer

A, B, C = (ItemKey("product", one) for one in "abc")


def drawn(seed: int, count: int = 4_000) -> list[Drawn]:
    """Draw among three items of 10, 20 and 60 %: the new model takes the best, the old another."""
    chance = np.random.default_rng(seed)
    rates = {A: 0.1, B: 0.2, C: 0.6}
    found = []
    for number in range(count):
        shown = (A, B, C)[chance.integers(3)]
        clicked = bool(chance.random() < rates[shown])
        found.append(Drawn(f"c{number}", shown, B, C, 1 / 3, clicked))
    return found


def test_an_estimate_finds_the_truth_of_both_models() -> None:
    report = off_policy(drawn(1))
    assert (report.reason, report.places) == ("", 4_000)
    for worth, truth in ((report.new, 0.6), (report.new_robust, 0.6), (report.now, 0.2)):
        assert worth is not None
        assert worth.low < truth < worth.high
        assert worth.value == pytest.approx(truth, abs=0.04)
    assert report.shown == pytest.approx(0.3, abs=0.03)


def test_without_chance_nothing_can_be_estimated() -> None:
    fixed = [replace(one, propensity=1.0) for one in drawn(1)]
    report = off_policy(fixed)
    assert (report.reason, report.new, report.now) == ("nothing_random", None, None)
    assert off_policy([]).reason == "nothing_random"


def test_too_little_is_said() -> None:
    report = off_policy(drawn(1, count=60))
    assert (report.reason, report.new) == ("too_little", None)
    assert 0 < report.effective < 100


def test_rank_correlation_by_hand() -> None:
    first, second = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 2.0, 4.0])
    assert correlation(first, second) == pytest.approx(0.8)
    assert correlation(first, -first) == pytest.approx(-1.0)
    assert correlation(first, np.ones(4)) == 0.0


def explored(number: int) -> Inputs:
    person = facts(f"c{number}")
    return inputs(customer=person, exploration=0.3, seed=f"s{number}", events=(a_read("a01"),))


def record_of(given: Inputs) -> Record:
    decision = decided(
        **{name: getattr(given, name) for name in ("customer", "seed", "events")}, exploration=0.3
    )
    return Record.model_construct(
        id="x",
        customer_id=given.customer.customer_id if given.customer else None,
        items=decision.items,
        model_id="m",
    )


def test_pools_hold_what_chance_chose_with_its_odds() -> None:
    for number in range(20):
        given = explored(number)
        standing = standings(given)[0]
        assert standing.chances is not None
        found = pools(standing.scores, standing.limit, standing.chances)
        pile = standing.scores.candidates
        chosen = {
            ItemKey(one.kind, one.id): one.propensity
            for one in decide(given).items
            if one.propensity < 1
        }
        assert len(found) == len(chosen) == 3
        for pool in found:
            inside = chosen.keys() & {pile[one] for one in pool}
            assert [chosen[key] for key in inside] == [1 / len(pool)]


def test_a_model_agrees_with_itself() -> None:
    shadow = Shadow(scorer())
    for number in range(5):
        given = explored(number)
        record = record_of(given)
        top = ItemKey(record.items[0].kind, record.items[0].id)
        shadow.add(record, given, frozenset({top}))
    report = shadow.report()
    assert (report.decisions, report.overlap) == (5, 1.0)
    assert report.correlation == pytest.approx(1.0)
    assert report.off_policy.places == 15
    assert all(one.new == one.now for one in shadow.drawn)
    assert report.seconds > 0


def test_another_model_is_told_apart() -> None:
    class Upside:
        """Scores the other way round."""

        model_name = "upside"

        def score(self, request):  # type: ignore[no-untyped-def]
            found = scorer().score(request)
            return replace(
                found, collaborative=-found.collaborative, link=-found.link, prior=-found.prior
            )

    shadow = Shadow(Upside())  # type: ignore[arg-type]
    given = explored(1)
    shadow.add(record_of(given), given, frozenset())
    report = shadow.report()
    assert report.correlation == pytest.approx(-1.0)
    assert report.overlap < 0.5
    assert shadow.drawn[0].new != shadow.drawn[0].now
