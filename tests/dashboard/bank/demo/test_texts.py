"""The demo's texts: complete in both languages, linked, graded, and fit to be published."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from content.cards.ports import ProductFact
from content.checks import check, severe
from dashboard.bank.demo import catalogue, sheets
from dashboard.bank.demo.people import TOPICS
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
    "bodies": sheets.bodies,
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


def test_there_are_forty_products_of_every_grade_and_of_nine_types():
    products = sheets.products()
    assert len({one.id for one in products}) == 40
    assert {one.grade for one in products} == {1, 2, 3, 4, 5}
    assert len({one.type for one in products}) == 9


def test_there_are_sixty_contents_with_videos_among_them():
    assert len({one.id for one in CONTENTS}) == 60
    assert sum(one.format == "video" for one in CONTENTS) >= 10


def test_topics_are_known():
    for one in (*sheets.products(), *CONTENTS):
        assert set(one.topics) <= set(TOPICS), one.id


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
    body = sheets.bodies()[one.id]
    assert 120 <= len(body["en"].split()) <= 320
    assert len(body["zh-Hans"]) >= 200


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
    assert items["insurance-annuity"].max_age == 60
    assert items["deposit-1y"].attributes["rate_e8"] == 1_150_000
