from datetime import UTC, datetime, timedelta

import pytest

from recommender.interest import Interaction, ItemKey
from recommender.past import Past

NOW = datetime(2026, 5, 1, tzinfo=UTC)
FUND, BOND = ItemKey("product", "fund"), ItemKey("product", "bond")


def bought(item: ItemKey, days: float) -> Interaction:
    return Interaction("al", item, "buy", NOW - timedelta(days=days))


def test_event_a_half_life_ago_counts_half() -> None:
    past = Past([bought(FUND, 0), bought(BOND, 30), bought(BOND, 60)])
    full = past.weights[FUND]
    weights = past.weights_at(NOW, 30.0)
    assert weights[FUND] == pytest.approx(full)
    assert weights[BOND] == pytest.approx(full * (0.5 + 0.25))


def test_without_a_half_life_nothing_fades() -> None:
    past = Past([bought(FUND, 900)])
    assert past.weights_at(NOW, 0.0) == past.weights


def test_old_event_still_counts_a_little_and_a_later_one_no_more_than_fully() -> None:
    weights = Past([bought(FUND, 90_000), bought(BOND, -5)]).weights_at(NOW, 1.0)
    assert 0 < weights[FUND] < 1e-9
    assert weights[BOND] == Past([bought(BOND, 0)]).weights[BOND]
