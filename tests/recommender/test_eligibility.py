"""Masks: nothing that may not be offered passes, and nothing is lost or named twice."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.eligibility import NotDismissed, Unread, standing_masks
from recommender.ports import MARKETING, PERSONALISATION, Scope
from recommender.sieve import Split, split
from tests.support.arrange import a_content, a_product
from tests.support.engine import facts, today

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
TODAY = date(2026, 6, 15)
MASKS = standing_masks(today)


def parted(*items: CatalogueItem, customer: Facts | None = None, **fields: object) -> Split:
    return split(items, customer or facts(**fields), MASKS, now=NOW)


def withheld(item: CatalogueItem, **fields: object) -> str | None:
    return parted(item, **fields).withheld.get(ItemKey(item.kind, item.id))


def chance_item(chance: np.random.Generator, number: int) -> CatalogueItem:
    return a_product(
        f"p{number}",
        grade=int(chance.integers(0, 6)) or None,
        state=str(chance.choice(["open", "open", "closed", "unreviewed"])),
        single_hold=bool(chance.integers(2)),
        private=bool(chance.integers(2)),
        min_age=[None, 18, 65][chance.integers(3)],
        product_type=str(chance.choice(["deposit", "fund"])),
        attributes=[{}, {"purpose": MARKETING}][chance.integers(2)],
    )


def chance_customer(chance: np.random.Generator, number: int) -> Facts:
    return facts(
        f"c{number}",
        capacity=int(chance.integers(0, 6)) or None,
        assessed_until=TODAY + timedelta(days=int(chance.integers(-3, 4))),
        qualified_until=[None, TODAY][chance.integers(2)],
        birth_date=[None, date(1990, 1, 1), date(1950, 1, 1)][chance.integers(3)],
        held=frozenset(f"p{one}" for one in chance.integers(0, 40, 3)),
        senior=bool(chance.integers(2)),
    )


def test_nothing_above_capacity_is_allowed_to_any_of_1000_customers() -> None:
    chance = np.random.default_rng(7)
    catalogue = [chance_item(chance, number) for number in range(40)]
    seen = 0
    for number in range(1_000):
        customer = chance_customer(chance, number)
        allowed = split(catalogue, customer, MASKS, now=NOW).allowed
        seen += len(allowed)
        assert all((one.grade or 0) <= (customer.capacity_on(TODAY) or 0) for one in allowed)
        assert all(one.state == "open" for one in allowed)
        assert not any(one.single_hold and one.id in customer.held for one in allowed)
    assert seen > 1_000


def test_allowed_and_withheld_are_the_catalogue_exactly() -> None:
    chance = np.random.default_rng(8)
    catalogue = [chance_item(chance, number) for number in range(40)]
    for number in range(200):
        found = split(catalogue, chance_customer(chance, number), MASKS, now=NOW)
        keys = [ItemKey(one.kind, one.id) for one in found.allowed] + list(found.withheld)
        assert sorted(keys) == sorted(ItemKey(one.kind, one.id) for one in catalogue)
        assert sum(found.counts().values()) == len(found.withheld)


@pytest.mark.parametrize(("grade", "capacity"), [(1, 1), (3, 3), (2, 5)])
def test_a_grade_up_to_the_capacity_is_allowed(grade: int, capacity: int) -> None:
    assert withheld(a_product(grade=grade), capacity=capacity) is None


def test_a_grade_above_the_capacity_is_withheld_as_unsuitable() -> None:
    assert withheld(a_product(grade=4), capacity=3) == "suitability"


def test_an_expired_assessment_withholds_every_graded_item_to_reassess() -> None:
    yesterday = TODAY - timedelta(days=1)
    expired = {"capacity": 5, "assessed_until": yesterday}
    assert withheld(a_product(grade=1), **expired) == "reassess"
    assert withheld(a_content(), **expired) is None
    assert withheld(a_product(grade=1), capacity=5, assessed_until=TODAY) is None


def test_a_missing_assessment_withholds_to_reassess() -> None:
    assert withheld(a_product(grade=1), capacity=None) == "reassess"


def test_a_closed_or_unreviewed_item_is_unavailable() -> None:
    assert withheld(a_product(state="closed")) == "unavailable"
    assert withheld(a_product(state="unreviewed")) == "unavailable"


def test_the_window_is_half_open() -> None:
    hour = timedelta(hours=1)
    assert withheld(a_product(available_from=NOW, available_until=NOW + hour)) is None
    assert withheld(a_product(available_from=NOW + hour)) == "unavailable"
    assert withheld(a_product(available_until=NOW)) == "unavailable"


def test_only_a_single_hold_item_that_is_held_is_withheld() -> None:
    held = frozenset({"p1"})
    assert withheld(a_product("p1", single_hold=True), held=held) == "held"
    assert withheld(a_product("p1", single_hold=False), held=held) is None
    assert withheld(a_product("p2", single_hold=True), held=held) is None


def test_age_bounds_include_their_ends_and_need_a_known_age() -> None:
    bounded = a_product(min_age=18, max_age=65)
    assert withheld(bounded, birth_date=date(2008, 6, 15)) is None
    assert withheld(bounded, birth_date=date(2008, 6, 16)) == "age"
    assert withheld(bounded, birth_date=date(1960, 1, 1)) == "age"
    assert withheld(bounded, birth_date=None) == "age"
    assert withheld(a_product(), birth_date=None) is None


def test_a_private_product_needs_a_proof_that_has_not_expired() -> None:
    private = a_product(private=True)
    assert withheld(private, qualified_until=TODAY) is None
    assert withheld(private, qualified_until=TODAY - timedelta(days=1)) == "private"
    assert withheld(private, qualified_until=None) == "private"


def test_the_senior_edition_is_offered_r1_deposits_and_no_marketing() -> None:
    deposit = a_product(grade=1, product_type="deposit")
    card = a_content(attributes={"purpose": MARKETING})
    consenting = Scope(frozenset({MARKETING}), 1)
    assert withheld(deposit, senior=True) is None
    assert withheld(a_product(grade=1, product_type="fund"), senior=True) == "senior"
    assert withheld(a_product(grade=2, product_type="deposit"), senior=True) == "senior"
    assert withheld(card, senior=True, scope=consenting) == "senior"
    assert withheld(a_content(), senior=True) is None
    assert withheld(a_product(grade=1, product_type="fund"), senior=False) is None


def test_a_purpose_needs_consent() -> None:
    card = a_content(attributes={"purpose": MARKETING})
    assert withheld(card, scope=Scope(frozenset({PERSONALISATION}), 1)) == "consent"
    assert withheld(card, scope=Scope(frozenset({MARKETING}), 1)) is None


def test_the_first_mask_that_blocks_names_the_item() -> None:
    blocked = a_product(grade=5, state="closed", single_hold=True)
    assert withheld(blocked, capacity=1, held=frozenset({"p1"})) == "unavailable"


def test_what_was_dismissed_stays_away_unless_only_the_law_binds() -> None:
    masks = (*MASKS, NotDismissed([ItemKey("product", "p1")]))
    catalogue = [a_product("p1"), a_product("p2")]
    found = split(catalogue, facts(), masks, now=NOW)
    assert found.withheld == {ItemKey("product", "p1"): "dismissed"}
    assert len(split(catalogue, facts(), masks, now=NOW, legal_only=True).allowed) == 2


def test_what_is_made_for_a_segment_is_for_nobody_else() -> None:
    business = a_product(attributes={"segments": "sme,private"})
    assert withheld(business, segment="sme") is None
    assert withheld(business, segment="mass") == "segment"
    assert withheld(a_product(attributes={"segments": ""}), segment="mass") is None
    assert split([business], facts(), MASKS, now=NOW, legal_only=True).allowed == [business]


def test_what_was_read_lately_does_not_come_back() -> None:
    catalogue = [a_content("a1"), a_content("a2"), a_content("a3"), a_content("a4")]
    ago = {"a1": timedelta(days=2), "a2": timedelta(minutes=5), "a3": timedelta(days=31)}
    mask = Unread({ItemKey("content", one): NOW - age for one, age in ago.items()})
    found = split(catalogue, facts(), [mask], now=NOW)
    assert found.withheld == {ItemKey("content", "a1"): "read"}
    assert len(split(catalogue, facts(), [mask], now=NOW, legal_only=True).allowed) == 4


def test_an_unknown_customer_passes_only_what_is_open_to_everybody() -> None:
    catalogue = [
        a_product("p1", grade=1),
        a_product("p2", grade=None),
        a_content("a1"),
        a_content("a2", attributes={"purpose": MARKETING}),
        a_product("p3", grade=None, private=True),
    ]
    found = split(catalogue, None, MASKS, now=NOW)
    assert [one.id for one in found.allowed] == ["p2", "a1"]


def test_masks_that_answer_with_plain_lists_count_as_well() -> None:
    class Odd:
        reason, legal = "odd", True

        def allowed(self, customer: object, items: object, now: datetime) -> list[bool]:
            return [False, True]

    found = split([a_product("p1"), a_product("p2")], facts(), [Odd()], now=NOW)
    assert found.withheld == {ItemKey("product", "p1"): "odd"}
