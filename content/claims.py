"""Claims that the law forbids in financial promotion, found however they are spelled."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from opencc import OpenCC

_ASSET_RULES = "Guiding Opinions on Asset Management (Yinfa 2018 No. 106), Art. 2"
_ADVERTISING_25 = "Advertising Law of the PRC, Art. 25 (1)"
_ADVERTISING_9 = "Advertising Law of the PRC, Art. 9 (3)"
_MIFID = "Delegated Regulation (EU) 2017/565, Art. 44"

BLOCKED: Mapping[str, str] = {
    "保本保收益": _ASSET_RULES,
    "保本保息": _ASSET_RULES,
    "刚性兑付": _ASSET_RULES,
    "保本": _ADVERTISING_25,
    "保证收益": _ADVERTISING_25,
    "保收益": _ADVERTISING_25,
    "稳赚": _ADVERTISING_25,
    "稳赚不赔": _ADVERTISING_25,
    "零风险": _ADVERTISING_25,
    "无风险": _ADVERTISING_25,
    "没有风险": _ADVERTISING_25,
    "只赚不赔": _ADVERTISING_25,
    "最佳": _ADVERTISING_9,
    "最高级": _ADVERTISING_9,
    "国家级": _ADVERTISING_9,
    "guaranteed return": _MIFID,
    "guaranteed returns": _MIFID,
    "guaranteed profit": _MIFID,
    "guaranteed income": _MIFID,
    "guarantees a return": _MIFID,
    "risk-free": _MIFID,
    "risk free": _MIFID,
    "no risk": _MIFID,
    "zero risk": _MIFID,
    "cannot lose": _MIFID,
    "can't lose": _MIFID,
}
ALLOWED = (
    "不承诺保本保收益",
    "不承诺保本",
    "不保证本金",
    "不保本",
    "非保本",
    "不保证收益",
    "不存在保本保收益",
    "没有保本保收益",
    "并非没有风险",
    "并非无风险",
    "不是无风险",
    "无风险利率",
    "not risk-free",
    "never risk-free",
    "risk-free rate",
    "no guaranteed return",
    "not a guaranteed return",
    "not guaranteed returns",
)
"""Honest uses of a blocked word: disclaimers and terms of the trade."""


def claims(text: str) -> list[str]:
    """List the blocked phrases of a text, each once, the longest reading of overlapping ones."""
    rest = normal(text)
    for phrase in sorted(ALLOWED, key=len, reverse=True):
        rest = rest.replace(normal(phrase), "\n")
    found: list[str] = []
    for phrase in sorted(BLOCKED, key=len, reverse=True):
        if _pattern(phrase).search(rest):
            found.append(phrase)
            rest = _pattern(phrase).sub("\n", rest)
    return found


def normal(text: str) -> str:
    """Fold what hides a word: width, case, traditional characters, blanks inside Chinese."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    visible = "".join(one for one in folded if unicodedata.category(one) != "Cf")
    spaced = re.sub(r"\s+", " ", _to_simplified().convert(visible))
    return re.sub(r"(?<=[\u4e00-\u9fff])[\s·・.*_\-|/]+(?=[\u4e00-\u9fff])", "", spaced)


def _pattern(phrase: str) -> re.Pattern[str]:
    words = re.escape(normal(phrase))
    return re.compile(rf"\b{words}\b" if phrase.isascii() else words)


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")
