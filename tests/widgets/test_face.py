"""Faces: what a card shows as JSON, in the reader's words and no longer than needed."""

from datetime import date

import pytest
from pydantic import ValidationError

from recommender.money import Money
from tests.widgets.fakes import context, filled
from widgets import face
from widgets.tile import load

SAVED = {"zh-Hans": "已存", "en": "Saved"}


def _face(**more):
    return face.Face(blocks=[face.Figure(label=SAVED, value=face.Amount(minor=100))], **more)


def _packed(block):
    return face.Face(blocks=[block]).model_dump(mode="json")["blocks"][0]


def test_spoken_keeps_the_readers_words_alone():
    packed = face.spoken(_face().model_dump(mode="json"), "en")
    assert packed["blocks"][0]["label"] == "Saved"


def test_traditional_is_derived_where_the_bank_wrote_none():
    packed = face.spoken(_face(source={"zh-Hans": "银行"}).model_dump(mode="json"), "zh-Hant")
    assert packed["source"] == "銀行"


def test_face_in_the_readers_words_is_still_a_face():
    packed = face.spoken(_face(source=SAVED).model_dump(mode="json"), "zh-Hans")
    assert face.Face.model_validate(packed).source == "已存"


async def test_tile_of_a_face_holds_no_other_language():
    tile = await load("t1", "balances", {}, context(filled()))
    assert tile.source == "Core bank"
    assert "zh-Hans" not in str(tile.data)


def test_defaults_are_left_out_and_come_back():
    packed = _packed(face.Figure(value=face.Amount(minor=100)))
    assert packed == {
        "type": "figure",
        "value": {"unit": "money", "minor": 100, "currency": "CNY"},
    }
    assert face.Figure.model_validate(packed).tone == "plain"


def test_what_differs_from_its_default_is_written():
    packed = _packed(face.Table(since="L", columns=[], rows=[]))
    assert packed["since"] == "L"
    assert "since" not in _packed(face.Table(columns=[], rows=[]))


def test_said_is_in_every_language_with_its_own_words():
    said = face.said("{n} more", n=3)
    assert said == {"zh-Hans": "还有 3 项", "zh-Hant": "還有 3 項", "en": "3 more"}


def test_words_within_words_are_chosen_by_language():
    said = face.said("{n} more", n={"zh-Hans": "三", "en": "three"})
    assert (said["en"], said["zh-Hans"]) == ("three more", "还有 三 项")


def test_amount_keeps_currency_and_digits():
    made = face.amount(Money(minor=-5, currency="JPY", exponent=0), signed=True)
    assert (made.minor, made.currency, made.exponent, made.signed) == (-5, "JPY", 0, True)


def test_brief_cuts_where_a_block_ends():
    assert face.brief({"en": "abcdef", "zh-Hans": "短"}, 4) == {"en": "abc…", "zh-Hans": "短"}


@pytest.mark.parametrize(
    "href", ["https://evil.example", "//evil.example", "javascript:alert(1)", "/\\evil", "me"]
)
def test_link_leads_to_a_page_of_ours_only(href):
    with pytest.raises(ValidationError):
        face.Row(title="x", href=href)


@pytest.mark.parametrize("share", [float("nan"), float("inf")])
def test_number_that_is_none_is_refused(share):
    with pytest.raises(ValidationError):
        face.Share(share=share)


def test_unknown_block_is_refused():
    with pytest.raises(ValidationError):
        face.Face.model_validate({"blocks": [{"type": "script", "text": "alert(1)"}]})


def test_projection_may_begin_later():
    months = [face.Day(on=date(2026, month, 1)) for month in (1, 2, 3)]
    series = face.Series(values=[face.Amount(minor=1)], start=2, dashed=True)
    drawn = face.Chart(shape="line", alt="x", labels=months, series=[series])
    assert _packed(drawn)["series"][0]["start"] == 2
