"""All widget kinds, found by place and by the entry point group `companion.widgets`."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

import structlog

from widgets import kinds
from widgets.base import Widget
from widgets.errors import UnknownKind

ENTRY_POINTS = "companion.widgets"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """An installed kind that is left out, and why."""

    name: str
    package: str
    why: str


@cache
def catalogue() -> Mapping[str, Widget]:
    """Return kind -> widget, in the order of the kinds' names."""
    found = {**{widget.kind: widget for widget in _installed()[0]}, **built_in()}
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


def faults() -> tuple[Fault, ...]:
    """Return the installed kinds that are left out."""
    return _installed()[1]


@cache
def built_in() -> Mapping[str, Widget]:
    """Return the kinds of this package."""
    names = sorted(module.name for module in pkgutil.iter_modules(kinds.__path__))
    modules = [importlib.import_module(f"{kinds.__name__}.{name}") for name in names]
    return {module.WIDGET.kind: module.WIDGET for module in modules}


@cache
def _installed() -> tuple[tuple[Widget, ...], tuple[Fault, ...]]:
    return installed()


def installed() -> tuple[tuple[Widget, ...], tuple[Fault, ...]]:
    """Load the kinds of other packages; one that fails costs itself only."""
    found = [_loaded(point) for point in entry_points(group=ENTRY_POINTS)]
    good = tuple(one for one in found if isinstance(one, Widget))
    return good, tuple(one for one in found if isinstance(one, Fault))


def _loaded(point: EntryPoint) -> Widget | Fault:
    try:
        known = point.load()
    except Exception as error:  # Whatever a foreign package does at its import.
        log.exception("widget_left_out", name=point.name, value=point.value)
        return _fault(point, f"{type(error).__name__}: {error}")
    if not isinstance(known, Widget):
        return _fault(point, "It is no Widget.")
    if known.kind in built_in():
        return _fault(point, f"The name '{known.kind}' is taken by a kind of ours.")
    return known


def _fault(point: EntryPoint, why: str) -> Fault:
    package = point.dist.name if point.dist else point.module
    return Fault(point.name, package, why[:200])
