"""Which other cards are loaded again after a deed."""

import doctest

from dashboard.parts import home_needs
from dashboard.parts.home_needs import touched
from widgets.registry import catalogue
from widgets.tile import Tile


def _home(*kinds: str, **own: str) -> list[Tile]:
    return [Tile(id=kind, kind=kind, decision_id=own.get(kind, "")) for kind in kinds]


def test_paying_a_bill_touches_what_shows_money_and_not_the_rest() -> None:
    home = _home("billers", "balances", "spending", "family", "notices")
    assert touched(home, catalogue(), "billers") == ["balances", "spending"]


def test_a_limit_and_a_card_show_the_same() -> None:
    assert touched(_home("cards", "limits"), catalogue(), "cards") == ["limits"]


def test_what_is_ranked_keeps_its_order() -> None:
    home = _home("billers", "products", "watch_list", "balances", balances="d1")
    assert touched(home, catalogue(), "billers") == []


def test_a_card_of_no_known_kind_touches_nothing() -> None:
    assert touched([Tile(id="a", kind="gone")], catalogue(), "a") == []


def test_the_example_holds() -> None:
    assert doctest.testmod(home_needs).failed == 0
