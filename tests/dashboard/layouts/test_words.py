"""Changes in the reader's words."""

import pytest

from dashboard.layouts.changes import Change, Spot
from dashboard.layouts.merging import Clash
from dashboard.layouts.words import told, told_clash
from widgets.registry import catalogue

MOVED = Change(
    what="moved",
    tile="balances",
    kind="balances",
    breakpoint="phone",
    before=Spot(rank=2, column=1, size="M"),
    after=Spot(rank=5, column=1, size="M"),
)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Phone: “Balances” moved from place 2 to 5"),
        ("zh-Hans", "手机：“账户余额”从第 2 位移到第 5 位"),
        ("zh-Hant", "手機：“賬戶餘額”從第 2 位移到第 5 位"),
    ],
)
def test_a_move_is_told_in_three_languages(language: str, sentence: str) -> None:
    assert told(MOVED, catalogue(), language) == sentence


def test_an_own_title_is_used() -> None:
    change = Change(what="added", tile="x", kind="balances", title="Ours")
    assert told(change, catalogue(), "en") == "“Ours” was added"


def test_settings_are_told_by_what_their_form_says() -> None:
    change = Change(what="configured", tile="x", kind="balances", fields=("show_cards", "title"))
    sentence = told(change, catalogue(), "en")
    assert sentence.startswith("“Balances”: ")
    assert sentence.endswith(", the title changed")


def test_a_move_to_the_side_tells_the_columns() -> None:
    spot = Spot(rank=2, column=7, size="M")
    aside = MOVED.model_copy(update={"after": spot})
    assert told(aside, catalogue(), "en").endswith("moved from column 1 to 7")


def test_of_two_changes_the_one_that_counts_is_told() -> None:
    gone = Change(what="removed", tile="balances", kind="balances")
    clash = Clash(counts="theirs", mine=MOVED, theirs=gone)
    assert told_clash(clash, catalogue(), "en").endswith("“Balances” was taken away")
