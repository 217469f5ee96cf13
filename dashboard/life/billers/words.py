"""What a biller is found by: Chinese, full pinyin, its initials, and English."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from pypinyin import Style, lazy_pinyin

from recommender.language import ENGLISH, SIMPLIFIED

SEPARATOR = " "
_APART = re.compile(r"[\s\x00'’\-·,.()（）]+")


def searched(text: str) -> list[str]:
    """Return the words of a query, as `words_of` writes them."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return [one for one in _APART.split(plain) if one]


def words_of(*parts: Mapping[str, str]) -> str:
    """Return what a thing is found by that is named by these parts, city before trade.

    Each way of writing stands for itself behind a space, so that a search can begin with it.
    """
    english = SEPARATOR.join(searched(SEPARATOR.join(one[ENGLISH] for one in parts)))
    return f"{chinese_words(*(one[SIMPLIFIED] for one in parts))} {english}"


def chinese_words(*parts: str) -> str:
    """Return the ways of writing a Chinese name that is put together from these parts.

    >>> chinese_words("上海", "电费")
    ' 上海电费 shanghaidianfei shdf'
    """
    full = "".join(pinyin(one)[0] for one in parts)
    initials = "".join(pinyin(one)[1] for one in parts)
    return f" {''.join(parts).lower()} {full} {initials}"


@cache
def pinyin(text: str) -> tuple[str, str]:
    """Return the full pinyin of a text without tones, and its initials."""
    full = "".join(lazy_pinyin(text, v_to_u=False))
    first = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
    return full.lower(), first.lower()
