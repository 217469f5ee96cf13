"""Words for states, segments, topics and pictures of cards."""

from typing import Any

import reflex as rx

from recommender.catalogue.topics import TOPICS
from widgets.words import t

STATUSES = {
    "draft": ("Draft", "chip"),
    "review": ("In review", "chip info"),
    "changes_requested": ("Changes requested", "chip warn"),
    "approved": ("Approved", "chip accent"),
    "scheduled": ("Scheduled", "chip info"),
    "live": ("Live", "chip good"),
    "expired": ("Ended", "chip"),
    "withdrawn": ("Withdrawn", "chip"),
    "replaced": ("Replaced", "chip"),
}
SEGMENTS = {
    "mass": "Mass market",
    "affluent": "Affluent",
    "private": "Private banking",
    "young": "Young",
    "senior": "Seniors",
    "sme": "Small business",
}
ART = {
    "ridge": "Mountain ridges",
    "harbour": "Harbour",
    "dawn": "Dawn",
    "terrace": "Terraces",
    "grove": "Tall leaves",
    "orchard": "Orchard",
    "river": "River",
    "tide": "Tide",
    "compass": "Compass",
    "coins": "Coins",
    "lantern": "Lanterns",
    "loom": "Loom",
    "sprout": "Sprout",
    "steps": "Steps",
    "books": "Books",
    "city": "Skyline",
    "bridge": "Bridge",
    "umbrella": "Umbrella",
    "kite": "Kite",
    "moon": "Moon",
}
KINDS = {"article": "Article", "video": "Video", "offer": "Offer"}


def status_chip(status: Any) -> rx.Component:
    """Draw a state as a chip; its words say it, colour only helps."""
    words = rx.match(status, *[(key, t(name)) for key, (name, _) in STATUSES.items()], status)
    look = rx.match(status, *[(key, look) for key, (_, look) in STATUSES.items()], "chip")
    return rx.el.span(words, class_name=look, data_status=status)


def segment_name(segment: Any) -> Any:
    """Name a segment."""
    return rx.match(segment, *[(key, t(name)) for key, name in SEGMENTS.items()], segment)


def topic_name(topic: Any) -> Any:
    """Name a topic."""
    return rx.match(topic, *[(key, t(name)) for key, name in TOPICS.items()], topic)
