"""Reading faces in tests: the blocks of a type, the rows, the words of a language."""

from recommender.language import pick
from widgets import face


def blocks(shown, of):
    return [one for one in shown.blocks if isinstance(one, of)]


def figure(shown):
    return blocks(shown, face.Figure)[0]


def rows(shown):
    return [row for block in blocks(shown, face.Rows) for row in block.rows]


def notes(shown):
    return [word(one.text) for one in blocks(shown, face.Note)]


def choices(shown):
    return {one.name: one for one in blocks(shown, face.Choice)}


def word(text):
    return pick(text, "en") if isinstance(text, dict) else text
