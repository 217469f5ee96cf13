"""The customer's home: greeting, net worth, and the grid of cards with its edit mode."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, Field

from dashboard.errors import NotFound, Stale
from dashboard.guard import acting, allow
from dashboard.home.model import Home
from dashboard.layouts.model import TILES_MAX, Breakpoint, Place, Stored
from dashboard.layouts.service import Basis, Layouts
from dashboard.parts.card_grid import card_grid
from dashboard.parts.greeting import greeting
from dashboard.parts.reader import language_of
from dashboard.parts.session import SessionState
from dashboard.parts.shell import page
from dashboard.people.roles import EVERYONE
from recommender.ports import COMPLIANCE, CUSTOMER, MANAGER, MARKETER, OPERATOR, REVIEWER, RM, Actor
from widgets.base import Deed
from widgets.face import Item, Name
from widgets.tile import Tile, tile_body, tile_icon, tile_title
from widgets.words import choose, money, t

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
    places: dict[str, list[dict[str, Any]]] = {}
    version: int = 0
    revision: int = 0
    editing: bool = False
    can_undo: bool = False
    can_redo: bool = False
    in_conflict: bool = False
    focus: dict[str, Any] = {}
    worth: dict[str, Any] = {}
    _arriving: str = ""
    _mine: Arranged | None = None

    @allow(*EVERYONE)
    async def load(self) -> Any:
        """Open the home; staff go on to their own workplace, visitors to the sign-in."""
        async with acting() as (app, actor):
            if not actor.has(CUSTOMER):
                return rx.redirect(_workplace(actor))
            home = await app.home.open(actor, _own(actor), await self._language(app, actor))
        self.editing, arriving, self._arriving = bool(self._arriving), self._arriving, ""
        self._show(home)
        if arriving:
            self.focus = {"tile": arriving, "n": self.revision}

    @allow(CUSTOMER)
    async def refresh(self) -> None:
        """Load the tiles again: something that they show has changed."""
        async with acting() as (app, actor):
            home = await app.home.open(actor, _own(actor), await self._language(app, actor))
        self.tiles = home.tiles

    @allow(CUSTOMER)
    async def reload(self) -> None:
        """Read the layout and all tiles again: another part of the page has changed them."""
        await self._reload()

    @allow(CUSTOMER)
    async def act(self, tile: TileId, name: Name, item: Item = "") -> None:
        """Do what was chosen on a card, then load this card again."""
        async with acting() as (app, actor):
            speaks, deed = await self._language(app, actor), Deed(name, item)
            self._put(await app.home.act(actor, _own(actor), tile, deed, speaks))

    @allow(CUSTOMER)
    async def search(self, tile: TileId, query: Query) -> None:
        """Load a card again with what is searched for on it."""
        async with acting() as (app, actor):
            speaks = await self._language(app, actor)
            self._put(await app.home.tile(actor, _own(actor), tile, speaks, query=query))

    @allow(CUSTOMER)
    async def retry(self, tile: TileId) -> None:
        """Load a card again that failed."""
        async with acting() as (app, actor):
            speaks = await self._language(app, actor)
            self._put(await app.home.tile(actor, _own(actor), tile, speaks))

    @allow(CUSTOMER)
    async def edit(self) -> None:
        """Unlock the home."""
        self.editing = True

    @allow(CUSTOMER)
    async def done(self) -> None:
        """Lock the home again; everything is saved already."""
        self.editing = False

    @allow(CUSTOMER, takes=Arranged)
    async def arrange(self, breakpoint_: Breakpoint, places: list[dict[str, Any]]) -> None:
        """Save where the cards of one breakpoint lie now."""
        self._mine = Arranged(breakpoint_=breakpoint_, places=[Place(**one) for one in places])
        at, basis = (breakpoint_, tuple(self._mine.places)), self._basis()
        await self._change(lambda app, actor, me: app.arrange(actor, me, at, basis))

    @allow(CUSTOMER)
    async def remove(self, tile: Annotated[str, Field(max_length=64)]) -> None:
        """Take a card away; it can be undone."""
        basis = Basis(None, DEVICE)
        await self._change(lambda app, actor, me: app.remove(actor, me, tile, basis), shows=True)

    @allow(CUSTOMER)
    async def undo(self) -> None:
        """Take the last step back."""
        basis = self._basis()
        await self._change(lambda app, actor, me: app.undo(actor, me, basis), shows=True)

    @allow(CUSTOMER)
    async def redo(self) -> None:
        """Take the last undo back."""
        basis = self._basis()
        await self._change(lambda app, actor, me: app.redo(actor, me, basis), shows=True)

    @allow(CUSTOMER)
    async def start_over(self) -> None:
        """Go back to the bank's arrangement; it can be undone."""
        basis = self._basis()
        await self._change(lambda app, actor, me: app.reset(actor, me, basis), shows=True)

    @allow(CUSTOMER)
    async def keep_mine(self) -> None:
        """Put what I arranged on top of the newest layout."""
        mine, basis = self._mine, Basis(None, DEVICE)
        if mine is None:
            return await self.take_theirs()
        at = (mine.breakpoint_, tuple(mine.places))
        await self._change(lambda app, actor, me: app.rebase(actor, me, at, basis), shows=True)

    @allow(CUSTOMER)
    async def take_theirs(self) -> None:
        """Show the newest layout; what I arranged here is given up."""
        await self._reload()

    def _put(self, tile: Tile) -> None:
        self.tiles = [tile if one.id == tile.id else one for one in self.tiles]

    async def _change(self, change: Change, *, shows: bool = False) -> None:
        """Save a change; a stale one leaves the choice to the customer."""
        try:
            async with acting(write=True) as (app, actor):
                stored = await change(app.layouts, actor, _own(actor))
        except Stale:
            self.in_conflict = True
            return
        self._adopt(stored)
        if shows:
            await self._reload()

    async def _reload(self) -> None:
        async with acting() as (app, actor):
            home = await app.home.open(actor, _own(actor), await self._language(app, actor))
        self._show(home)

    async def _language(self, app: Any, actor: Actor) -> str:
        return await language_of(app, actor, self.router.headers.accept_language)

    def _basis(self) -> Basis:
        return Basis(self.version or None, DEVICE)

    def _adopt(self, stored: Stored) -> None:
        self.version = stored.layout.version
        self.can_undo, self.can_redo = stored.can_undo, stored.can_redo
        self.places = _shown(stored.layout.places)
        self.in_conflict, self._mine = False, None

    def _show(self, home: Home) -> None:
        stored = Stored(layout=home.layout)
        self._adopt(stored)
        self.can_undo, self.can_redo = home.can_undo, home.can_redo
        self.tiles = home.tiles
        self.worth = home.worth.total.model_dump() if home.worth else {}
        self.revision += 1


