"""Claims that the law forbids in financial promotion, found however they are spelled."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from opencc import OpenCC

from recommender.language import ENGLISH, SIMPLIFIED

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

DISCLOSURES: Mapping[str, str] = {
    SIMPLIFIED: "投资有风险，过往业绩不代表未来表现，请在风险承受能力范围内选择产品。",
    ENGLISH: "Investments can lose value. Past performance does not predict future results. "
    "Choose products within your risk capacity.",
}


def claims(text: str) -> list[str]:
    """List the blocked phrases of a text, each once, the longest reading of overlapping ones."""
    rest = normal(text)
    for honest in _honest():
        rest = rest.replace(honest, "\n")
    found: list[str] = []
    for phrase, pattern in _patterns():
        if pattern.search(rest):
            found.append(phrase)
            rest = pattern.sub("\n", rest)
    return found


def normal(text: str) -> str:
    """Fold what hides a word: width, case, traditional characters, blanks inside Chinese."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    visible = "".join(one for one in folded if unicodedata.category(one) != "Cf")
    spaced = re.sub(r"\s+", " ", visible.translate(_simplified()))
    return re.sub(r"(?<=[\u4e00-\u9fff])[\s·・.*_\-|/]+(?=[\u4e00-\u9fff])", "", spaced)


@cache
def _honest() -> tuple[str, ...]:
    """Return the allowed uses as `normal` spells them, the longest first."""
    return tuple(sorted(map(normal, ALLOWED), key=len, reverse=True))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each blocked phrase with its pattern, the longest first; English in whole words."""
    phrases = sorted(BLOCKED, key=len, reverse=True)
    spelled = [(phrase, re.escape(normal(phrase))) for phrase in phrases]
    return tuple(
        (phrase, re.compile(rf"\b{words}\b" if phrase.isascii() else words))
        for phrase, words in spelled
    )


@cache
def _simplified() -> dict[int, str]:
    """Map each traditional form of a character that matters here to its simplified one.

    Only these few: converting whole texts takes OpenCC 10 ms for a thousand characters.
    """
    matter = {one for text in (*BLOCKED, *ALLOWED, *DISCLOSURES.values()) for one in text}
    ways = [OpenCC(name) for name in ("s2t", "s2tw", "s2hk")]
    forms = {way.convert(one): one for way in ways for one in matter if not one.isascii()}
    return {ord(form): one for form, one in forms.items() if len(form) == 1}
