"""The message catalogues."""

import json
import re
from collections import defaultdict

from reflex.page import DECORATED_PAGES

from dashboard import messages
from dashboard.parts import card_grid, read_aloud
from dashboard.processes.checkout import ROOT
from recommender.language import (
    CATALOGUES,
    ENGLISH,
    SIMPLIFIED,
    TRADITIONAL,
    catalogue,
    pick,
    plain_words,
    region_words,
    say,
    to_traditional,
)
from tests.support.application import application

EVERYWHERE = {"English", "{n} / {of}"}
"""What is written alike in every language."""

SPOKEN_BY_SCRIPTS = {"card_grid": card_grid.LABELS, "read_aloud": read_aloud.LABELS}


def test_every_literal_message_has_a_translation():
    assert messages.missing() == []


def test_no_translation_is_left_of_words_nobody_says():
    assert messages.unused() == []


def test_translations_keep_the_parameters():
    import re

    def named(text):
        return set(re.findall(r"\{(\w+)\}", text))

    for msgid, text in catalogue("zh-Hans").items():
        assert named(msgid) == named(text), msgid


def test_traditional_follows_from_simplified():
    assert say("zh-Hant", "Home") == "首頁"
    assert say(ENGLISH, "Home") == "Home"


def test_text_falls_back_to_the_nearest_language():
    assert pick({"zh-Hans": "财富", "en": "Wealth"}, "zh-Hant") == "財富"
    assert pick({"en": "Wealth"}, "zh-Hans") == "Wealth"
    assert pick({}, "en") == ""


def test_every_word_that_a_page_draws_has_a_translation():
    application()
    pages = [draw for found in DECORATED_PAGES.values() for draw, _ in found]
    drawn = " ".join(json.dumps(draw().render(), default=str, ensure_ascii=False) for draw in pages)
    alone = re.findall(r'tr\(view, \{\\"en\\": \\"(.*?)\\"\}', drawn)
    assert len(drawn) > 100_000
    assert sorted({one for one in alone if re.search("[a-z]{2}", one)} - EVERYWHERE) == []


def test_one_message_has_one_translation():
    found = defaultdict(set)
    for path in (CATALOGUES / "zh_Hans").glob("*.po"):
        for msgid, text in messages.entries(path).items():
            found[msgid].add(text)
    assert {msgid: texts for msgid, texts in found.items() if len(texts) > 1} == {}


def test_no_script_speaks_by_itself():
    told = re.compile(r">\s*([A-Za-z\u4e00-\u9fff][^<>{}]*[A-Za-z\u4e00-\u9fff])\s*</[a-z]")
    named = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z\u4e00-\u9fff][^"]*)"')
    scripts = [one for part in ("dashboard", "widgets") for one in (ROOT / part).rglob("*.jsx")]
    found = [
        (path.name, words)
        for path in scripts
        for pattern in (told, named)
        for words in pattern.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(scripts) > 10
    assert found == []


def test_scripts_are_given_every_label_that_they_use():
    for name, labels in SPOKEN_BY_SCRIPTS.items():
        scripts = (ROOT / "dashboard" / "parts").glob(f"{name}*.js*")
        used = {
            label
            for path in scripts
            for label in re.findall(r"\blabels\.(\w+)", path.read_text(encoding="utf-8"))
        }
        assert used == labels.keys(), name


def test_traditional_has_no_simplified_character_left():
    signs = set("".join(catalogue(TRADITIONAL).values()))
    right_in_both = {"准"}  # 批准 keeps it, 標準 does not.
    assert {sign for sign in signs if to_traditional(sign) != sign} <= right_in_both


def test_traditional_uses_the_words_of_its_region():
    mainland = [
        (word, text)
        for text in catalogue(TRADITIONAL).values()
        for word in region_words()
        if word in text
    ]
    assert mainland == []
    assert to_traditional("退出登录") == "登出"


def test_traditional_says_as_much_as_simplified():
    assert catalogue(TRADITIONAL).keys() >= catalogue(SIMPLIFIED).keys()


def test_plain_words_stand_for_messages_that_are_said():
    said = {text for text in messages.constants() if text in plain_words()}
    assert plain_words().keys() - said == set()
    assert all(plain != usual for usual, plain in plain_words().items())
