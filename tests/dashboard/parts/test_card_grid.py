"""The grid as Python makes it: what it is told of the kinds."""

from dashboard.home.memory import RANKED
from dashboard.parts.card_grid import LABELS, card_grid
from widgets.registry import catalogue


def test_the_device_keeps_no_ranked_card():
    kept = set(card_grid().kept._var_value)
    ranked = {kind for kind, widget in catalogue().items() if not RANKED.isdisjoint(widget.needs)}
    assert kept
    assert ranked
    assert kept.isdisjoint(ranked)


def test_every_kind_has_a_title_and_sizes():
    grid = card_grid()
    assert set(grid.sizes._var_value) == set(catalogue())


def test_labels_say_something():
    assert all(LABELS.values())
