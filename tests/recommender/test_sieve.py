"""Masks kept for many customers say the same as masks asked anew."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import SEGMENTS, Facts
from recommender.dataset import ItemKey
from recommender.eligibility import NotDismissed, Unread, standing_masks
from recommender.ports import MARKETING, PERSONALISATION, Scope
from recommender.shelf import Shelf
from recommender.sieve import letters_of, split
from recommender.suitability.first import first
from tests.support.arrange import a_content, a_product
from tests.support.engine import facts, today

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
ITEMS = 60
REGIONS = ("cn", "eu")


def any_item(chance: np.random.Generator, number: int) -> CatalogueItem:
    if number % 3 == 0:
        words = {"purpose": MARKETING} if chance.random() < 0.5 else {}
        words |= {"segments": "sme,young"} if chance.random() < 0.3 else {}
        return a_content(f"a{number}", attributes=words, state="open")
    opens = NOW + timedelta(days=int(chance.integers(-9, 3)))
    return a_product(
        f"p{number}",
        grade=int(chance.integers(1, 6)),
        product_type=str(chance.choice(["deposit", "fund", "insurance", "structured"])),
        private=bool(chance.random() < 0.2),
        min_age=int(chance.integers(10, 70)) if chance.random() < 0.3 else None,
        max_age=int(chance.integers(70, 90)) if chance.random() < 0.3 else None,
        single_hold=bool(chance.random() < 0.5),
        available_from=opens,
        available_until=opens + timedelta(days=int(chance.integers(1, 12))),
        attributes={"complex": True, "not_for": "senior"} if chance.random() < 0.3 else {},
    )


def anybody(chance: np.random.Generator) -> Facts:
    held = {f"p{number}" for number in chance.integers(0, ITEMS, 4)}
    return facts(
        segment=str(chance.choice(SEGMENTS)),
        capacity=int(chance.integers(0, 6)) or None,
        birth_date=date(int(chance.integers(1935, 2012)), 6, int(chance.integers(10, 20))),
        senior=bool(chance.random() < 0.2),
        qualified_until=date(2026, 6, int(chance.integers(10, 20))),
        assessed_until=date(2026, 6, int(chance.integers(10, 20))),
        knowledge=frozenset({"fund"} if chance.random() < 0.5 else ()),
        held=frozenset(held),
        scope=Scope(frozenset({MARKETING, PERSONALISATION} if chance.random() < 0.5 else ()), 1),
    )


@pytest.mark.parametrize("region", REGIONS)
def test_kept_flags_are_those_of_masks_asked_anew(region: str) -> None:
    chance = np.random.default_rng(11)
    items = [any_item(chance, number) for number in range(ITEMS)]
    shelf, standing = Shelf(items), standing_masks(today, first(region))
    for _ in range(150):
        customer, now = anybody(chance), NOW + timedelta(hours=int(chance.integers(0, 90)))
        turned_down = [ItemKey("product", f"p{n}") for n in chance.integers(0, ITEMS, 3)]
        read = {ItemKey("content", f"a{n}"): NOW - timedelta(days=3) for n in range(0, 9, 3)}
        masks = (*standing, NotDismissed(turned_down), Unread(read))
        found = split(shelf, customer, masks, now=now)
        codes = np.zeros(ITEMS, int)
        for code, mask in reversed(list(enumerate(masks, 1))):
            codes[~np.array(mask.allowed(customer, Shelf(items), now))] = code
        assert found.codes.tolist() == codes.tolist()
        assert sum(found.counts().values()) == len(found.withheld)


def test_customers_of_the_same_limits_share_one_array() -> None:
    shelf, masks = Shelf([a_product(), a_product("p2", grade=5)]), standing_masks(today)
    first_one, second = (split(shelf, facts(one), masks, now=NOW) for one in ("c1", "c2"))
    assert first_one.codes is second.codes


def test_what_is_ones_own_leaves_the_shared_array_alone() -> None:
    shelf, masks = Shelf([a_product(single_hold=True)]), standing_masks(today)
    holder = split(shelf, facts(held=frozenset({"p1"})), masks, now=NOW)
    other = split(shelf, facts(), masks, now=NOW)
    assert (holder.counts(), other.counts()) == ({"held": 1}, {})


def test_each_code_has_its_letter() -> None:
    assert letters_of(np.array([0, 1, 2, 0, 27], np.int16)) == ".ab.A"
