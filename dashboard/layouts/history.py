"""A layout's history: steps back and forth, names, what differs, and going back to a version."""

from dashboard.errors import Conflict, Invalid
from dashboard.layouts.book import Basis, Book
from dashboard.layouts.chain import NAMES_MAX
from dashboard.layouts.changes import Change, differences
from dashboard.layouts.model import NAME_MAX, Stored, VersionView
from recommender.ports import Actor

NOTHING_TO_UNDO = "There is nothing to undo."
NOTHING_TO_REDO = "There is nothing to redo."


class History(Book):
    """What a customer does with earlier versions."""

    async def versions(self, actor: Actor, customer_id: str, limit: int = 50) -> list[VersionView]:
        """List the newest versions and the named ones, newest first; empty before a change."""
        await self._open(actor, customer_id)
        return await self._store.history(customer_id, limit)

    async def undo(self, actor: Actor, customer_id: str, basis: Basis) -> Stored:
        """Write a new version with the content of the step before, under today's policy."""
        opened = await self._open_at(actor, customer_id, basis)
        target = await self._version(opened, opened.head.undo_to or 0, NOTHING_TO_UNDO)
        links = {"undo_to": target.undo_to, "redo_to": opened.layout.version}
        opened.policy.check(actor, opened.layout, target.layout)
        return await self._write(opened, target.layout, ("undo", basis, links))

    async def redo(self, actor: Actor, customer_id: str, basis: Basis) -> Stored:
        """Write a new version with the content that the last undo took back."""
        opened = await self._open_at(actor, customer_id, basis)
        target = await self._version(opened, opened.head.redo_to or 0, NOTHING_TO_REDO)
        links = {"undo_to": opened.layout.version, "redo_to": target.redo_to}
        opened.policy.check(actor, opened.layout, target.layout)
        return await self._write(opened, target.layout, ("redo", basis, links))

    async def restore(self, actor: Actor, customer_id: str, version: int, basis: Basis) -> Stored:
        """Write a new version with the content of any one that is kept; it can be undone."""
        opened = await self._open_at(actor, customer_id, basis)
        target = await self._version(opened, version)
        return await self._save(actor, opened, target.layout, basis, "restore")

    async def name(self, actor: Actor, customer_id: str, version: int, name: str) -> VersionView:
        """Call a version something, so that it is kept; an empty name lets it go again."""
        opened = await self._open(actor, customer_id)
        wanted = " ".join(name.split())
        if len(wanted) > NAME_MAX:
            fault = {"field": "name", "error": f"At most {NAME_MAX} characters."}
            raise Invalid("A name is shorter than that.", details=[fault])
        if opened.head.parent is None:
            await self._store_default(opened)
        await self._version(opened, version)
        await self._demand_room(customer_id, version, wanted)
        await self._store.name(customer_id, version, wanted or None)
        return await self._store.view(customer_id, version)

    async def diff(
        self, actor: Actor, customer_id: str, before: int, after: int | None = None
    ) -> list[Change]:
        """List what differs between two versions (`after` None: the newest)."""
        opened = await self._open(actor, customer_id)
        old = await self._version(opened, before)
        new = opened.head if after is None else await self._version(opened, after)
        return differences(old.layout, new.layout)

    async def _demand_room(self, customer_id: str, version: int, name: str) -> None:
        links = await self._store.links(customer_id)
        named = {one.version for one in links if one.name}
        if name and version not in named and len(named) >= NAMES_MAX:
            raise Conflict(f"{NAMES_MAX} versions have a name: take one away first.")
