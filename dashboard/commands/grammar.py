"""From what was heard to what is meant: forgiving of fillers, typing faults and homophones."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from opencc import OpenCC
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from dashboard.commands.lexicon import lexicon
from dashboard.commands.model import LONGEST, Command, Direction, Question, Verb

ORDER: tuple[tuple[Verb, ...], ...] = (
    ("amounts", "senior", "theme", "undo", "redo", "help"),
    ("add", "remove", "move", "grow", "shrink", "read"),
    ("ask",),
    ("find",),
)
"""Verbs of an earlier group win over those of a later one; inside a group the longest word does."""

ENOUGH, CLEAR = 72.0, 6.0
"""A name counts from this likeness on, 0..100; the next one is meant too if it is this near."""

MISTYPED = 80.0
SAME_SOUND = 92.0
"""缴费 and 交费 sound the same, 消费 does not: less alike than this, another name is meant."""

HOMOPHONE = 0.97
"""A name that only sounds alike counts a little less than one that is written alike."""

MOST_MEANT = 4
_OTHER = re.compile(r"[^\w\s]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Name(NamedTuple):
    """A name of a card or a page."""

    text: str
    kind: str = ""
    page: str = ""


@dataclass(frozen=True)
class Meant:
    """A command that may be meant, with its likeness 0..100."""

    command: Command
    likeness: float


def understand(heard: str, kinds: Mapping[str, Iterable[str]]) -> list[Meant]:
    """Return what may be meant, the likeliest first; several where they are equally likely.

    A command about a card that names none comes back without a kind.

    Args:
        heard: What was typed or recognised, in Chinese or English.
        kinds: The names of each kind of card.
    """
    text = normal(heard)
    if not text:
        return []
    verb, word = _verb(text)
    if verb is None:
        return _targets("find", _bare(text), kinds, Command(verb="find"))
    if verb in ("undo", "redo", "help"):
        return [Meant(Command(verb=verb), 100.0)]
    if verb in ("theme", "senior", "amounts"):
        return [Meant(Command(verb=verb, value=_value(verb, text)), 100.0)]
    if verb == "ask":
        return [Meant(Command(verb="ask", question=_question(text)), 100.0)]
    return _about_a_card(verb, text.replace(word, " ", 1), text, kinds)


def normal(heard: str) -> str:
    """Return the text as the grammar reads it: one script, lower case, single spaces.

    >>> normal("  加個「账单」卡片！ ")
    '加个 账单 卡片'
    """
    text = unicodedata.normalize("NFKC", heard[:LONGEST]).lower()
    text = _OTHER.sub(" ", str(_converter().convert(text))).replace("_", " ")
    return " ".join(text.split())


def _about_a_card(
    verb: Verb, rest: str, text: str, kinds: Mapping[str, Iterable[str]]
) -> list[Meant]:
    direction: Direction = ""
    if verb in ("add", "move"):
        direction, rest = _direction(text, rest)
        verb = "move" if direction else verb  # "Put news last" moves what is there.
    bare = _bare(rest)
    plain = Command(verb=verb, direction=direction)
    return _targets(verb, bare, kinds, plain) if bare else [Meant(plain, 100.0)]


def _targets(
    verb: Verb, bare: str, kinds: Mapping[str, Iterable[str]], plain: Command
) -> list[Meant]:
    names = [Name(normal(one), kind=kind) for kind, some in kinds.items() for one in some]
    if verb == "find":
        pages = lexicon().pages.items()
        names += [Name(normal(one), page=page) for page, some in pages for one in some]
    best: dict[tuple[str, str], float] = {}
    for name in names:
        key = (name.kind, name.page)
        best[key] = max(best.get(key, 0.0), likeness(bare, name.text))
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    good = [(key, value) for key, value in ranked if value >= ENOUGH]
    near = [(key, value) for key, value in good if value > good[0][1] - CLEAR][:MOST_MEANT]
    return [
        Meant(plain.model_copy(update={"kind": kind, "page": page}), value)
        for (kind, page), value in near
    ]


def likeness(said: str, name: str) -> float:
    """Return how much what was said is like a name, 0..100; homophones are nearly as good."""
    if not said or not name:
        return 0.0
    written = _alike(said, name)
    if written == 100.0 or not (_HAN.search(said) and _HAN.search(name)):
        return written
    spoken = fuzz.ratio(sound(said), sound(name))
    return max(written, HOMOPHONE * spoken if spoken >= SAME_SOUND else 0.0)


def _alike(said: str, name: str) -> float:
    whole = fuzz.token_sort_ratio(said, name)
    inside = said in name or name in said
    if inside and min(len(said), len(name)) >= (2 if _HAN.search(said + name) else 4):
        return max(whole, 86.0 + 10.0 * min(len(said), len(name)) / max(len(said), len(name)))
    return float(whole)


@lru_cache(maxsize=4_000)
def sound(text: str) -> str:
    """Return how Chinese text is pronounced, without tones.

    >>> sound("缴费") == sound("交费")
    True
    """
    return " ".join(lazy_pinyin(text))


def _verb(text: str) -> tuple[Verb | None, str]:
    """Return the verb with the word that says it; a mistyped English one counts too."""
    for group in ORDER:
        found = [
            (word, verb) for verb in group for word in lexicon().verbs[verb] if has(text, word)
        ]
        if found:
            word, verb = max(found, key=lambda pair: _weight(pair[0]))
            return verb, word
    return _mistyped(text)


def _mistyped(text: str) -> tuple[Verb | None, str]:
    verbs, fillers = lexicon().verbs.items(), lexicon().english_fillers
    words = {word: verb for verb, some in verbs for word in some if _is_single(word)}
    for token in text.split():
        if _is_single(token) and token not in fillers and len(token) > 1:
            near = process.extractOne(token, words.keys(), scorer=fuzz.ratio, score_cutoff=MISTYPED)
            if near is not None:
                return words[near[0]], token
    return None, ""


def _is_single(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _weight(word: str) -> int:
    """Weigh a word by its length; a Chinese character says about as much as three letters."""
    return sum(1 if one.isascii() else 3 for one in word)


def has(text: str, word: str) -> bool:
    """Say whether a text has a word: English ones whole, Chinese ones anywhere.

    >>> has("go home", "me"), has("去首页", "首页")
    (False, True)
    """
    return f" {word} " in f" {text} " if word.isascii() else word in text


def _direction(text: str, rest: str) -> tuple[Direction, str]:
    for direction, words in lexicon().directions.items():
        found = [word for word in words if has(text, word)]
        if found:
            return direction, rest.replace(max(found, key=len), " ", 1)
    return "", rest


def _question(text: str) -> Question:
    known = lexicon().questions.items()
    found = (key for key, words in known if any(has(text, one) for one in words))
    return next(found, "balance")


def _value(verb: Verb, text: str) -> str:
    known = lexicon().values.items()
    found = [key for key, words in known if any(has(text, word) for word in words)]
    if verb == "theme":
        return next((one for one in found if one != "off"), "system")
    return "off" if "off" in found else "on"


def _bare(text: str) -> str:
    """Take away what only makes a sentence of it."""
    for filler in lexicon().fillers:
        without = text.replace(filler, " ")
        text = without if without.strip() else text
    kept = [word for word in text.split() if word not in lexicon().english_fillers]
    return (" " if text.isascii() else "").join(kept)


def names_of(titles: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Join each kind's titles with what people call it."""
    called = lexicon().kinds
    return {kind: (kind, *some, *called.get(kind, ())) for kind, some in titles.items()}


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