def _own(actor: Actor) -> str:
    if actor.customer_id is None:
        raise NotFound("There is no customer behind this sign-in.")
    return actor.customer_id


def _workplace(actor: Actor) -> str:
    return next((path for role, path in WORKPLACES.items() if actor.has(role)), "/sign-in")


def _shown(places: Any) -> dict[str, list[dict[str, Any]]]:
    return {one: [place.model_dump() for place in lying] for one, lying in places.items()}


@page("/", title="Home", on_load=HomeState.load)
def home() -> rx.Component:
    """Draw the quiet header and the grid."""
    banners = rx.el.div(_conflict(), class_name="home-banners")
    return rx.el.div(_header(), banners, _grid(), class_name="home")


def _header() -> rx.Component:
    worth: Any = HomeState.worth
    figure = rx.cond(
        worth,
        rx.fragment(
            t("Net worth"),
            rx.el.span(
                money(worth["minor"], worth["currency"], worth["exponent"]),
                class_name="number strong",
            ),
        ),
        rx.el.span(class_name="skeleton worth-skeleton", aria_hidden=True),
    )
    edit = rx.el.button(
        rx.icon("layout-grid", size=18, aria_hidden=True),
        rx.el.span(t("Arrange")),
        type="button",
        id="edit-home",
        on_click=HomeState.edit,
        disabled=HomeState.editing,
        class_name="btn",
    )
    words = rx.el.div(
        greeting(choose(SessionState.name)), rx.el.p(figure, class_name="muted row tight worth")
    )
    return rx.el.div(
        words,
        rx.el.div(edit, class_name="home-tools row tight"),
        class_name="page-head home-head",
        data_dim=rx.cond(HomeState.editing, "on", "off"),
    )


def _conflict() -> rx.Component:
    banner = rx.el.div(
        rx.el.p(t("Your home was changed on another device meanwhile.")),
        rx.el.div(
            rx.el.button(
                t("Keep mine on top"),
                type="button",
                id="keep-mine",
                on_click=HomeState.keep_mine,
                class_name="btn primary",
            ),
            rx.el.button(
                t("Take the newer one"),
                type="button",
                id="take-theirs",
                on_click=HomeState.take_theirs,
                class_name="btn",
            ),
            class_name="row tight wrap",
        ),
        class_name="banner warn conflict",
        role="alert",
    )
    return rx.cond(HomeState.in_conflict, banner)


def _grid() -> rx.Component:
    return card_grid(
        rx.foreach(HomeState.tiles, _tile),
        items=HomeState.tiles,
        places=HomeState.places,
        version=HomeState.version,
        revision=HomeState.revision,
        editing=HomeState.editing,
        senior=SessionState.senior,
        focus=HomeState.focus,
        can_undo=HomeState.can_undo,
        can_redo=HomeState.can_redo,
        on_arrange=HomeState.arrange,
        on_remove=HomeState.remove,
        on_undo=HomeState.undo,
        on_redo=HomeState.redo,
        on_reset=HomeState.start_over,
        on_done=HomeState.done,
        on_changed=HomeState.refresh,
        on_deed=HomeState.act,
        on_query=HomeState.search,
        on_retry=HomeState.retry,
    )


def _tile(tile: Any) -> rx.Component:
    head = rx.el.header(
        tile_icon(tile.kind), rx.el.h2(tile_title(tile.kind)), class_name="tile-head"
    )
    body = rx.el.div(tile_body(tile), class_name="tile-body")
    return rx.el.div(head, body, class_name="tile-whole")
