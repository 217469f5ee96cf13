"""Reasons are the true contributions: they sum up, each part is there, each deed is named."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.answer import Ranked
from recommender.dataset import ItemKey
from recommender.explanation import Circumstances, deeds_of, explain
from recommender.ranking import Pick
from recommender.scoring import Contribution
from tests.support.engine import a_deed, a_read

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
P1, P2, A1 = ItemKey("product", "p1"), ItemKey("product", "p2"), ItemKey("content", "a1")


def explained(*contributions: Contribution, **fields: object) -> Ranked:
    events = [a_read("a1", NOW), a_read("a1", NOW - timedelta(days=1)), a_deed("p2", "hold")]
    circumstances = Circumstances(deeds_of(events), NOW, segment="mass", **fields)
    score = math.fsum(one.value for one in contributions)
    return explain(Pick(P1, score, contributions), circumstances)


READ = Contribution("link", A1, 0.62)
HOLD = Contribution("collaborative", P2, 0.38)
PRIOR = Contribution("prior", None, -0.2)

numbers = st.floats(-9, 9).filter(lambda one: abs(one) > 1e-3)
terms = st.builds(
    Contribution,
    st.sampled_from(["collaborative", "link"]),
    st.builds(ItemKey, st.just("product"), st.integers(0, 20).map(str)),
    numbers,
)


@given(st.lists(terms, min_size=1, max_size=15))
def test_shares_sum_to_one_and_values_to_the_score(contributions: list[Contribution]) -> None:
    ranked = explained(*contributions)
    assert math.isclose(math.fsum(one.share for one in ranked.reasons), 1, abs_tol=1e-9)
    if ranked.reasons[0].code != "unknown":
        values = math.fsum(one.value for one in ranked.reasons)
        assert math.isclose(values, ranked.score, abs_tol=1e-5)
        true = math.fsum(one.value for one in contributions)
        assert math.isclose(ranked.score, true, abs_tol=1e-4)


@given(st.lists(terms, min_size=1, max_size=15))
def test_every_part_of_the_score_is_among_the_reasons(contributions: list[Contribution]) -> None:
    ranked = explained(*contributions)
    for part in ("collaborative", "link"):
        told = math.fsum(one.value for one in ranked.reasons if one.part == part)
        true = math.fsum(one.value for one in contributions if one.part == part)
        assert math.isclose(told, true, abs_tol=1e-4)
        assert math.isclose(ranked.parts[part], true, abs_tol=1e-4)


@pytest.mark.parametrize(
    ("ages", "times", "period"),
    [([0, 6], 2, "week"), ([8, 20, 40], 2, "month"), ([40, 50, 60], 3, "earlier")],
)
def test_how_often_is_counted_in_the_latest_period(
    ages: list[int], times: int, period: str
) -> None:
    events = [a_read("a1", NOW - timedelta(days=age)) for age in ages]
    found = explain(Pick(P1, 0.62, (READ,)), Circumstances(deeds_of(events), NOW))
    assert found.reasons[0].params == {"times": times, "period": period}


def test_everybodys_popularity_is_not_called_the_segments() -> None:
    prior = Contribution("prior", None, 12.0)
    assert explained(prior).reasons[0].code == "popular_segment"
    popular = explained(prior, popularity_days=90).reasons[0]
    assert (popular.code, popular.params) == ("popular", {"days": 90, "count": 12})


def test_an_item_without_contributions_says_that_little_is_known() -> None:
    ranked = explained()
    assert [(one.code, one.share) for one in ranked.reasons] == [("unknown", 1.0)]


def test_the_rest_of_each_part_is_summed_up() -> None:
    many = [Contribution("collaborative", ItemKey("product", str(n)), 1.0) for n in range(9)]
    ranked = explained(*many, READ)
    assert [one.code for one in ranked.reasons].count("other") == 1
    assert ranked.reasons[-1].value == 5.0


def test_looking_at_a_product_is_not_called_reading() -> None:
    looked = a_read("x")._replace(item=P2)
    found = explain(Pick(P1, 0.38, (HOLD,)), Circumstances(deeds_of([looked]), NOW))
    assert found.reasons[0].code == "viewed"
