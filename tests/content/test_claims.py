import pytest

from content.claims import BLOCKED, claims


@pytest.mark.parametrize("phrase", BLOCKED)
def test_each_blocked_phrase_is_found_in_a_sentence(phrase):
    sentence = (
        f"Our product: {phrase}, ask us." if phrase.isascii() else f"本产品{phrase}，欢迎咨询"
    )
    assert phrase in claims(sentence) or any(phrase in one for one in claims(sentence))


@pytest.mark.parametrize(
    "hidden",
    [
        "保 本 保 收 益",
        "保本.保收益",
        "保\u200b本保收益",
        "保本保收益！",
        "保\n本 保收益",
        "保本・保收益",
    ],
)
def test_a_claim_is_found_however_it_is_spelled(hidden):
    assert claims(hidden) == ["保本保收益"]


def test_traditional_characters_hide_nothing():
    assert claims("保證收益") == ["保证收益"]


def test_full_width_and_upper_case_letters_hide_nothing():
    assert claims("ＧＵＡＲＡＮＴＥＥＤ  Return") == ["guaranteed return"]


def test_the_longest_reading_counts_once():
    assert claims("保本保收益") == ["保本保收益"]


@pytest.mark.parametrize(
    "honest",
    [
        "本产品不承诺保本保收益。",
        "本产品为非保本浮动收益型。",
        "The risk-free rate rose.",
        "This is not risk-free.",
        "There is no guaranteed return.",
        "A riskfreely chosen word",
    ],
)
def test_disclaimers_and_terms_of_the_trade_are_no_claims(honest):
    assert claims(honest) == []


def test_a_disclaimer_does_not_excuse_a_claim_beside_it():
    assert claims("不承诺保本，但是稳赚不赔") == ["稳赚不赔"]
