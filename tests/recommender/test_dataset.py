from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from recommender.dataset import Dataset, DatasetSettings, Interaction, ItemKey, build_dataset
from recommender.linking import Links

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FUND, BOND, ARTICLE = (
    ItemKey("product", "fund"),
    ItemKey("product", "bond"),
    ItemKey("content", "a"),
)
CATALOGUE = (FUND, BOND, ARTICLE)


def did(user: str, action: str, item: ItemKey, days: float = 1.0, **more: float) -> Interaction:
    return Interaction(user, item, action, NOW - timedelta(days=days), **more)


SOME = (
    did("bo", "buy", FUND, 10),
    did("bo", "view", FUND, 4),
    did("al", "view", ARTICLE, 2, dwell_ms=9_000),
    did("al", "click", BOND, 1),
)


def build(*interactions: Interaction, settings: DatasetSettings | None = None) -> Dataset:
    return build_dataset(
        interactions, as_of=NOW, catalogue=CATALOGUE, segments={"al": "mass"}, settings=settings
    )


def test_interest_of_a_pair_is_summed() -> None:
    dataset = build(*SOME)
    assert dataset.users == ("al", "bo")
    assert dataset.items == (ARTICLE, BOND, FUND)
    assert dataset.user_items.toarray().tolist() == [[2.0, 2.0, 0.0], [0.0, 0.0, 6.0]]
    assert dataset.user_items.dtype == np.float32


def test_interest_of_a_pair_is_bounded() -> None:
    assert build(*[did("al", "buy", FUND)] * 9).user_items.max() == 20.0


def test_interest_fades_by_half_in_a_half_life_before_the_newest() -> None:
    settings = DatasetSettings(half_life_days=10)
    dataset = build(did("al", "buy", FUND, 10), did("al", "buy", BOND, 20), settings=settings)
    assert dataset.user_items.toarray()[0].tolist() == [0.0, 2.5, 5.0]


def test_only_what_reached_its_target_is_owned() -> None:
    assert build(*SOME).owned.toarray().tolist() == [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]


def test_age_of_a_pair_is_that_of_its_newest_interaction() -> None:
    assert build(*SOME).ages_days.tolist() == [2.0, 1.0, 4.0]


def test_what_cannot_be_learned_from_is_left_out_and_counted() -> None:
    later = did("al", "buy", FUND, -1)
    unknown = did("al", "buy", ItemKey("product", "gone"))
    dataset = build(*SOME, later, unknown, did("al", "dismiss", FUND))
    assert dataset.skipped == {"later": 1, "unknown_item": 1, "no_interest": 1}
    assert len(dataset.events) == len(SOME)


def test_order_of_the_input_changes_nothing() -> None:
    assert build(*SOME).data_hash == build(*reversed(SOME)).data_hash


@pytest.mark.parametrize(
    "other",
    [
        SOME[:-1],
        (*SOME[:-1], did("al", "click", BOND, 2)),
        (*SOME[:-1], did("al", "view", BOND, 1)),
        (*SOME[:-1], did("ah", "click", BOND, 1)),
        (*SOME[:-1], did("al", "click", FUND, 1)),
    ],
    ids=["one less", "other day", "other action", "other user", "other item"],
)
def test_hash_tells_any_other_data_apart(other: tuple[Interaction, ...]) -> None:
    assert build(*other).data_hash != build(*SOME).data_hash


def test_hash_covers_links_segments_and_settings() -> None:
    dataset = build(*SOME)
    others = [
        replace(dataset, links=Links([("a", "fund", 1.0)])),
        replace(dataset, segments=np.array([-1, 0], np.int16)),
        replace(dataset, settings=DatasetSettings(half_life_days=9)),
    ]
    assert len({one.data_hash for one in [dataset, *others]}) == 4


def test_segments_are_coded_and_unknown_ones_marked() -> None:
    dataset = build(*SOME)
    assert dataset.segment_names == ("mass",)
    assert dataset.segments.tolist() == [0, -1]


def test_restriction_to_kinds_keeps_users_and_drops_columns() -> None:
    products = build(*SOME).restricted(["product"])
    assert products.items == (BOND, FUND)
    assert products.user_items.toarray().tolist() == [[2.0, 0.0], [0.0, 6.0]]


def test_shape_counts_walks() -> None:
    assert build(*SOME).shape == (2, 3, 3, 5)
