"""The rules of changing a layout: who, from which version, to what."""

from dashboard.errors import NotAllowed, NotFound
from dashboard.layouts import edits
from dashboard.layouts.book import Basis, Opened
from dashboard.layouts.changes import Change, differences
from dashboard.layouts.history import History
from dashboard.layouts.locks import Reasons, demand_unpinned
from dashboard.layouts.merging import Merged, Mine, merge
from dashboard.layouts.model import (
    Breakpoint,
    Layout,
    LayoutIn,
    Places,
    Stored,
    Tile,
    TileChange,
    TileId,
)
from dashboard.layouts.templates import Template, arranged_like, template_of
from recommender.database import new_id
from recommender.ports import CUSTOMER, SYSTEM, Actor

__all__ = ["Basis", "Layouts", "Mine"]


class Layouts(History):
    """Opens and changes a customer's own layout; each change is a new version."""

    async def may(self, actor: Actor, customer_id: str, layout: Layout, language: str) -> Reasons:
        """Say of each card and operation why it is closed, in words; empty where it is open."""
        opened = await self._open(actor, customer_id)
        return opened.policy.may(actor, layout, language)

    async def put(self, actor: Actor, customer_id: str, wanted: LayoutIn, basis: Basis) -> Stored:
        """Replace the whole layout."""
        opened = await self._open_at(actor, customer_id, basis)
        opened.policy.demand_kept(wanted.tiles)
        return await self._save(actor, opened, edits.adopt(opened.layout, wanted), basis)

    async def arrange(
        self, actor: Actor, customer_id: str, at: tuple[Breakpoint, Places], basis: Basis
    ) -> Stored:
        """Move and resize the tiles of one breakpoint."""
        opened = await self._open_at(actor, customer_id, basis)
        after = edits.arrange(opened.layout, *at)
        demand_unpinned(opened.layout, after)
        return await self._save(actor, opened, after, basis)

    async def add(
        self, actor: Actor, customer_id: str, kind: str, basis: Basis
    ) -> tuple[Stored, TileId]:
        """Add a tile of a kind; return the new layout and the tile's id."""
        opened = await self._open_at(actor, customer_id, basis)
        tile_id = f"{kind}-{new_id()[-8:]}"
        size = opened.policy.size_of(kind)
        after = edits.add(opened.layout, tile_id, Tile(kind=kind), size)
        return await self._save(actor, opened, after, basis), tile_id

    async def remove(self, actor: Actor, customer_id: str, tile_id: TileId, basis: Basis) -> Stored:
        """Take a tile away; a mandatory one stays."""
        opened = await self._open_at(actor, customer_id, basis)
        return await self._save(actor, opened, edits.remove(opened.layout, tile_id), basis)

    async def configure(
        self, actor: Actor, customer_id: str, tile_id: TileId, change: TileChange, basis: Basis
    ) -> Stored:
        """Set a card's settings, conditions, pin or title; each field's fault is named."""
        opened = await self._open_at(actor, customer_id, basis)
        after = edits.configure(opened.layout, tile_id, change)
        opened.policy.demand_valid(after.tiles[tile_id])
        return await self._save(actor, opened, after, basis)

    async def give_back(
        self, actor: Actor, customer_id: str, breakpoint_: Breakpoint, basis: Basis
    ) -> Stored:
        """Let one breakpoint follow the primary one again."""
        opened = await self._open_at(actor, customer_id, basis)
        after = edits.give_back(opened.layout, breakpoint_)
        return await self._save(actor, opened, after, basis, "give_back")

    async def merge(
        self, actor: Actor, customer_id: str, mine: Mine, basis: Basis
    ) -> tuple[Stored, Merged]:
        """Put my changes since the version that I saw on top of the newest; say what was done."""
        opened = await self._open_at(actor, customer_id, basis)
        base = (await self._version(opened, mine.base)).layout
        merged = merge(base, opened.layout, mine.of(base))
        after = opened.policy.complete(merged.layout)
        return await self._save(actor, opened, after, basis, "merge"), merged

    async def reset(self, actor: Actor, customer_id: str, basis: Basis) -> Stored:
        """Go back to the segment's default; the way here can be undone."""
        opened = await self._open_at(actor, customer_id, basis)
        links = {"undo_to": opened.layout.version, "redo_to": None}
        default = opened.home.layout(self._kinds)
        return await self._write(opened, default, ("reset", basis, links))

    async def news(self, actor: Actor, customer_id: str) -> list[Change]:
        """List what taking over the bank's new home would change; empty when nothing."""
        opened = await self._open(actor, customer_id)
        return differences(opened.layout, (await self._renewed(opened)).layout)

    async def accept_defaults(self, actor: Actor, customer_id: str, basis: Basis) -> Stored:
        """Merge what the bank changed in its home since; where I changed the same, mine counts."""
        opened = await self._open_at(actor, customer_id, basis)
        merged = (await self._renewed(opened)).layout
        opened.policy.check_state(actor, merged)
        return await self._keep(opened, merged, basis, "accept")

    async def keep_mine(self, actor: Actor, customer_id: str, basis: Basis) -> Stored:
        """Leave the home as it is, and hear of the bank's new one no more."""
        opened = await self._open_at(actor, customer_id, basis)
        after = opened.layout.model_copy(update={"bank": opened.home.name})
        return await self._keep(opened, after, basis, "accept")

    async def template(self, actor: Actor, customer_id: str) -> Template:
        """Return the arrangement without anything personal, to give away."""
        return template_of((await self._open(actor, customer_id)).layout, self._kinds)

    async def share(self, actor: Actor, customer_id: str) -> str:
        """Keep the arrangement for whoever has its code, and return the code."""
        template = await self.template(actor, customer_id)
        content = template.model_dump(mode="json")
        await self._store.keep_template(template.code, content, self._clock.now())
        return template.code

    async def shared(self, actor: Actor, code: str) -> Template:
        """Return the arrangement that somebody shared."""
        if not actor.has(CUSTOMER, SYSTEM):
            raise NotAllowed("Only customers have a home.")
        plain = code.upper().replace("-", "")
        found = await self._store.template(f"{plain[:4]}-{plain[4:]}")
        if found is None:
            raise NotFound("There is no arrangement with this code.")
        return Template.model_validate(found)

    async def adopt_template(
        self, actor: Actor, customer_id: str, template: Template, basis: Basis
    ) -> Stored:
        """Arrange my home like a template, as far as the policy allows; it can be undone."""
        opened = await self._open_at(actor, customer_id, basis)
        after = opened.policy.complete(arranged_like(opened.layout, template, self._kinds))
        return await self._save(actor, opened, after, basis, "adopt")

    async def forget(self, actor: Actor, customer_id: str) -> None:
        """Erase a customer's layouts."""
        await self._open(actor, customer_id)
        await self._store.forget(customer_id)

    async def _renewed(self, opened: Opened) -> Merged:
        newest = opened.home.layout(self._kinds)
        return merge(await self._origin(opened), newest, opened.layout)
