"""The message catalogues held against the code: what is said, what is missing, what is unused."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from recommender.language import ENGLISH, SIMPLIFIED, catalogue, plain_words
from widgets.form import fields
from widgets.registry import catalogue as widget_kinds

ROOT = Path(__file__).parents[1]
PACKAGES = ("recommender", "content", "widgets", "dashboard")
SPOKEN = {"t": 0, "say": 1, "said": 0, "NoData": 0}
"""Calls that take an English message, with the position of the message."""
DECLARED = {"Widget": ("title", "summary"), "NoData": ("label",)}


@cache
def spoken() -> frozenset[str]:
    """Return every English message that the code says literally."""
    literal = frozenset(text for tree in _trees() for text in _spoken_in(tree))
    return literal | frozenset(plain_words().values())


def missing() -> list[str]:
    """List messages without a translation."""
    return sorted(spoken() - catalogue(SIMPLIFIED).keys())


def unused() -> list[str]:
    """List translations of messages that stand nowhere in the code."""
    said = constants() | _settings() | set(plain_words().values())
    return sorted(catalogue(SIMPLIFIED).keys() - said)


def entries(path: Path) -> dict[str, str]:
    """Return the messages of one area with their translations."""
    with path.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def _settings() -> set[str]:
    """Return the words of the kinds' settings, which forms make from their names."""
    kinds = widget_kinds().values()
    shown = (one for known in kinds for one in fields(known.config, {}))
    texts = ((one.label, one.help, *(option.label for option in one.options)) for one in shown)
    return {words[ENGLISH] for some in texts for words in some if words}


def _trees() -> Iterator[ast.Module]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def constants() -> set[str]:
    """Return every text that stands in the code."""
    nodes = (node for tree in _trees() for node in ast.walk(tree))
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _spoken_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _texts(node)


def _texts(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    at = SPOKEN.get(name)
    given = [] if at is None else call.args[at : at + 1]
    given += [one.value for one in call.keywords if one.arg in DECLARED.get(name, ())]
    for value in given:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
