"""Quick sums and exact terms of one customer's scores."""

import math

import numpy as np
import pytest

from recommender.algorithms.linear import LinearModel
from recommender.algorithms.rp3beta import Rp3betaConfig
from recommender.algorithms.single import Folded, History, Parts
from recommender.dataset import ItemKey
from recommender.fusion import Fusion, Member
from recommender.pile import pile_of
from recommender.scored import UNKNOWN, Contribution, Scored, Source

A1, A2, NEW = (ItemKey("content", one) for one in ("a1", "a2", "new"))
WEIGHTS = np.array([[4.0, 1.0, 3.0], [2.0, 8.0, 1.0], [0.0, 0.0, 0.0]], np.float32)
"""What having the item of the row says of the item of the column, itself included."""


def scored(candidates: tuple[ItemKey, ...] = (A1, A2, NEW)) -> Scored:
    model = LinearModel(WEIGHTS, power=1.0)
    fusion = Fusion([Member("rp3beta", Rp3betaConfig())], [model])
    history = History(np.array([0], np.int32), np.array([1.0], np.float32), 3)
    places = {A1: 0, A2: 1}
    columns = np.array([places.get(one, UNKNOWN) for one in candidates])
    source = Source([A1], columns, fusion.fold(history))
    prior = np.full(len(candidates), 0.25)
    return Scored(
        candidates=pile_of(candidates),
        collaborative=source.totals(),
        link=np.zeros(len(candidates)),
        prior=prior,
        sources=[source],
    )


def test_an_item_that_the_models_do_not_know_has_its_prior_alone() -> None:
    found = scored()
    assert found.collaborative[2] == 0.0
    assert found.contributions(2) == (Contribution("prior", None, 0.25),)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_terms_sum_to_the_total(place: int) -> None:
    found = scored()
    total = math.fsum(one.value for one in found.contributions(place))
    assert total == pytest.approx(found.totals[place], abs=1e-6)


def test_having_read_an_article_is_no_reason_to_read_it_again() -> None:
    before, after = scored(), scored().without_self()
    assert before.collaborative[0] > 1.0
    assert after.collaborative[0] == pytest.approx(0.0, abs=1e-6)
    assert [one.part for one in after.contributions(0)] == ["prior"]
    assert after.collaborative[1] == before.collaborative[1]
    assert after.contributions(1) == before.contributions(1)


def test_terms_do_not_depend_on_who_else_is_asked_for() -> None:
    together, alone = scored(), scored()
    together.explain([0, 1, 2])
    assert [together.contributions(one) for one in (0, 1)] == [
        alone.contributions(one) for one in (0, 1)
    ]


def test_what_is_not_told_is_summed_up_exactly() -> None:
    done = [ItemKey("product", f"p{number}") for number in range(7)]
    weights = np.array([[0.5], [-4.0], [1.25], [2.0], [-0.75], [3.0], [1.0]])
    scores = weights.sum(axis=0).astype(np.float32)
    folded = Folded(scores, lambda asked: Parts(np.zeros(1), weights[:, asked]))
    found = Scored(
        candidates=pile_of([A1]),
        collaborative=np.array([2.0]),
        link=np.zeros(1),
        prior=np.array([0.25]),
        sources=[Source(done, np.array([0]), folded)],
    )
    *told, rest = found.contributions(0)
    assert [one.value for one in told] == [-4.0, 3.0, 2.0, 1.25, 0.25]
    assert (rest.is_rest, rest.value) == (True, 0.75)
    assert not any(one.is_rest for one in told)
