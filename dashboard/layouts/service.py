"""The rules of changing a layout: who, from which version, to what."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from dashboard.errors import Conflict, NotAllowed, NotFound, Stale
from dashboard.layouts import edits
from dashboard.layouts.defaults import default_layout
from dashboard.layouts.model import (
    Breakpoint,
    Layout,
    LayoutIn,
    Op,
    Places,
    Stored,
    Tile,
    TileChange,
    TileId,
    VersionView,
)
from dashboard.layouts.policy import Policy
from dashboard.layouts.repository import LayoutRepository
from recommender.database import new_id
from recommender.ports import CUSTOMER, SYSTEM, Actor, Clock
from widgets.base import Widget

KEEP_VERSIONS = 200
PRUNE_EVERY = 20
SegmentOf = Callable[[str], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a change was made from: the version that was seen (None: whatever is newest)."""

    version: int | None
    device: str = "web"


class Layouts:
    """Opens and changes a customer's own layout; each change is a new version."""

    def __init__(
        self,
        store: LayoutRepository,
        kinds: Mapping[str, Widget],
        *,
        segment_of: SegmentOf,
        clock: Clock,
    ) -> None:
        self._store = store
        self._kinds = kinds
        self._policy = Policy(kinds)
        self._segment_of = segment_of
        self._clock = clock

    async def open(self, actor: Actor, customer_id: str) -> Stored:
        """Return the newest layout, or the segment's default before the first change."""
        _demand_own(actor, customer_id)
        newest = await self._store.newest(customer_id)
        if newest is None:
            return Stored(layout=self._policy.complete(await self._default(customer_id)))
        return newest.model_copy(update={"layout": self._policy.complete(newest.layout)})

    async def put(self, actor: Actor, customer_id: str, wanted: LayoutIn, basis: Basis) -> Stored:
        """Replace the whole layout."""
        head = await self._head(actor, customer_id, basis)
        self._policy.demand_kept(wanted.tiles)
        return await self._save(actor, customer_id, head, edits.adopt(head.layout, wanted), basis)

    async def arrange(
        self, actor: Actor, customer_id: str, at: tuple[Breakpoint, Places], basis: Basis
    ) -> Stored:
        """Move and resize the tiles of one breakpoint."""
        head = await self._head(actor, customer_id, basis)
        breakpoint_, places = at
        edits.demand_sound(head.layout.tiles, {breakpoint_: places})
        after = edits.arrange(head.layout, breakpoint_, places)
        return await self._save(actor, customer_id, head, after, basis)

    async def rebase(
        self, actor: Actor, customer_id: str, at: tuple[Breakpoint, Places], basis: Basis
    ) -> Stored:
        """Put my places on top of whatever is newest now (the way on from a stale change)."""
        head = await self.open(actor, customer_id)
        breakpoint_, places = at
        edits.demand_sound({one.tile for one in places}, {breakpoint_: places})
        after = edits.rebase(head.layout, breakpoint_, places)
        return await self._save(actor, customer_id, head, after, basis)

    async def add(
        self, actor: Actor, customer_id: str, kind: str, basis: Basis
    ) -> tuple[Stored, TileId]:
        """Add a tile of a kind; return the new layout and the tile's id."""
        head = await self._head(actor, customer_id, basis)
        tile_id = f"{kind}-{new_id()[-8:]}"
        size = self._policy.size_of(kind)
        after = edits.add(head.layout, tile_id, Tile(kind=kind), size)
        return await self._save(actor, customer_id, head, after, basis), tile_id

    async def remove(self, actor: Actor, customer_id: str, tile_id: TileId, basis: Basis) -> Stored:
        """Take a tile away; a mandatory one stays."""
        head = await self._head(actor, customer_id, basis)
        after = edits.remove(head.layout, tile_id)
        return await self._save(actor, customer_id, head, after, basis)

    async def configure(
        self, actor: Actor, customer_id: str, tile_id: TileId, change: TileChange, basis: Basis
    ) -> Stored:
        """Set a card's settings, conditions, pin or title; each field's fault is named."""
        head = await self._head(actor, customer_id, basis)
        after = edits.configure(head.layout, tile_id, change)
        self._policy.demand_valid(after.tiles[tile_id])
        return await self._save(actor, customer_id, head, after, basis)

    async def give_back(
        self, actor: Actor, customer_id: str, breakpoint_: Breakpoint, basis: Basis
    ) -> Stored:
        """Let one breakpoint follow the primary one again."""
        head = await self._head(actor, customer_id, basis)
        after = edits.give_back(head.layout, breakpoint_)
        return await self._save(actor, customer_id, head, after, basis)

    async def undo(self, actor: Actor, customer_id: str, basis: Basis) -> Stored:
        """Write a new version with the content of the step before, under today's policy."""
        head = await self._head(actor, customer_id, basis)
        target = await self._target(customer_id, head.undo_to, "There is nothing to undo.")
        links = {"undo_to": target.undo_to, "redo_to": head.layout.version}
        return await self._write(customer_id, head, target.layout, ("undo", basis, links))

    async def redo(self, actor: Actor, customer_id: str, basis: Basis) -> Stored:
        """Write a new version with the content that the last undo took back."""
        head = await self._head(actor, customer_id, basis)
        target = await self._target(customer_id, head.redo_to, "There is nothing to redo.")
        links = {"undo_to": head.layout.version, "redo_to": target.redo_to}
        return await self._write(customer_id, head, target.layout, ("redo", basis, links))

    async def reset(self, actor: Actor, customer_id: str, basis: Basis) -> Stored:
        """Go back to the segment's default; the way here can be undone."""
        head = await self._head(actor, customer_id, basis)
        links = {"undo_to": head.layout.version, "redo_to": None}
        default = await self._default(customer_id)
        return await self._write(customer_id, head, default, ("reset", basis, links))

    async def versions(self, actor: Actor, customer_id: str, limit: int = 50) -> list[VersionView]:
        """List the history, newest first; empty before the first change."""
        _demand_own(actor, customer_id)
        return await self._store.history(customer_id, limit)

    async def forget(self, actor: Actor, customer_id: str) -> None:
        """Erase a customer's layouts."""
        _demand_own(actor, customer_id)
        await self._store.forget(customer_id)

    async def _head(self, actor: Actor, customer_id: str, basis: Basis) -> Stored:
        head = await self.open(actor, customer_id)
        if basis.version is not None and basis.version != head.layout.version:
            raise _stale(head.layout)
        return head

    async def _save(
        self, actor: Actor, customer_id: str, head: Stored, after: Layout, basis: Basis
    ) -> Stored:
        self._policy.check(actor, after)
        if after == head.layout:
            return head
        links = {"undo_to": head.layout.version, "redo_to": None}
        return await self._write(customer_id, head, after, ("save", basis, links))

    async def _write(
        self,
        customer_id: str,
        head: Stored,
        content: Layout,
        step: tuple[Op, Basis, Mapping[str, int | None]],
    ) -> Stored:
        op, basis, links = step
        if head.parent is None:
            await self._store_default(customer_id, head)
        version = head.layout.version + 1
        layout = self._policy.complete(content).model_copy(update={"version": version})
        stored = Stored(layout=layout, op=op, parent=head.layout.version, **links)
        now = self._clock.now()
        if not await self._store.insert(customer_id, stored, device=basis.device, now=now):
            raise _stale((await self._store.newest(customer_id) or head).layout)
        if version % PRUNE_EVERY == 0:
            await self._store.prune(customer_id, keep=KEEP_VERSIONS)
        return stored

    async def _store_default(self, customer_id: str, head: Stored) -> None:
        """Keep the home that the first change starts from, so that undo can reach it."""
        await self._store.insert(customer_id, head, device="bank", now=self._clock.now())

    async def _target(self, customer_id: str, version: int | None, absent: str) -> Stored:
        target = None if version is None else await self._store.at(customer_id, version)
        if target is None:
            raise Conflict(absent)
        return target

    async def _default(self, customer_id: str) -> Layout:
        try:
            segment = await self._segment_of(customer_id)
        except NotFound:
            segment = ""  # Signed up, but not imported yet: the common home will do.
        return default_layout(segment, self._kinds)


def _demand_own(actor: Actor, customer_id: str) -> None:
    if actor.has(SYSTEM):
        return
    if not actor.has(CUSTOMER):
        raise NotAllowed("Only customers have a home.")
    if actor.customer_id != customer_id:
        raise NotFound("There is no such home.")


def _stale(newest: Layout) -> Stale:
    return Stale(
        "The home was changed elsewhere meanwhile.",
        details=[{"version": newest.version, "layout": newest.model_dump(mode="json")}],
    )
