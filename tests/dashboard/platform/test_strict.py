"""Faces from outside: plain words, no deeds, no ways out, few bytes."""

import pytest

from dashboard.platform.strict import MOST_DEPTH, read_json, strict_face
from tests.support.outside import FACE


def note(text):
    return {"blocks": [{"type": "note", "text": text}]}


def acts(**act):
    return {"blocks": [{"type": "acts", "acts": [{"label": "Go", **act}]}]}


def fields(told):
    face, faults = strict_face(told)
    assert face is None
    return [fault.field for fault in faults]


def test_plain_face_is_taken():
    face, faults = strict_face(FACE)
    assert faults == []
    assert face.blocks[0].value.minor == 78_350


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a < b",
        "&lt;b&gt;",
        "&#60;",
        "see https://evil.example",
        "www.evil.example",
        "right\u202eleft",
        "zero\u200bwidth",
        "null\x00",
        "escape\x1b[31m",
    ],
)
def test_words_that_are_more_than_words_are_refused(text):
    assert fields(note(text)) == ["blocks.0.text"]
    assert fields(note({"en": "fine", "zh-Hans": text})) == ["blocks.0.text.zh-Hans"]


@pytest.mark.parametrize("text", ["Tom & Jerry", "1/2", "3:45", "R&D", "黄金 · 每克", "50 % off"])
def test_usual_words_are_taken(text):
    assert strict_face(note(text))[1] == []


@pytest.mark.parametrize(
    "href", ["https://evil.example", "//evil.example", "javascript:x", "/api/v1/session", "/auth/x"]
)
def test_way_out_is_refused(href):
    assert fields(acts(href=href))[0].endswith("href")


def test_way_to_a_page_for_readers_is_taken():
    assert strict_face(acts(href="/products/deposit-1y"))[1] == []


def test_deed_is_refused():
    assert fields(acts(name="pay")) == ["blocks.0.acts.0.name"]


def test_choice_is_refused():
    choice = {"type": "choice", "name": "pick", "label": "Pick", "options": []}
    assert fields({"blocks": [choice]}) == ["blocks.0.type"]


def test_decision_of_the_engine_is_never_claimed():
    face, _ = strict_face(FACE | {"decision_id": "d-1"})
    assert face.decision_id == ""


def test_number_that_a_browser_would_round_is_refused():
    told = {"blocks": [{"type": "figure", "value": {"unit": "money", "minor": 2**53}}]}
    assert fields(told) == ["blocks.0.value.minor"]


def test_text_where_a_number_belongs_is_refused():
    told = {"blocks": [{"type": "figure", "value": {"unit": "money", "minor": "5"}}]}
    assert "minor" in fields(told)[0]


def test_every_fault_is_named_by_its_field():
    told = {
        "blocks": [
            {"type": "note", "text": "<b>"},
            {"type": "figure", "value": {"unit": "money", "minor": "5"}},
        ]
    }
    assert fields(told) == ["blocks.1.value.minor", "blocks.0.text"]


def test_unknown_field_is_refused():
    assert "html" in fields({"blocks": [{"type": "note", "text": "a", "html": "<b>"}]})[0]


def test_too_many_blocks_are_refused():
    assert fields({"blocks": note("a")["blocks"] * 25}) == ["blocks"]


def test_face_beyond_its_bytes_is_refused():
    rows = [{"title": "x" * 400} for _ in range(60)]
    assert "" in fields({"blocks": [{"type": "rows", "rows": rows}]})


def test_deep_json_is_refused_and_flat_json_is_read():
    deep = b"[" * (MOST_DEPTH + 1) + b"]" * (MOST_DEPTH + 1)
    with pytest.raises(ValueError, match="deeper"):
        read_json(deep)
    assert read_json(b'{"a":[1]}') == {"a": [1]}


def test_json_far_beyond_any_stack_is_refused():
    with pytest.raises(ValueError):
        read_json(b"[" * 30_000)


@pytest.mark.parametrize("told", [None, 1, "x", [], {"blocks": "x"}])
def test_what_is_no_face_is_refused(told):
    assert strict_face(told)[0] is None
