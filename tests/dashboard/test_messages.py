"""The message catalogues."""

from dashboard import messages
from recommender.language import ENGLISH, catalogue, pick, say


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
