"""Records survive packing, and stay small."""

from datetime import UTC, date, datetime, timedelta

from recommender.answer import Ranked
from recommender.dataset import ItemKey
from recommender.decisions.model import Record
from recommender.decisions.pack import (
    completed,
    name_of,
    pack_counts,
    pack_items,
    unpack,
    unpack_counts,
    unpack_items,
    withheld_of,
)
from recommender.decisions.record import Draft, hash_of, record_of, remembered
from recommender.eligibility import NotDismissed, standing_masks
from recommender.explanation import ranked_of
from recommender.interactions.model import History, Interaction
from recommender.ports import MARKETING, Scope
from tests.support.arrange import a_content, a_product
from tests.support.engine import a_read, decided, facts, inputs, today

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
NAMED = {
    "scenario": "home",
    "model_id": "m",
    "rules": "cn-1@0",
    "catalogue": "hash",
    "catalogue_version": 3,
    "popularity": "other",
}


def a_record(**fields: object) -> Record:
    return a_draft(**fields).record


def draft_items(draft: Draft) -> tuple[Ranked, ...]:
    return tuple(ranked_of(one) for one in draft.lines)


def a_draft(n_events: int = 0, **fields: object) -> Draft:
    events = [a_read(f"a{n % 30:02d}", NOW - timedelta(days=n)) for n in range(n_events)]
    given = {"events": events, "kinds": ("product", "content")} | fields
    seen = tuple(
        Interaction("content", "a01", "view", NOW, id=f"{n:032x}") for n in range(n_events)
    )
    return record_of(inputs(**given), decided(**given), NAMED | remembered(History(seen)))


def test_a_record_is_the_same_after_packing() -> None:
    customer = facts(capacity=3, held=frozenset({"p01"}), birth_date=date(1980, 2, 29))
    draft, given = a_draft(n_events=5, customer=customer), inputs(customer=customer)
    record = unpack(draft.body)
    assert record.items == draft_items(draft)
    assert (record.id, record.at, record.limit) == (draft.id, given.now, given.limit)
    assert (record.rules, record.catalogue_version, record.model_id) == ("cn-1@0", 3, "m")
    assert record.events == tuple(f"{n:010x}" for n in range(5))
    assert record.facts is not None
    assert record.facts.as_facts("c1", customer.scope) == customer


def test_a_record_without_a_customer_is_the_same_after_packing() -> None:
    record = unpack(a_draft(customer=None, personalised=False).body)
    assert (record.customer_id, record.facts, record.personalised) == (None, None, False)


def test_other_facts_have_another_hash() -> None:
    assert hash_of(facts()) == hash_of(facts())
    others = [facts(region="x"), facts(held=frozenset({"p1"})), facts(scope=Scope())]
    assert len({hash_of(one) for one in (facts(), *others)}) == 4


def test_a_record_of_a_long_history_takes_about_two_kilobytes() -> None:
    assert len(a_draft(n_events=200).body) < 2_600
    assert len(a_draft(n_events=20).body) < 2_000


def test_what_was_withheld_is_found_again_with_its_reason() -> None:
    given = {"customer": facts(capacity=2)}
    masks = (*standing_masks(today), NotDismissed([ItemKey("product", "p00")]))
    given |= {"masks": masks}
    record, keys = a_record(**given), inputs(kinds=("product", "content")).shelf.keys
    split = decided(kinds=("product", "content"), **given).split
    found = withheld_of(completed(record, split.common.body), keys)
    assert found == split.withheld
    assert set(found.values()) == {"suitability", "dismissed"}


def test_customers_with_equal_limits_share_what_they_may_not_be_offered() -> None:
    first, second = a_record(customer=facts("c1")), a_record(customer=facts("c2"))
    assert first.base == second.base
    assert a_record(customer=facts("c3", capacity=2)).base != first.base


def test_a_catalogue_keeps_what_masks_and_titles_need() -> None:
    items = [
        a_product("p1", private=True, min_age=18, available_until=NOW, single_hold=True),
        a_content(
            "a1",
            "p1",
            attributes={"purpose": MARKETING, "segments": "sme", "art": "x"},
            topics=("t", "u"),
        ),
        a_product("p2", grade=None, state="closed", available_from=NOW),
    ]
    kept = {"purpose": MARKETING, "segments": "sme"}
    first, second, third = unpack_items(pack_items(items))
    assert (first.private, first.min_age, first.available_until) == (True, 18, NOW)
    assert (first.single_hold, first.titles, first.grade) == (True, {"en": "p1"}, 2)
    assert (second.attributes, second.links) == (kept, items[1].links)
    assert (third.grade, third.state, third.available_from) == (None, "closed", NOW)


def test_equal_catalogues_have_equal_names() -> None:
    assert name_of(pack_items([a_product()])) == name_of(pack_items([a_product()]))
    assert name_of(pack_items([a_product()])) != name_of(pack_items([a_product(grade=3)]))


def test_counts_come_back() -> None:
    counts = {ItemKey("product", "p1"): 4, ItemKey("content", "a1"): 2}
    assert unpack_counts(pack_counts(counts)) == counts
