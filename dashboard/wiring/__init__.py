"""The only place that constructs things: one Root a process, one Services a unit of work."""

from dashboard.settings import Settings
from dashboard.wiring.roots import Root
from dashboard.wiring.services import Services

__all__ = ["Root", "Services", "forget_root", "open_root", "root"]

_root: list[Root] = []


def open_root(settings: Settings | None = None) -> Root:
    """Make this process's Root, once."""
    if not _root:
        _root.append(Root(settings or Settings()))
    return _root[0]


def root() -> Root:
    """Return this process's Root."""
    return open_root()


def forget_root() -> None:
    """Let the next call make a new Root (tests)."""
    _root.clear()
