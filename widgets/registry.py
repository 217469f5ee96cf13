"""All widget kinds, found by place and by the entry point group `companion.widgets`."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType

from widgets import kinds
from widgets.base import Widget
from widgets.errors import UnknownKind

ENTRY_POINTS = "companion.widgets"


@cache
def catalogue() -> Mapping[str, Widget]:
    """Return kind -> widget, in the order of the kinds' names."""
    found = {widget.kind: widget for widget in [*_built_in(), *_installed()]}
    return MappingProxyType(dict(sorted(found.items())))


def widget(kind: str) -> Widget:
    """Return the widget of a kind.

    Raises:
        UnknownKind: No such kind is registered.
    """
    try:
        return catalogue()[kind]
    except KeyError:
        raise UnknownKind(f"There is no widget named '{kind}'.") from None


def _built_in() -> list[Widget]:
    names = sorted(module.name for module in pkgutil.iter_modules(kinds.__path__))
    modules = [importlib.import_module(f"{kinds.__name__}.{name}") for name in names]
    return [module.WIDGET for module in modules]


def _installed() -> list[Widget]:
    return [point.load() for point in entry_points(group=ENTRY_POINTS)]
