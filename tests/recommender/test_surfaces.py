from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from recommender.dataset import Interaction, ItemKey, build_dataset
from recommender.linking import Links
from recommender.surfaces import (
    CONTENTS,
    PRODUCTS,
    Blend,
    link_scores,
    link_strength,
    make_priors,
    reading_weight,
)
from tests.support.banks import NOW, content, product

BLEND = Blend(0.2, 1.0, link_weight=1.0, now_weight=0.0, by_segment=True)
P0, P1, A0 = product(0), product(1), content(0)


def did(user: str, action: str, item: ItemKey, days: float = 0.0) -> Interaction:
    return Interaction(user, item, action, NOW - timedelta(days=days), dwell_ms=6_000)


def bank(*interactions: Interaction, segments: dict[str, str] | None = None):
    return build_dataset(
        interactions,
        as_of=NOW,
        catalogue=[P0, P1, A0, content(1)],
        segments=segments,
        links=Links([("a00", "p00", 1.0), ("a00", "p01", 0.5)]),
    )


def test_prior_is_everything_for_nobody_and_fades_with_the_history() -> None:
    factors = BLEND.prior_factor(np.array([0, 1, 9])).tolist()
    assert factors == pytest.approx([1.0, 0.6, 0.28])


@pytest.mark.parametrize("prior_items", [0.0, 2.0])
def test_prior_of_one_customer_is_that_of_many(prior_items: float) -> None:
    blend = replace(BLEND, prior_items=prior_items)
    lengths = [0, 1, 9, 200]
    alone = [blend.prior_factor_of(length) for length in lengths]
    assert alone == blend.prior_factor(np.array(lengths)).tolist()


def test_prior_can_go_with_the_first_item() -> None:
    sudden = replace(BLEND, prior_items=0.0)
    assert sudden.prior_factor(np.array([0, 1])).tolist() == pytest.approx([1.0, 0.2])


def test_two_readings_say_twice_as_much_and_many_not_much_more() -> None:
    strengths = link_strength(np.array([0.0, 1.0, 2.0, 3.0, 99.0]))
    assert strengths[:3].tolist() == [0.0, 1.0, 2.0]
    assert (np.diff(strengths) > 0).all()
    assert strengths[-1] < 3.0


def test_reading_counts_half_after_a_half_life() -> None:
    weights = reading_weight(np.array([0.0, 30.0, -1.0, np.nan]), 30.0)
    assert weights.tolist() == [1.0, 0.5, 1.0, 1.0]


def test_readings_speak_for_the_products_that_they_link_to() -> None:
    dataset = bank(did("u", "view", A0), did("u", "view", A0), did("w", "view", content(1)))
    scores = link_scores(dataset, PRODUCTS, 30.0).toarray()
    index = dataset.index
    assert scores[0, index[P0]] == pytest.approx(2.0)
    assert scores[0, index[P1]] == pytest.approx(1.0)
    assert scores[1].tolist() == [0.0] * 4


def test_click_alone_is_no_reading() -> None:
    dataset = bank(Interaction("u", A0, "click", NOW))
    assert link_scores(dataset, PRODUCTS, 30.0).nnz == 0


def test_products_speak_for_the_contents_that_link_to_them() -> None:
    dataset = bank(did("u", "buy", P1))
    scores = link_scores(dataset, CONTENTS, 30.0).toarray()[0]
    assert scores[dataset.index[A0]] == 0.5
    assert np.count_nonzero(scores) == 1


def test_prior_of_a_segment_is_its_own_popularity() -> None:
    people = {f"m{n}": "mass" for n in range(200)} | {f"v{n}": "private" for n in range(200)}
    buys = [did(who, "buy", P0 if segment == "mass" else P1) for who, segment in people.items()]
    dataset = bank(*buys, segments=people)
    priors = make_priors(dataset, np.ones(dataset.shape.pairs))
    first, second = dataset.index[P0], dataset.index[P1]
    mass, private, everybody = priors
    assert mass[first] > mass[second]
    assert private[first] < private[second]
    assert everybody[first] == pytest.approx(everybody[second])


def test_small_segment_leans_on_everybody() -> None:
    people = {f"m{n}": "mass" for n in range(300)} | {"v": "private"}
    buys = [did(who, "buy", P0 if segment == "mass" else P1) for who, segment in people.items()]
    dataset = bank(*buys, segments=people)
    private = make_priors(dataset, np.ones(dataset.shape.pairs))[1]
    assert private[dataset.index[P0]] > private[dataset.index[P1]]


def test_priors_have_one_spread_for_each_kind() -> None:
    dataset = bank(did("u", "buy", P0), did("w", "buy", P0), did("u", "view", A0))
    everybody = make_priors(dataset, np.ones(dataset.shape.pairs))[-1]
    for kind in ("product", "content"):
        own = everybody[dataset.columns_of([kind])]
        assert own.mean() == pytest.approx(0, abs=1e-6)
        assert own.std() == pytest.approx(1, rel=1e-5)
