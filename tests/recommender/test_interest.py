from datetime import UTC, datetime

import pytest

from recommender.interest import Interaction, ItemKey, is_read, is_reading, is_target, weigh

AT = datetime(2026, 1, 1, tzinfo=UTC)
PRODUCT, CONTENT = ItemKey("product", "p"), ItemKey("content", "a")


def did(action: str, item: ItemKey = PRODUCT, **more: float) -> Interaction:
    return Interaction("u", item, action, AT, **more)


def test_buying_shows_more_interest_than_a_view() -> None:
    assert weigh(did("buy")) > weigh(did("click")) > weigh(did("view")) > 0


@pytest.mark.parametrize("action", ["impression", "dismiss", "redeem", "unheard-of"])
def test_action_without_interest_weighs_nothing(action: str) -> None:
    assert weigh(did(action)) == 0


def test_own_weight_overrides_the_action_but_is_never_negative() -> None:
    assert weigh(did("view", weight=7.0)) == 7.0
    assert weigh(did("buy", weight=-1.0)) == 0


@pytest.mark.parametrize(("dwell_ms", "read"), [(4_999, False), (5_000, True), (None, False)])
def test_five_seconds_make_a_view_a_reading(dwell_ms: int | None, read: bool) -> None:
    assert is_read(did("view", CONTENT, dwell_ms=dwell_ms)) is read


def test_a_product_is_reached_by_owning_it_only() -> None:
    assert is_target(did("buy"))
    assert is_target(did("hold"))
    assert not is_target(did("click"))


def test_a_content_is_reached_by_engaging_with_it() -> None:
    assert is_target(did("like", CONTENT))
    assert is_target(did("view", CONTENT, dwell_ms=6_000))
    assert not is_target(did("view", CONTENT, dwell_ms=100))


def test_only_a_content_taken_in_speaks_for_its_links() -> None:
    assert is_reading(did("view", CONTENT, dwell_ms=6_000))
    assert is_reading(did("share", CONTENT))
    assert not is_reading(did("click", CONTENT))
    assert not is_reading(did("like", PRODUCT))
