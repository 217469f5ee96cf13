"""Reading aloud: a card or the page, line by line, by voice or as captions where there is none."""

from typing import Any

import reflex as rx

from widgets.words import t

_FILES = ("read_aloud_parts.js", "read_aloud_voice.js", "read_aloud.jsx")
_LIBRARY = [rx.asset(file, shared=True) for file in _FILES][-1].importable_path

LABELS = {
    "reading": "Read aloud",
    "hidden": "amount hidden",
    "mute": "This device has no voice for this language, so here are the words.",
    "next": "Next line",
    "stop": "Stop reading",
}


class ReadAloud(rx.Component):
    """Waits for `companion:read` {element} and shows the bar while it reads."""

    library = _LIBRARY
    tag = "ReadAloud"

    labels: rx.Var[dict[str, str]]


class ReadPage(rx.Component):
    """The button that has the whole page read."""

    library = _LIBRARY
    tag = "ReadPage"

    label: rx.Var[str]


def read_aloud() -> rx.Component:
    """Draw the bar; one on each page."""
    return ReadAloud.create(labels={key: t(msgid) for key, msgid in LABELS.items()})


def read_page(**props: Any) -> rx.Component:
    """Draw the button that starts with the page's title."""
    return ReadPage.create(label=t("Read this page aloud"), **props)
