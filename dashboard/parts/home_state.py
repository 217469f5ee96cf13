"""The home's state: what a tab shows of it, and everything that is done there."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, Field

from dashboard.bank.model import NetWorth
from dashboard.errors import NotAllowed, NotFound, Stale
from dashboard.guard import acting, allow, current_actor
from dashboard.home.model import Opened
from dashboard.layouts.bank_home import Operation
from dashboard.layouts.model import TILES_MAX, Breakpoint, Place, Stored
from dashboard.layouts.service import Basis, Layouts, Mine
from dashboard.parts.arranging.merge_state import MergeState
from dashboard.parts.home_deeds import carry_out
from dashboard.parts.home_needs import touched
from dashboard.parts.home_places import away, below, lying, standing
from dashboard.parts.message import MessageState
from dashboard.parts.reader import language_of
from dashboard.people.roles import EVERYONE
from dashboard.problems import message_of
from recommender.ports import COMPLIANCE, CUSTOMER, MANAGER, MARKETER, OPERATOR, REVIEWER, RM, Actor
from widgets.base import Deed
from widgets.face import Item, Name
from widgets.tile import Tile

WORKPLACES = {
    MARKETER: "/studio",
    REVIEWER: "/studio",
    RM: "/desk",
    MANAGER: "/desk",
    COMPLIANCE: "/inquiry",
    OPERATOR: "/models",
}
DEVICE = "web"
TileId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Query = Annotated[str, Field(max_length=100)]
Change = Callable[[Layouts, Actor, str], Awaitable[Stored]]


class Arranged(BaseModel):
    """What the grid sends after a drop."""

    breakpoint_: Breakpoint
    places: Annotated[list[Place], Field(max_length=TILES_MAX)]


class HomeState(rx.State):
    """The home as this tab shows it; the truth is in the layout's newest version."""

    tiles: list[Tile] = []
    late: dict[str, Tile] = {}
    hidden: dict[str, str] = {}
    resting: int = 0
    watches: bool = False
    locks: dict[str, dict[str, str]] = {}
    places: dict[str, list[dict[str, Any]]] = {}
    version: int = 0
    revision: int = 0
    editing: bool = False
    can_undo: bool = False
    can_redo: bool = False
    focus: dict[str, Any] = {}
    worth: dict[str, Any] = {}
    _arriving: str = ""
    _owner: str = ""
    _follow: str = ""
    _queries: dict[str, str] = {}
    _away: dict[str, list[Place]] = {}
    _mine: Arranged | None = None

    @allow(*EVERYONE)
    async def load(self) -> Any:
        """Open the home; staff go on to their own workplace, visitors to the sign-in."""
        actor = await current_actor()
        if not actor.has(CUSTOMER):
            return rx.redirect(_workplace(actor))
        self.editing, arriving, self._arriving = bool(self._arriving), self._arriving, ""
        self._queries = {}
        following = await self._reload()
        if arriving:
            self.focus = {"tile": arriving, "n": self.revision}
        return following

    @allow(CUSTOMER, background=True)
    async def follow(self) -> None:
        """Show the slow cards as they arrive; nothing else of this tab waits for them."""
        async with acting() as (app, actor):
            mine, waiting = self._follow, [one.id for one in self.tiles if one.state == "loading"]
            speaks, me = await self._language(app, actor), own_customer(actor)
            load = app.home.rest_of(mine) or await app.home.again(actor, me, waiting, speaks)
        async for some in load.batches():
            async with self:
                if self._follow != mine:
                    return
                self._put(some)

    @allow(CUSTOMER, background=True)
    async def weigh(self) -> None:
        """Show the net worth, which was not known in time."""
        async with acting() as (app, actor):
            worth = await app.home.worth(actor, own_customer(actor))
        async with self:
            self.worth = _total(worth)

    @allow(CUSTOMER)
    async def refresh(self) -> Any:
        """Load the tiles again: something that they show has changed."""
        return await self._reload(moves=False)

    @allow(CUSTOMER, background=True)
    async def renew(self, tiles: Annotated[list[TileId], Field(max_length=TILES_MAX)]) -> None:
        """Load some cards again whose time has come; what they show stays until then."""
        async with acting() as (app, actor):
            speaks, asked = await self._language(app, actor), dict(self._queries)
            load = await app.home.again(actor, own_customer(actor), tiles, speaks, queries=asked)
        async for some in load.batches():
            async with self:
                self._put(some)

    @allow(CUSTOMER)
    async def look(self) -> Any:
        """Open the home again where cards have come or gone by their conditions."""
        async with acting() as (app, actor):
            hidden = await app.home.hidden(actor, own_customer(actor))
        return await self._reload() if set(hidden) != set(self.hidden) else None

    @allow(CUSTOMER)
    async def reload(self) -> Any:
        """Read the layout and all tiles again: another part of the page has changed them."""
        return await self._reload()

    @allow(CUSTOMER)
    async def act(self, tile: TileId, name: Name, item: Item = "") -> Any:
        """Do what was chosen on a card, then load it again, and those that show the same."""
        async with acting() as (app, actor):
            speaks, deed = await self._language(app, actor), Deed(name, item)
            now, said = await carry_out(app.home, actor, (tile, deed), speaks)
            others = [] if said else touched(self.tiles, app.root.partners.kinds, tile)
        self._put([now])
        return [*said, *([HomeState.renew(others)] if others else [])]

    @allow(CUSTOMER)
    async def search(self, tile: TileId, query: Query) -> None:
        """Load a card again with what is searched for on it."""
        async with acting() as (app, actor):
            speaks = await self._language(app, actor)
            found = await app.home.tile(actor, own_customer(actor), tile, speaks, query=query)
        self._queries = self._queries | {tile: query}
        self._put([found])

    @allow(CUSTOMER)
    async def retry(self, tile: TileId) -> None:
        """Load a card again that failed."""
        async with acting() as (app, actor):
            speaks = await self._language(app, actor)
            self._put([await app.home.tile(actor, own_customer(actor), tile, speaks)])

    @allow(CUSTOMER)
    async def edit(self) -> Any:
        """Unlock the home; cards that are not there now come out, to be arranged too."""
        self.editing = True
        return await self._reload() if self.hidden else None

    @allow(CUSTOMER)
    async def done(self) -> Any:
        """Lock the home again; everything is saved already."""
        self.editing = False
        return await self._reload() if self.hidden else None

    @allow(CUSTOMER, takes=Arranged)
    async def arrange(self, breakpoint_: Breakpoint, places: list[dict[str, Any]]) -> None:
        """Save where the cards of one breakpoint lie now."""
        sent = [Place(**one) for one in places]
        rest = below(sent, self._away.get(breakpoint_, []))
        self._mine = Arranged(breakpoint_=breakpoint_, places=[*sent, *rest])
        at, basis = (breakpoint_, tuple(self._mine.places)), self._basis()
        await self._change(lambda app, actor, me: app.arrange(actor, me, at, basis))

    @allow(CUSTOMER)
    async def remove(self, tile: TileId) -> Any:
        """Take a card away; it can be undone."""
        basis = Basis(None, DEVICE)
        return await self._change(
            lambda app, actor, me: app.remove(actor, me, tile, basis), shows=True
        )

    @allow(CUSTOMER)
    async def undo(self) -> Any:
        """Take the last step back."""
        basis = self._basis()
        return await self._change(lambda app, actor, me: app.undo(actor, me, basis), shows=True)

    @allow(CUSTOMER)
    async def redo(self) -> Any:
        """Take the last undo back."""
        basis = self._basis()
        return await self._change(lambda app, actor, me: app.redo(actor, me, basis), shows=True)

    @allow(CUSTOMER)
    async def start_over(self) -> Any:
        """Go back to the bank's arrangement; it can be undone."""
        basis = self._basis()
        return await self._change(lambda app, actor, me: app.reset(actor, me, basis), shows=True)

    def _put(self, tiles: Sequence[Tile]) -> None:
        """Show newer tiles; sent alone, not with all the others again."""
        self.late = self.late | {one.id: one for one in tiles}

    async def _change(self, change: Change, *, shows: bool = False) -> Any:
        """Save a change; a stale one is put together with what was changed elsewhere."""
        try:
            async with acting(write=True) as (app, actor):
                stored = await change(app.layouts, actor, own_customer(actor))
        except Stale:
            return await self._put_together()
        except NotAllowed as refused:
            if self._mine is None:
                raise
            self._mine = None  # The grid has moved the card already: it has to go back.
            return [*await self._reload(), MessageState.show(message_of(refused), "error")]
        self._adopt(stored)
        return await self._reload() if shows else None

    async def _put_together(self) -> Any:
        """Put what I arranged on top of the newest home, and tell what that did."""
        told, mine = await self.get_state(MergeState), self._mine
        if mine is None:
            told._tell_newer()
            return await self._reload()
        wanted = Mine(self.version, (mine.breakpoint_, tuple(mine.places)))
        async with acting(write=True) as (app, actor):
            me, newest = own_customer(actor), Basis(None, DEVICE)
            _, merged = await app.layouts.merge(actor, me, wanted, newest)
            told._tell(merged, app.root.partners.kinds)
        return await self._reload()

    async def _reload(self, *, moves: bool = True) -> Any:
        """Open the home again; what it showed stays until the new values are here."""
        async with acting() as (app, actor):
            speaks, me, asked = await self._language(app, actor), own_customer(actor), self._queries
            opened = await app.home.begin(actor, me, speaks, whole=self.editing, queries=asked)
            closed = await app.layouts.may(actor, me, opened.shown, speaks)
        self.locks = {tile: _told(reasons) for tile, reasons in closed.items() if _told(reasons)}
        self._show(opened, me)
        self.revision += moves
        later = {HomeState.follow: opened.follow, HomeState.weigh: opened.home.worth is None}
        return [handler for handler, is_wanted in later.items() if is_wanted]

    async def _language(self, app: Any, actor: Actor) -> str:
        return await language_of(app, actor, self.router.headers.accept_language)

    def _basis(self) -> Basis:
        return Basis(self.version or None, DEVICE)

    def _adopt(self, stored: Stored) -> None:
        self.version = stored.layout.version
        self.can_undo, self.can_redo = stored.can_undo, stored.can_redo
        self.places = lying(stored.layout, self._away)
        self._mine = None

    def _show(self, opened: Opened, owner: str) -> None:
        home = opened.home
        if self._owner != owner:
            self.tiles, self.late = [], {}
        kept = {one.id: one for one in self.tiles} | self.late
        self.tiles, self.late = [standing(one, kept.get(one.id)) for one in home.tiles], {}
        self._owner, self._follow, self.worth = owner, opened.follow, _total(home.worth)
        self.hidden, self.resting = home.hidden, home.resting
        self.watches = any(one.show for one in home.layout.tiles.values())
        self._away = away(home.layout, opened.shown)
        self._adopt(Stored(layout=opened.shown))
        self.can_undo, self.can_redo = home.can_undo, home.can_redo


def _told(reasons: Mapping[Operation, str]) -> dict[str, str]:
    """Return what is closed, with the reason."""
    return {operation: reason for operation, reason in reasons.items() if reason}


def _total(worth: NetWorth | None) -> dict[str, Any]:
    return worth.total.model_dump() if worth else {}


def own_customer(actor: Actor) -> str:
    """Return whose home it is: the actor's own."""
    if actor.customer_id is None:
        raise NotFound("There is no customer behind this sign-in.")
    return actor.customer_id


def _workplace(actor: Actor) -> str:
    return next((path for role, path in WORKPLACES.items() if actor.has(role)), "/sign-in")
