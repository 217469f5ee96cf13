"""Believable names of people and firms in Chinese and Latin letters."""

import numpy as np

from dashboard.bank.demo import sheets

Names = dict[str, str]
ABROAD_SHARE = 0.5
DOUBLE_GIVEN_SHARE = 0.62


def person(dice: np.random.Generator, language: str) -> Names:
    """Name one person; half of the English-speaking customers came from abroad."""
    words = sheets.read("names")
    if language == "en" and dice.random() < ABROAD_SHARE:
        chinese, latin = words["abroad"][dice.integers(len(words["abroad"]))]
        return {"zh-Hans": chinese, "en": latin}
    family, family_latin = _common_first(dice, words["surnames"]).split()
    given = [_any(dice, words["given"]).split()]
    if dice.random() < DOUBLE_GIVEN_SHARE:
        given.append(_any(dice, words["given"]).split())
    latin = "".join(part[1] for part in given).capitalize()
    return {"zh-Hans": family + "".join(part[0] for part in given), "en": f"{family_latin} {latin}"}


def firm(dice: np.random.Generator, region: str) -> Names:
    """Name one small firm after its region, a word of good omen and its trade."""
    words = sheets.read("names")
    place = words["region"][region]
    chinese, latin = _any(dice, words["firm_words"]).split()
    trade = words["firm_trades"][dice.integers(len(words["firm_trades"]))]
    return {
        "zh-Hans": f"{place['zh-Hans']}{chinese}{trade[0]}",
        "en": f"{place['en']} {latin} {trade[1]}",
    }


def _any(dice: np.random.Generator, words: list[str]) -> str:
    return words[int(dice.integers(len(words)))]


def _common_first(dice: np.random.Generator, words: list[str]) -> str:
    """Draw with weights 1/(rank+3): the commonest surnames are many times the rarest."""
    weights = 1 / (np.arange(len(words)) + 3)
    return words[int(dice.choice(len(words), p=weights / weights.sum()))]
