"""One decision: readings move exactly the linked product, the law binds, equal gives equal."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from recommender.answer import Ranked
from recommender.dataset import ItemKey
from recommender.decide import Decided, decide
from recommender.eligibility import NotDismissed, standing_masks
from tests.support.banks import NOW
from tests.support.engine import a_deed, a_read, bank, decided, facts, inputs, today

EVERYTHING = 100
LINKED = "p07"
ABOUT_IT = "a07"
HISTORY = (a_deed("p03", at=NOW - timedelta(days=30)),)


def score(found: Decided, item: str) -> float:
    return next(one.score for one in found.items if one.id == item)


def scores(found: Decided) -> list[tuple[str, float]]:
    return [(one.id, one.score) for one in found.items]


def place(found: Decided, item: str) -> int:
    return [one.id for one in found.items].index(item)


def listed(*reads: str, **fields: object) -> Decided:
    events = (*HISTORY, *(a_read(one) for one in reads))
    return decided(events=events, limit=EVERYTHING, **fields)


def test_two_readings_rank_the_linked_product_above_one_and_one_above_none() -> None:
    none, one, two = listed(), listed(ABOUT_IT), listed(ABOUT_IT, ABOUT_IT)
    assert score(none, LINKED) < score(one, LINKED) < score(two, LINKED)
    assert place(two, LINKED) <= place(one, LINKED) < place(none, LINKED)


def test_the_reading_is_a_reason_beside_the_collaborative_part() -> None:
    found = next(one for one in listed(ABOUT_IT, ABOUT_IT).items if one.id == LINKED)
    reading = next(one for one in found.reasons if one.part == "link")
    assert reading.code == "read"
    assert reading.params == {"times": 2, "period": "week"}
    assert (reading.evidence[0].kind, reading.evidence[0].id) == ("content", ABOUT_IT)
    assert found.parts["link"] > 0
    assert found.parts["collaborative"] != 0
    assert sum(found.parts.values()) == pytest.approx(found.score, abs=1e-5)


def test_a_reading_moves_no_other_product() -> None:
    before, after = listed(), listed(ABOUT_IT, ABOUT_IT)
    others = [one.id for one in before.items if one.id != LINKED]
    assert [score(before, one) for one in others] == [score(after, one) for one in others]


def test_reading_an_unlinked_content_changes_nothing() -> None:
    assert listed("unlinked", "unlinked").items == listed().items


def test_a_product_above_capacity_never_appears_however_often_it_is_read_about() -> None:
    risky = next(one for one in inputs().shelf if (one.grade or 0) == 5)
    about = next(iter(bank().links.contents_of(risky.id)))
    found = listed(*[about] * 20, customer=facts(capacity=4))
    assert risky.id not in {one.id for one in found.items}
    assert found.split.withheld[ItemKey("product", risky.id)] == "suitability"


def test_personalisation_off_gives_equal_lists_for_equal_masks() -> None:
    counts = {key: at % 7 for at, key in enumerate(bank().products)}
    off = {"personalised": False, "popularity": counts, "limit": 10}
    reader = decided(
        customer=facts("c1", segment="private"), events=(a_read(ABOUT_IT), *HISTORY), **off
    )
    other = decided(customer=facts("c2", segment="young"), events=(), **off)
    assert reader.items == other.items
    assert {one.reasons[0].code for one in reader.items} == {"popular"}
    assert [one.score for one in reader.items] == sorted(counts.values(), reverse=True)[:10]


def test_personalisation_off_still_binds_the_law() -> None:
    found = decided(personalised=False, customer=facts(capacity=1), limit=EVERYTHING)
    assert {inputs().shelf.titled[ItemKey("product", one.id)].grade for one in found.items} == {1}


def test_personalisation_off_forgets_what_was_dismissed() -> None:
    masks = (*standing_masks(today), NotDismissed([ItemKey("product", LINKED)]))
    assert LINKED not in {one.id for one in listed(masks=masks).items}
    off = decided(personalised=False, masks=masks, limit=EVERYTHING)
    assert LINKED in {one.id for one in off.items}


def test_without_a_model_popularity_answers() -> None:
    counts = {ItemKey("product", "p03"): 5}
    found = decided(scorer=None, popularity=counts)
    assert found.model == "popularity"
    assert found.items[0].id == "p03"
    assert found.items[0].reasons[0].code == "popular"


def test_a_cold_customer_gets_what_the_segment_likes() -> None:
    found = decided(events=(), customer=facts("new", segment="mass"))
    assert len(found.items) == 10
    assert all(one.parts["collaborative"] == 0 for one in found.items)
    assert found.items[0].reasons[0].code == "popular_segment"


def test_equal_inputs_give_an_equal_answer() -> None:
    assert listed(ABOUT_IT).items == listed(ABOUT_IT).items


def test_scores_do_not_fade_within_a_day() -> None:
    evening = listed(ABOUT_IT, now=NOW + timedelta(hours=5))
    assert scores(evening) == scores(listed(ABOUT_IT))
    later = listed(ABOUT_IT, now=NOW + timedelta(days=9))
    assert score(later, LINKED) < score(listed(ABOUT_IT), LINKED)


def test_shares_sum_to_one_for_every_item() -> None:
    for item in listed(ABOUT_IT).items:
        assert sum(one.share for one in item.reasons) == pytest.approx(1)


def test_holdings_count_as_deeds() -> None:
    holder = decided(customer=facts(held=frozenset({"p01"})), events=())
    assert any(one.code == "hold" for item in holder.items for one in item.reasons)


def test_both_kinds_share_the_list() -> None:
    found = decided(events=HISTORY, kinds=("product", "content"), limit=10)
    kinds = [one.kind for one in found.items]
    assert (kinds.count("product"), kinds.count("content")) == (5, 5)
    assert [one.score for one in found.items] == sorted(
        (one.score for one in found.items), reverse=True
    )


def test_related_names_the_linked_product_first_and_never_the_subject() -> None:
    subject = ItemKey("content", ABOUT_IT)
    found = decided(subject=subject, kinds=("product", "content"), limit=EVERYTHING)
    products = [one for one in found.items if one.kind == "product"]
    assert products[0].id == LINKED
    assert products[0].reasons[0].code == "related"
    assert ABOUT_IT not in {one.id for one in found.items}
    assert LINKED in {one.id for one in decided(subject=subject, scorer=None).items}


def coverage(limit: int) -> tuple[int, int, int]:
    """Return products that appear, that are allowed to anybody, and least length of a list."""
    shown, allowed, shortest = set(), set(), limit
    chance = np.random.default_rng(3)
    by_user = {user: [] for user in bank().customers}
    for one in bank().interactions:
        by_user[one.user].append(one)
    base = inputs(limit=limit)
    for user, events in by_user.items():
        customer = facts(user, segment=bank().segments[user], capacity=int(chance.integers(3, 6)))
        found = decide(replace(base, customer=customer, events=events))
        shown |= {one.id for one in found.items}
        allowed |= {one.id for one in found.split.allowed}
        shortest = min(shortest, len(found.items), len(found.split.allowed))
    return len(shown), len(allowed), shortest


def test_over_all_customers_most_of_the_allowed_products_appear() -> None:
    shown, allowed, shortest = coverage(limit=5)
    assert shown >= 0.6 * allowed
    assert shortest == 5


def test_variety_hardly_changes_the_list() -> None:
    found = decided(events=HISTORY)
    merit = sorted(listed().items, key=_by_score)[:10]
    assert len({one.id for one in found.items} & {one.id for one in merit}) >= 9


def _by_score(one: Ranked) -> tuple[float, str]:
    return -one.score, one.id
