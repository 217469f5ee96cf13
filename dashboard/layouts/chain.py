"""Which versions are kept: the newest, those with a name, and the way back and forth."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

KEEP_VERSIONS = 200
KEEP_STEPS = 50
"""So many steps back, and so many forth again, are never forgotten."""
NAMES_MAX = 30
"""A named version is kept for ever, so there is an end to them."""


@dataclass(frozen=True, slots=True)
class Link:
    """One version, where undo and redo lead from it, and its name."""

    version: int
    undo_to: int | None
    redo_to: int | None
    name: str | None = None


def to_forget(links: Sequence[Link], *, keep: int = KEEP_VERSIONS) -> set[int]:
    """Choose the versions that nobody can reach any more (`links`: newest first)."""
    if not links:
        return set()
    newest = links[0].version
    kept = {one.version for one in links if one.version > newest - keep or one.name}
    by_version = {one.version: one for one in links}
    kept |= set(_way(by_version, newest, lambda link: link.undo_to))
    kept |= set(_way(by_version, newest, lambda link: link.redo_to))
    return {one.version for one in links} - kept


def _way(
    links: Mapping[int, Link], start: int, leads: Callable[[Link], int | None]
) -> Iterator[int]:
    """Follow one sort of link as far as steps are kept."""
    at = links.get(start)
    for _ in range(KEEP_STEPS):
        at = None if at is None else links.get(leads(at) or 0)
        if at is None:
            return
        yield at.version
