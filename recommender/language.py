"""Languages and the one place where visible words are translated (gettext catalogues)."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.pofile import read_po
from opencc import OpenCC

SIMPLIFIED, TRADITIONAL, ENGLISH = "zh-Hans", "zh-Hant", "en"
LANGUAGES = (SIMPLIFIED, TRADITIONAL, ENGLISH)
CATALOGUES = Path(__file__).parent / "locale"


def say(language: str, msgid: str, /, **params: object) -> str:
    """Translate an English message and fill in its `{names}`; an unknown one stays English."""
    text = catalogue(language).get(msgid) or msgid
    return text.format(**params) if params else text


def pick(texts: Mapping[str, str], language: str) -> str:
    """Choose a text: the language itself, else Simplified turned Traditional, else English."""
    if texts.get(language):
        return texts[language]
    if language == TRADITIONAL and texts.get(SIMPLIFIED):
        return to_traditional(texts[SIMPLIFIED])
    return texts.get(ENGLISH) or texts.get(SIMPLIFIED) or next(iter(texts.values()), "")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return msgid -> translation of a language, merged from all areas."""
    if language == ENGLISH:
        return {}
    simplified = _read(CATALOGUES / "zh_Hans")
    if language == SIMPLIFIED:
        return simplified
    derived = {msgid: to_traditional(text) for msgid, text in simplified.items()}
    return derived | _read(CATALOGUES / "zh_Hant")


@lru_cache(maxsize=2000)
def to_traditional(text: str) -> str:
    """Turn Simplified into Traditional Chinese: the characters, then the words of the region."""
    turned = str(_converter().convert(text))
    for mainland, regional in region_words().items():
        turned = turned.replace(mainland, regional)
    return turned


@cache
def plain_words() -> Mapping[str, str]:
    """Return what the senior edition says instead of some messages."""
    return tomllib.loads((CATALOGUES / "plain.toml").read_text(encoding="utf-8"))


@cache
def region_words() -> Mapping[str, str]:
    """Return words that are said otherwise where Traditional Chinese is read."""
    words = (CATALOGUES / "zh_Hant" / "words.toml").read_text(encoding="utf-8")
    return {mainland: str(regional) for mainland, regional in tomllib.loads(words).items()}


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _read(folder: Path) -> dict[str, str]:
    words: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            entries = read_po(file)
        words |= {str(one.id): str(one.string) for one in entries if one.id and one.string}
    return words
