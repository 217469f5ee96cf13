"""Where models are fitted: the same search, only what the engine can fit."""

import pytest

from recommender.algorithms import named
from recommender.algorithms.als import Als, AlsConfig
from recommender.algorithms.ease import EaseConfig
from recommender.engines import ALS, LOCAL, SPARK, can_fit, engine_named, maker_of
from recommender.errors import Invalid
from recommender.search import Budget, plan
from tests.support.banks import Bank

PLAIN = AlsConfig(alpha=20.0)


def test_engine_of_another_name_is_refused() -> None:
    assert (engine_named("local"), engine_named("spark")) == (LOCAL, SPARK)
    with pytest.raises(Invalid, match="local or spark"):
        engine_named("ray")


def test_spark_fits_plain_als_alone() -> None:
    assert can_fit(SPARK, ALS, PLAIN)
    assert not can_fit(SPARK, ALS, PLAIN.model_copy(update={"item_exponent": 0.5}))
    assert not can_fit(SPARK, ALS, PLAIN.model_copy(update={"alpha": 1.0}))
    assert not can_fit(SPARK, "ease", EaseConfig())
    assert can_fit(LOCAL, "ease", EaseConfig())


def test_search_for_spark_tries_only_what_spark_fits() -> None:
    dataset = Bank(customers=200).dataset()
    spaces = plan(dataset, Budget(60.0, 400.0, SPARK))
    assert set(spaces) <= {ALS, "popularity"}
    first = spaces[ALS].members
    assert first
    near = spaces[ALS].next_round(dataset, first, Budget(60.0, 400.0, SPARK))
    assert all(can_fit(SPARK, ALS, one.config) for one in (*first, *near))


def test_local_engine_makes_the_algorithms_themselves() -> None:
    assert maker_of(LOCAL)(ALS) is named(ALS)


def test_spark_makes_an_als_and_leaves_the_others() -> None:
    make = maker_of(SPARK)
    assert issubclass(make(ALS), Als)
    assert make(ALS) is not Als
    assert make("popularity") is named("popularity")
