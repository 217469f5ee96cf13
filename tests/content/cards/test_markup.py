import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from content.cards.markup import blocks, plain, refuse_markup
from tests.content.builders import content


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "Text <img src=x onerror=alert(1)>",
        "<b>bold</b>",
        "&lt;script&gt;",
        "<https://example.com>",
        "[go](javascript:alert(1))",
        "[go](JaVaScRiPt:alert(1))",
        "[go](data:text/html,x)",
        "[go](//evil.example)",
        "[go]: javascript:alert(1)\n\n[go]",
        "![pixel](https://evil.example/p.png)",
        "<!-- hidden -->",
    ],
)
def test_what_a_card_may_not_carry_is_refused(text):
    with pytest.raises(ValueError, match=r"allowed|Links"):
        refuse_markup(text)
    with pytest.raises(ValidationError):
        content(body={"en": text})


@pytest.mark.parametrize(
    "text", ["5 < 6 & 7 > 6", "R&D", "# Title\n\n**bold** [here](https://a.example/x)"]
)
def test_plain_signs_and_the_subset_pass(text):
    refuse_markup(text)


def test_the_subset_becomes_blocks():
    listed = "- first\n- second\n\n> Said.\n\n1. a\n2. b\n"
    body = f"# One\n\nA **bold *both*** [link](/read/a1).\n\n{listed}"
    kinds = [block.kind for block in blocks(body)]
    assert kinds == ["heading", "paragraph", "bullets", "quote", "numbers"]
    spans = blocks(body)[1].lines[0].spans
    assert [span.text for span in spans if span.bold] == ["bold ", "both"]
    assert [span.href for span in spans if span.href] == ["/read/a1"]
    assert [len(block.lines) for block in blocks(body) if block.kind == "bullets"] == [2]


def test_a_list_inside_a_quote_ends_with_it():
    assert [block.kind for block in blocks("> - one\n> - two\n\nAfter")] == ["bullets", "paragraph"]


@given(st.text(max_size=300))
def test_whatever_is_parsed_no_link_leaves_the_allowed_schemes(text):
    for block in blocks(text):
        for line in block.lines:
            for span in line.spans:
                assert span.href == "" or span.href.lower().startswith(("https://", "mailto:", "/"))


def test_plain_text_has_no_mark_up():
    assert plain("# Hi\n\n**bold** [link](/x)") == "Hi\nbold link"
