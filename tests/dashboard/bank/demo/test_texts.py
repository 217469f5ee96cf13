"""The demo's texts: complete in both languages, linked, graded, and fit to be published."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from content.cards.ports import ProductFact
from content.checks import check, severe
from dashboard.bank.demo import catalogue, sheets
from dashboard.bank.demo.people import SITUATIONS, TOPICS
from dashboard.bank.demo.plan import Plan

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
PLAN = Plan(1, date(2026, 6, 15), ZoneInfo("Asia/Shanghai"))
CONTENTS = sheets.contents()


def texts(thing: Any, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Walk through models, lists and dicts and yield every `{language: text}`."""
    if isinstance(thing, BaseModel):
        thing = {name: getattr(thing, name) for name in type(thing).model_fields}
    if isinstance(thing, dict):
        if "en" in thing or "zh-Hans" in thing:
            yield path, thing
            return
        for name, inner in thing.items():
            yield from texts(inner, f"{path}.{name}")
    elif isinstance(thing, list | tuple):
        for number, inner in enumerate(thing):
            yield from texts(inner, f"{path}[{number}]")


EVERYTHING = {
    "products": sheets.products,
    "contents": sheets.contents,
    "parties": sheets.parties,
    "personas": sheets.personas,
    "staff": sheets.staff,
    "notices": sheets.notices,
    "terms": lambda: sheets.read("terms"),
}


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_text_is_there_in_both_languages(name: str):
    found = list(texts(EVERYTHING[name](), name))
    assert found
    for path, text in found:
        assert set(text) == {"zh-Hans", "en"}, path
        assert all(one.strip() for one in text.values()), path
        assert (
            any("\u4e00" <= char <= "\u9fff" for char in text["zh-Hans"])
            or len(text["zh-Hans"]) < 30
        ), path


def test_there_is_enough_to_choose_from_in_every_grade_and_type():
    products = sheets.products()
    assert len({one.id for one in products}) == len(products) >= 80
    assert {one.grade for one in products} == {None, 1, 2, 3, 4, 5}
    assert len({one.type for one in products}) == 12


def test_there_are_three_hundred_contents_with_videos_and_offers_among_them():
    assert len({one.id for one in CONTENTS}) == len(CONTENTS) == 300
    formats = Counter(one.format for one in CONTENTS)
    assert formats["video"] >= 30
    assert formats["offer"] >= 15


def test_every_topic_is_read_about_and_every_situation_is_met():
    assert {topic for one in CONTENTS for topic in one.topics} == set(TOPICS)
    assert {name for one in CONTENTS for name in one.situations} == set(SITUATIONS)
    assert {topic for one in sheets.products() for topic in one.topics} <= set(TOPICS)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("part", ["title", "summary", "body"])
def test_no_two_contents_say_the_same(part: str, language: str):
    said = Counter(getattr(one, part)[language] for one in CONTENTS)
    assert [text for text, times in said.items() if times > 1] == []


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_no_content_is_another_one_in_disguise(language: str):
    """A template shows as long word runs that two bodies share."""
    runs: dict[str, set[str]] = {}
    for one in CONTENTS:
        words = one.body[language].split() if language == "en" else list(one.body[language])
        runs[one.id] = {" ".join(words[n : n + 8]) for n in range(len(words) - 7)}
    near = [
        (first, second)
        for first, second in combinations(runs, 2)
        if len(runs[first] & runs[second]) > 0.15 * min(len(runs[first]), len(runs[second]))
    ]
    assert near == []


def test_offers_are_marketing_with_a_cap_and_an_end():
    offers = [one for one in CONTENTS if one.format == "offer"]
    for one in offers:
        card = catalogue.card_of(one, NOW)
        assert card.marketing, one.id
        assert card.cap, one.id
        assert one.ends, one.id


def test_a_product_above_medium_risk_is_offered_to_those_who_can_bear_it():
    grades = {one.id: one.grade or 0 for one in sheets.products()}
    for one in CONTENTS:
        if one.format == "offer":
            told = catalogue.card_of(one, NOW).products
            highest = max((grades[id_] for id_ in told), default=0)
            assert highest <= max(2, one.capacity or 0), one.id


def test_what_is_bought_by_units_has_a_price():
    for one in sheets.products():
        booked_otherwise = one.term_days is not None or one.cover or one.applied
        assert booked_otherwise or one.price, one.id


def test_every_product_that_can_be_bought_is_linked_from_a_card():
    linked = {product for one in CONTENTS for product in catalogue.card_of(one, NOW).products}
    for_sale = {one.id for one in sheets.products() if one.available is None}
    assert linked == for_sale


@pytest.mark.parametrize("one", CONTENTS, ids=lambda one: one.id)
def test_every_card_passes_the_checks_before_review(one: sheets.Content):
    facts = {p.id: ProductFact(p.id, p.grade, p.available is None) for p in sheets.products()}
    assert severe(check(catalogue.card_of(one, NOW), facts, NOW)) == []


@pytest.mark.parametrize("one", CONTENTS, ids=lambda one: one.id)
def test_every_content_is_worth_reading(one: sheets.Content):
    assert 80 <= len(one.body["en"].split()) <= 320
    assert len(one.body["zh-Hans"]) >= 150


def test_a_sheet_says_what_a_buyer_must_know():
    for product in sheets.products():
        sheet = catalogue.sheet_of(product)
        for name in ("risk", "exit", "suits", "avoids", "fees", "documents", "rate_label"):
            assert sheet[name], (product.id, name)


def test_sold_out_products_are_closed_in_the_catalogue():
    states = {one.id: catalogue.item_of(one, PLAN).state for one in sheets.products()}
    assert [id_ for id_, state in states.items() if state == "closed"] == ["bond-savings-5y"]


def test_the_catalogue_carries_what_the_masks_ask_for():
    items = {one.id: catalogue.item_of(one, PLAN) for one in sheets.products()}
    assert items["private-growth"].private
    assert items["deposit-pension"].single_hold
    assert items["loan-business-credit"].grade is None
    assert items["loan-business-credit"].attributes["segments"] == "sme"
    assert items["insurance-annuity"].max_age == 60
    assert items["deposit-1y"].attributes["rate_e8"] == 1_150_000
