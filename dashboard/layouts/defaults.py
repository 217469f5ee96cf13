"""The home that a new customer finds: one arrangement a segment, in reading order."""

from collections.abc import Mapping

from dashboard.layouts import edits, geometry
from dashboard.layouts.model import PRIMARY, Layout, Tile
from widgets.base import Size, Widget

FIRST_VERSION = 1
Arrangement = tuple[tuple[str, Size], ...]

_FALLBACK: Arrangement = (
    ("balances", "M"),
    ("notices", "M"),
    ("allocation", "L"),
    ("products", "L"),
    ("dues", "L"),
    ("feed", "L"),
)
ARRANGEMENTS: Mapping[str, Arrangement] = {
    "mass": _FALLBACK,
    "affluent": (
        ("balances", "M"),
        ("notices", "M"),
        ("allocation", "L"),
        ("dues", "L"),
        ("products", "L"),
        ("feed", "L"),
    ),
    "private": (
        ("allocation", "L"),
        ("balances", "L"),
        ("notices", "M"),
        ("dues", "M"),
        ("products", "L"),
        ("feed", "L"),
    ),
    "young": (
        ("balances", "M"),
        ("notices", "M"),
        ("feed", "L"),
        ("dues", "L"),
        ("products", "L"),
        ("allocation", "L"),
    ),
    "senior": (
        ("balances", "L"),
        ("dues", "L"),
        ("notices", "L"),
        ("allocation", "L"),
        ("products", "L"),
        ("feed", "L"),
    ),
    "sme": (
        ("balances", "L"),
        ("dues", "L"),
        ("notices", "M"),
        ("products", "M"),
        ("allocation", "L"),
        ("feed", "L"),
    ),
}


def default_layout(segment: str, kinds: Mapping[str, Widget]) -> Layout:
    """Build a segment's home from those of its kinds that are registered."""
    wanted = ARRANGEMENTS.get(segment, _FALLBACK)
    sized = [(kind, _nearest(size, kinds[kind])) for kind, size in wanted if kind in kinds]
    bare = Layout(
        version=FIRST_VERSION,
        tiles={kind: Tile(kind=kind) for kind, _ in sized},
        places={PRIMARY: geometry.flow(PRIMARY, sized)},
        own={"tablet": False, "phone": False},
    )
    return edits.follow(bare)


def _nearest(size: Size, widget: Widget) -> Size:
    return size if size in widget.sizes else widget.sizes[0]
