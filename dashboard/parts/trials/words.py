"""Words for trials: states, outcomes, guard rails, groups."""

from typing import Any

import reflex as rx

from widgets.words import t

STATES = {
    "draft": ("Draft", "chip"),
    "review": ("In review", "chip info"),
    "running": ("Running", "chip good"),
    "stopped": ("Stopped", "chip warn"),
    "finished": ("Finished", "chip"),
}
OUTCOMES = {"clicked": "Clicked", "read": "Read", "bought": "Bought"}
MEASURES = {"clicked": "Fewer clicks", "dismissed": "More turned down", "short": "Lists too short"}
GROUPS = {"held-out": "Permanent hold-out", "opted-out": "Opted out of personalisation"}
TOTALS = {
    "decisions": "Lists",
    "impressions": "Impressions",
    "clicks": "Clicks",
    "reads": "Reads",
    "dismissals": "Not interested",
    "purchases": "Purchases",
}
ACTIONS = {
    "edit": "wrote the design",
    "submit": "submitted it",
    "approve": "approved and started it",
    "request_changes": "asked for changes",
}
MODELS = {"active": "The model that serves", "popularity": "Popularity"}
SCENARIOS = {
    "home": "Home",
    "feed": "Feed",
    "discover": "Discover",
    "desk": "Adviser's desk",
}


def named(table: dict[str, str], key: Any) -> Any:
    """Say one of some words by its key."""
    return rx.match(key, *[(one, t(words)) for one, words in table.items()], key)


def state_chip(state: Any) -> rx.Component:
    """Draw a state as a chip; its words say it, colour only helps."""
    words = rx.match(state, *[(key, t(name)) for key, (name, _) in STATES.items()], state)
    look = rx.match(state, *[(key, look) for key, (_, look) in STATES.items()], "chip")
    return rx.el.span(words, class_name=look, data_status=state)
