"""Reasons as they are told: one sentence, in each language, with what speaks against."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from recommender.answer import Ranked
from recommender.dataset import ItemKey
from recommender.explanation import Circumstances, deeds_of, explain
from recommender.language import catalogue
from recommender.ranking import Pick
from recommender.scoring import Contribution
from recommender.wording import LEADS, PERIODS, PHRASES, WITHHELD, say_withheld, tell
from tests.support.arrange import a_content, a_product
from tests.support.engine import a_deed, a_read

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
P1, P2, A1 = ItemKey("product", "p1"), ItemKey("product", "p2"), ItemKey("content", "a1")
ITEMS = {
    P1: a_product("p1", titles={"en": "Bond fund", "zh-Hans": "债券基金"}),
    P2: a_product("p2", titles={"en": "1-year deposit", "zh-Hans": "一年定期"}),
    A1: a_content("a1"),
}


def explained(*contributions: Contribution, **fields: object) -> Ranked:
    events = [a_read("a1", NOW), a_read("a1", NOW - timedelta(days=1)), a_deed("p2", "hold")]
    circumstances = Circumstances(deeds_of(events), NOW, segment="mass", **fields)
    score = math.fsum(one.value for one in contributions)
    return explain(Pick(P1, score, contributions), circumstances)


READ = Contribution("link", A1, 0.62)
HOLD = Contribution("collaborative", P2, 0.38)
PRIOR = Contribution("prior", None, -0.2)


def test_the_sentence_names_deeds_with_their_shares() -> None:
    told = tell(explained(READ, HOLD), ITEMS, "en")
    assert told.title == "Bond fund"
    assert told.why == (
        "Because you read “a1” twice this week (62 %) and you hold 1-year deposit (38 %)."
    )
    assert [one.code for one in told.reasons] == ["read", "hold"]
    assert told.reasons[1].text == "Because you hold 1-year deposit (38 %)."
    assert told.reasons[1].evidence[0].title == "1-year deposit"


def test_what_speaks_against_is_said_and_counted() -> None:
    told = tell(explained(READ, HOLD, PRIOR), ITEMS, "en")
    assert told.why.endswith(
        "against it speaks that it is less popular with customers like you (17 %)."
    )
    assert told.score == pytest.approx(0.8)
    assert told.reasons[2].value == -0.2


def test_the_sentence_is_told_in_each_language() -> None:
    ranked = explained(READ, HOLD)
    assert tell(ranked, ITEMS, "zh-Hans").why == (
        "因为您本周读过“a1”2次（62%），以及您持有“一年定期”（38%）。"
    )
    assert "債券基金" in tell(ranked, ITEMS, "zh-Hant").title
    assert "您持有“一年定期”" in tell(ranked, ITEMS, "zh-Hant").why


def test_what_counts_twice_is_said_once() -> None:
    twice = (READ, Contribution("collaborative", A1, 0.38))
    assert (
        tell(explained(*twice), ITEMS, "en").why == "Because you read “a1” twice this week (100 %)."
    )


def test_a_place_for_variety_says_so() -> None:
    varied = explained(HOLD).model_copy(update={"placed": "variety"})
    assert tell(varied, ITEMS, "en").why.startswith("So that you see other kinds too. Because ")


def test_an_unknown_item_is_shown_to_find_out() -> None:
    assert tell(explained(), ITEMS, "en").why.startswith("Because we know little about it yet")


def test_every_phrase_has_its_chinese_words() -> None:
    words = catalogue("zh-Hans")
    for msgid in (*PHRASES.values(), *PERIODS.values(), *WITHHELD.values(), *LEADS.values()):
        assert msgid in words
    assert say_withheld("suitability", "zh-Hans") == "风险等级高于测评承受能力"
