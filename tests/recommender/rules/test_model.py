"""Rules by hand-sized catalogues with known answers."""

from datetime import timedelta
from typing import Any

import pytest

from recommender.catalogue.model import CatalogueItem
from recommender.dataset import ItemKey
from recommender.ports import Scope
from recommender.rules.model import NO_RULES, Rule, Ruling, Share, Target, place
from recommender.shelf import Shelf
from tests.support.banks import NOW
from tests.support.engine import facts, today

TODAY = today(NOW)
SHELF = Shelf(
    [
        CatalogueItem("content", "a", {"en": "A"}, topics=("gold", "bonds")),
        CatalogueItem("product", "b", {"en": "B"}, product_type="bond", topics=("bonds",)),
        CatalogueItem("product", "d", {"en": "D"}, product_type="deposit"),
        CatalogueItem("product", "f", {"en": "F"}, product_type="fund"),
    ]
)


def rule(effect: Any, target: Target, rule_id: str = "r1", **fields: Any) -> Rule:
    return Rule(rule_id, 1, effect, target, **fields)


def acting(*rules: Rule, scenario: str = "home", **fields: Any) -> Ruling:
    return Ruling.made_of(rules).acting(scenario, facts(**fields), NOW, TODAY)


DEPOSITS = Target(types=("deposit",))


def test_target_means_what_every_given_list_holds() -> None:
    assert Target(topics=("bonds",)).flags(SHELF).tolist() == [True, True, False, False]
    both = Target(topics=("bonds",), kinds=("product",))
    assert both.flags(SHELF).tolist() == [False, True, False, False]


def test_target_means_any_of_the_named_items() -> None:
    named = Target(items=(ItemKey("product", "f"), ItemKey("content", "a")))
    assert named.flags(SHELF).tolist() == [True, False, False, True]


def test_excluded_item_is_masked() -> None:
    mask = acting(rule("exclude", DEPOSITS)).mask()
    assert mask is not None
    assert list(mask.allowed(facts(), SHELF, NOW)) == [True, True, False, True]
    assert (mask.reason, mask.legal) == ("rule", False)


def test_boost_adds_and_bury_takes_away() -> None:
    ruling = acting(
        rule("boost", DEPOSITS, "up", strength=0.5),
        rule("bury", Target(types=("fund",)), "down", strength=2.0),
    )
    shifts = ruling.shifts(SHELF)
    assert shifts is not None
    assert shifts.tolist() == [0.0, 0.0, 0.5, -2.0]


def test_more_important_rule_decides_alone() -> None:
    ruling = acting(
        rule("boost", DEPOSITS, "a", strength=0.5),
        rule("bury", Target(kinds=("product",)), "b", strength=1.0, priority=5),
    )
    shifts = ruling.shifts(SHELF)
    assert shifts is not None
    assert shifts.tolist() == [0.0, -1.0, -1.0, -1.0]


def test_pins_stand_by_priority_and_each_once() -> None:
    b, d, f = (ItemKey("product", one) for one in "bdf")
    ruling = acting(
        rule("pin", Target(items=(b, d)), "a"), rule("pin", Target(items=(f, b)), "b", priority=1)
    )
    assert ruling.pins() == (f, b, d)


@pytest.mark.parametrize(("limit", "places"), [(10, 2), (5, 1), (2, 0), (3, 1)])
def test_share_is_rounded_to_the_nearest_place(limit: int, places: int) -> None:
    (share,) = acting(rule("share", DEPOSITS, share=0.2)).shares(limit, SHELF)
    assert share.places == places


@pytest.mark.parametrize(
    ("fields", "scenario", "acts"),
    [
        ({"scenarios": ("home",)}, "home", True),
        ({"scenarios": ("home",)}, "discover", False),
        ({"segments": ("mass", "young")}, "home", True),
        ({"segments": ("sme",)}, "home", False),
        ({"minimum_capacity": 5}, "home", True),
        ({"starts": NOW.timestamp()}, "home", True),
        ({"starts": (NOW + timedelta(seconds=1)).timestamp()}, "home", False),
        ({"ends": (NOW + timedelta(seconds=1)).timestamp()}, "home", True),
        ({"ends": NOW.timestamp()}, "home", False),
    ],
)
def test_rule_acts_on_its_surface_audience_and_time(
    fields: dict[str, Any], scenario: str, acts: bool
) -> None:
    assert bool(acting(rule("exclude", DEPOSITS, **fields), scenario=scenario)) is acts


def test_expired_assessment_is_below_every_capacity() -> None:
    needs = rule("exclude", DEPOSITS, minimum_capacity=1)
    assert not acting(needs, assessed_until=TODAY - timedelta(days=1))


def test_rules_do_nothing_with_personalisation_off() -> None:
    assert acting(rule("exclude", DEPOSITS), scope=Scope(frozenset(), 1)) is NO_RULES


def test_rules_do_nothing_for_a_stranger() -> None:
    ruling = Ruling.made_of([rule("exclude", DEPOSITS)])
    assert ruling.acting("home", None, NOW, TODAY) is NO_RULES


def test_packed_rules_come_back_equal_under_their_name() -> None:
    ruling = Ruling.made_of(
        [
            rule("pin", Target(items=(ItemKey("product", "d"),)), segments=("mass",), starts=1.5),
            rule("share", DEPOSITS, "r2", share=0.25, scenarios=("home",), minimum_capacity=3),
        ]
    )
    again = Ruling.unpack(ruling.body)
    assert again.rules == ruling.rules
    assert again.name == ruling.name != ""


def test_no_rules_have_no_body_and_no_name() -> None:
    assert (NO_RULES.name, NO_RULES.body) == ("", b"")
    assert not Ruling.unpack(b"")


def share(*members: int, places: int) -> Share:
    flags = [position in members for position in range(6)]
    return Share("r", flags, places)  # type: ignore[arg-type]  # a list indexes alike


RANKED = dict.fromkeys(range(3), "rank")


def test_pinned_stand_first_and_the_worst_leave() -> None:
    placed = place(range(6), RANKED, pins=(5, 4), shares=())
    assert list(placed.items()) == [(5, "pinned"), (4, "pinned"), (0, "rank")]


def test_pin_that_is_no_candidate_is_left_out() -> None:
    placed = place([0, 1, 2], RANKED, pins=(5,), shares=())
    assert list(placed) == [0, 1, 2]


def test_share_brings_in_its_best_and_the_worst_other_leaves() -> None:
    placed = place(range(6), RANKED, pins=(), shares=[share(2, 4, 5, places=2)])
    assert list(placed.items()) == [(0, "rank"), (2, "rank"), (4, "promoted")]


def test_share_that_is_met_changes_nothing() -> None:
    placed = place(range(6), RANKED, pins=(), shares=[share(1, 4, places=1)])
    assert placed == RANKED


def test_later_share_takes_nothing_that_an_earlier_one_needs() -> None:
    shares = [share(4, places=1), share(5, places=3)]
    placed = place(range(6), RANKED, pins=(), shares=shares)
    assert list(placed) == [0, 4, 5]


def test_share_never_drives_a_pin_out() -> None:
    placed = place(range(6), RANKED, pins=(3,), shares=[share(4, 5, places=3)])
    assert list(placed.items()) == [(3, "pinned"), (4, "promoted"), (5, "promoted")]


def test_more_pins_than_places_fill_the_list_in_their_order() -> None:
    assert list(place(range(6), RANKED, pins=(5, 4, 3, 2), shares=())) == [5, 4, 3]
