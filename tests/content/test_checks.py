from datetime import timedelta

import pytest

from content.cards.ports import ProductFact
from content.checks import check, disclosed, severe
from tests.content.builders import DISCLOSED, NOW, content


def found(card, **products):
    facts = {id_: ProductFact(id_, grade, is_open=True) for id_, grade in products.items()}
    return check(card, facts, NOW)


def test_a_complete_card_has_no_findings():
    assert found(content()) == []


@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_a_missing_language_is_severe(field):
    [finding] = found(content(**{field: {"zh-Hans": "只有中文"}}))
    assert (finding.severity, finding.field) == ("severe", f"{field}.en")


def test_a_blocked_word_is_severe_and_cites_its_rule():
    [finding] = found(content(title={"zh-Hans": "保本保收益", "en": "Bonds"}))
    assert finding.severity == "severe"
    assert finding.field == "title.zh-Hans"
    assert "106" in finding.rule


def test_a_blocked_word_is_found_through_mark_up():
    body = {"zh-Hans": "保**本**保收益", "en": "A guaranteed **return**"}
    assert {one.field for one in severe(found(content(body=body)))} == {"body.zh-Hans", "body.en"}


def test_a_link_to_r3_needs_the_disclosure_in_every_language():
    card = content(products=("p3",), audience={"minimum_capacity": 3})
    assert {one.field for one in severe(found(card, p3=3))} == {"body.zh-Hans", "body.en"}
    body = {"zh-Hans": f"正文。{DISCLOSED[0]}", "en": f"Text. {DISCLOSED[1]}"}
    assert found(content(products=("p3",), audience={"minimum_capacity": 3}, body=body), p3=3) == []


def test_a_link_to_r2_needs_none():
    card = content(products=("p2",), audience={"minimum_capacity": 2})
    assert found(card, p2=2) == []


def test_the_disclosure_can_be_added_and_only_once():
    card = disclosed(content(products=("p3",), audience={"minimum_capacity": 3}))
    assert found(card, p3=3) == []
    assert disclosed(card) == card


def test_a_product_above_the_audience_is_a_warning():
    card = disclosed(content(products=("p4",), audience={"minimum_capacity": 3}))
    [finding] = found(card, p4=4)
    assert (finding.severity, finding.params["grade"]) == ("warning", "4")


def test_an_unknown_product_is_severe_and_a_closed_one_is_a_warning():
    [finding] = found(content(products=("p9",)))
    assert (finding.severity, finding.field) == ("severe", "products")
    closed = {"p1": ProductFact("p1", 1, is_open=False)}
    [finding] = check(content(products=("p1",)), closed, NOW)
    assert finding.severity == "warning"


def test_a_card_that_has_ended_already_is_severe():
    [finding] = found(content(ends_at=NOW))
    assert finding.field == "ends_at"
    assert found(content(ends_at=NOW + timedelta(minutes=1))) == []


def test_an_offer_must_be_marked_as_marketing():
    [finding] = found(content(kind="offer"))
    assert finding.field == "marketing"
    assert found(content(kind="offer", marketing=True)) == []
