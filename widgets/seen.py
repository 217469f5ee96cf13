"""Impressions, clicks, dismissals and reading time of items, sent by the page itself."""

from typing import Any

import reflex as rx

_SEEN = rx.asset("seen.jsx", shared=True).importable_path


class _Signal(rx.Component):
    """What every signal tells: the item, and the decision and place that it was shown by."""

    library = _SEEN

    kind: rx.Var[str]
    item: rx.Var[str]
    decision: rx.Var[str]
    placement: rx.Var[str]
    position: rx.Var[int]
    version: rx.Var[int]


class Seen(_Signal):
    """Counts an impression: half visible for one second, once per decision and place."""

    tag = "Seen"


class ItemLink(_Signal):
    """A link that tells which decision it was followed from."""

    tag = "ItemLink"

    href: rx.Var[str]


class DismissButton(_Signal):
    """Says "not interested" and asks the page to load again."""

    tag = "DismissButton"


class LikeButton(_Signal):
    """Says "I am interested" once, and that it was heard."""

    tag = "LikeButton"

    said: rx.Var[str]


class IgnoreButton(rx.Component):
    """Has a signal speak no longer and asks the page to load again."""

    library = _SEEN
    tag = "IgnoreButton"

    signal: rx.Var[str]


class Changes(rx.Component):
    """Runs a handler when something that the page shows has changed."""

    library = _SEEN
    tag = "Changes"

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Add the event of this component."""
        return super().get_event_triggers() | {"on_change": rx.event.no_args_event_spec}


class Dwell(_Signal):
    """Measures how long its item is looked at; from five seconds on the view is a read."""

    tag = "Dwell"


def seen(*children: Any, **props: Any) -> rx.Component:
    """Wrap an item so that its impression is counted."""
    return Seen.create(*children, **props)


def item_link(*children: Any, **props: Any) -> rx.Component:
    """Link to an item and count the click."""
    return ItemLink.create(*children, **props)


def dismiss_button(*children: Any, **props: Any) -> rx.Component:
    """Offer "not interested" for an item."""
    return DismissButton.create(*children, **props)


def ignore_button(*children: Any, signal: Any, **props: Any) -> rx.Component:
    """Offer "do not use this" for the signal behind a reason."""
    return IgnoreButton.create(*children, signal=signal, **props)


def dwell(*children: Any, **props: Any) -> rx.Component:
    """Wrap an opened item so that one view with its reading time is sent."""
    return Dwell.create(*children, **props)


def like_button(*children: Any, said: Any, **props: Any) -> rx.Component:
    """Offer "I am interested" for an item; `said` are the words afterwards."""
    return LikeButton.create(*children, said=said, **props)


def changes(**props: Any) -> rx.Component:
    """Listen for dismissals on this page; `on_change` is the handler that loads again."""
    return Changes.create(**props)
