"""The words of the grammar, read from `lexicon.toml`: a bank adds its own without code."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from dashboard.commands.model import Direction, Question, Verb

Words = tuple[str, ...]
_FILE = Path(__file__).with_name("lexicon.toml")


class Lexicon(BaseModel):
    """What people say.

    Attributes:
        fillers: Chinese words that only make a sentence of a command; English ones likewise.
        directions: In the order in which they are looked for.
        values: What a switch is switched to.
        kinds: What people call a kind beside its title.
        pages: What people call a page.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fillers: Words
    english_fillers: frozenset[str]
    verbs: Mapping[Verb, Words]
    directions: Mapping[Direction, Words]
    questions: Mapping[Question, Words]
    values: Mapping[str, Words]
    kinds: Mapping[str, Words]
    pages: Mapping[str, Words]


@cache
def lexicon() -> Lexicon:
    """Return the words, read once."""
    with _FILE.open("rb") as file:
        known: dict[str, Any] = tomllib.load(file)
    return Lexicon.model_validate(known)
