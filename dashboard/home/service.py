"""Opening a home: the layout at once, its tiles as they arrive, deeds on one of them."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

import structlog
from pydantic import ValidationError

from dashboard.bank.model import NetWorth
from dashboard.errors import Invalid, NotFound, Unavailable
from dashboard.home.arrivals import Load
from dashboard.home.judging import moment_of
from dashboard.home.loading import SLOT, Loader, Placed, fits, granted_to
from dashboard.home.model import Home, Opened
from dashboard.home.recording import record_deed
from dashboard.home.sources import Sources
from dashboard.home.telling import in_words
from dashboard.home.visibility import is_there, shown
from dashboard.layouts.model import Layout, Stored
from dashboard.layouts.model import Tile as PlacedTile
from recommender.errors import CompanionError
from recommender.ports import Actor
from widgets.base import Context, Deed, Widget
from widgets.tile import Tile

__all__ = ["HomeService", "Sources"]

WORTH_SECONDS = 1.0
ACT_SECONDS = 10.0
QUICK_SECONDS = 0.12
"""Tiles that arrive within this time come with the layout; the others follow."""

log = structlog.get_logger(__name__)


class HomeService:
    """Homes with their data."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._loader = Loader(sources)

    async def open(
        self,
        actor: Actor,
        customer_id: str,
        language: str = "",
        *,
        only: Collection[str] | None = None,
    ) -> Home:
        """Return the layout with every tile loaded; a failing tile costs itself only.

        Args:
            actor: Who asks.
            customer_id: Whose home it is.
            language: Of the texts; empty for the customer's own.
            only: Ids of the tiles that are wanted; None for all.
        """
        stored, context = await self._open(actor, customer_id, language)
        whole = self._whole(stored.layout, context)
        seen = await self._seen(whole, context)
        load = self._start(_wanted(seen, only), context)
        tiles, worth = await asyncio.gather(load.whole(), self.worth(actor, customer_id))
        return _home(stored, (whole, _hidden(whole, seen, context.language)), tiles, worth)

    async def begin(
        self,
        actor: Actor,
        customer_id: str,
        language: str = "",
        *,
        whole: bool = False,
        queries: Mapping[str, str] | None = None,
    ) -> Opened:
        """Return the home with the tiles that are quick; the others are to be followed.

        Args:
            actor: Who asks.
            customer_id: Whose home it is.
            language: Of the texts; empty for the customer's own.
            whole: Cards whose conditions are not met are there too (to arrange them).
            queries: What is searched for on a card, by its id.
        """
        stored, context = await self._open(actor, customer_id, language)
        every = self._whole(stored.layout, context)
        seen = await self._seen(every, context)
        drawn = every if whole else seen
        load = self._start(_wanted(drawn), context, queries)
        tiles, worth = await asyncio.gather(
            load.quick(QUICK_SECONDS), self.worth(actor, customer_id, within=QUICK_SECONDS)
        )
        follow = "" if load.is_done else self._sources.running.keep(load)
        home = _home(stored, (every, _hidden(every, seen, context.language)), tiles, worth)
        return Opened(home=home, shown=drawn, follow=follow)

    async def hidden(self, actor: Actor, customer_id: str) -> dict[str, str]:
        """List the cards whose conditions are not met now."""
        stored, context = await self._open(actor, customer_id, "")
        whole = self._whole(stored.layout, context)
        return _hidden(whole, await self._seen(whole, context), context.language)

    def rest_of(self, follow: str) -> Load | None:
        """Hand over the tiles that were still on their way; None where nothing is known of it."""
        return self._sources.running.take(follow)

    async def again(
        self,
        actor: Actor,
        customer_id: str,
        tile_ids: Collection[str],
        language: str = "",
        *,
        queries: Mapping[str, str] | None = None,
    ) -> Load:
        """Load some cards of the home again; cards that are gone are left out."""
        stored, context = await self._open(actor, customer_id, language)
        wanted = _wanted(self._whole(stored.layout, context), tile_ids)
        return self._start(wanted, context, queries)

    async def tile(
        self, actor: Actor, customer_id: str, tile_id: str, language: str = "", *, query: str = ""
    ) -> Tile:
        """Load one card of the home again, with what is searched for on it."""
        load = await self.again(actor, customer_id, [tile_id], language, queries={tile_id: query})
        found = await load.whole()
        if not found:
            raise NotFound("There is no such card on your home.")
        return found[0]

    async def act(
        self, actor: Actor, customer_id: str, tile_id: str, deed: Deed, language: str = ""
    ) -> Tile:
        """Carry out what was done on a card in the actor's name; return the card as it is then.

        Raises:
            NotFound: The home has no such card.
            Invalid: Its kind knows no such deed.
            Unavailable: It took too long; it may have been done or not.
        """
        placed, context = await self._placed(actor, customer_id, tile_id, language)
        known = self._sources.kinds[placed.kind]
        if placed.kind == SLOT:  # A slot does what the card does that it shows.
            known = await self._loader.shown_by(tile_id, placed, context) or known
        if known.act is None or deed.name not in known.acts:
            raise Invalid("This card cannot do that.")
        settings = _settings(known, placed)
        try:
            async with asyncio.timeout(ACT_SECONDS):
                await known.act(granted_to(context, known), settings, deed)
        except TimeoutError as error:
            raise Unavailable("This took too long. Please look whether it was done.") from error
        await record_deed(self._sources, actor, customer_id, known.kind, deed)
        (tile,) = await self._start({tile_id: placed}, context).whole()
        return tile

    async def _open(self, actor: Actor, customer_id: str, language: str) -> tuple[Stored, Context]:
        async with self._sources.opened() as app:
            stored = await app.layouts.open(actor, customer_id)
            preferred = await app.preferences.of(actor)
        return stored, self._sources.context(actor, customer_id, preferred, language)

    async def _placed(
        self, actor: Actor, customer_id: str, tile_id: str, language: str
    ) -> tuple[PlacedTile, Context]:
        stored, context = await self._open(actor, customer_id, language)
        placed = stored.layout.tiles.get(tile_id)
        if placed is None or placed.kind not in self._sources.kinds:
            raise NotFound("There is no such card on your home.")
        return placed, context

    def _start(
        self, wanted: Placed, context: Context, queries: Mapping[str, str] | None = None
    ) -> Load:
        return self._loader.start(wanted, context, queries)

    def _is_shown(self, placed: PlacedTile, context: Context) -> bool:
        known = self._sources.kinds.get(placed.kind)
        return known is not None and fits(known, context)

    async def _seen(self, whole: Layout, context: Context) -> Layout:
        """Return the layout without the cards whose conditions are not met now."""
        if not any(tile.show for tile in whole.tiles.values()):
            return whole
        moment = await moment_of(self._sources, context, whole.tiles.values())
        return shown(
            whole, lambda tile, device: self._stays(tile) or is_there(tile, moment, device)
        )

    def _whole(self, stored: Layout, context: Context) -> Layout:
        """Return the layout without the cards that this edition leaves out."""
        if all(self._is_shown(tile, context) for tile in stored.tiles.values()):
            return stored
        return shown(stored, lambda tile, _: self._is_shown(tile, context))

    def _stays(self, tile: PlacedTile) -> bool:
        known = self._sources.kinds.get(tile.kind)
        return known is not None and known.mandatory

    async def worth(
        self, actor: Actor, customer_id: str, *, within: float = WORTH_SECONDS
    ) -> NetWorth | None:
        """Ask the bank for the sum of everything; the header can do without it."""
        try:
            async with asyncio.timeout(within), self._sources.opened() as app:
                return await app.bank.net_worth(actor, customer_id)
        except (TimeoutError, CompanionError) as error:
            log.warning("worth_unknown", error=type(error).__name__)
            return None


def _wanted(layout: Layout, only: Collection[str] | None = None) -> dict[str, PlacedTile]:
    tiles = layout.tiles.items()
    return {one: placed for one, placed in tiles if only is None or one in only}


def _hidden(whole: Layout, seen: Layout, language: str) -> dict[str, str]:
    """Return the cards that are not there now, each with its conditions in words."""
    tiles = whole.tiles.items()
    return {one: in_words(tile.show, language) for one, tile in tiles if one not in seen.tiles}


def _home(
    stored: Stored,
    drawn: tuple[Layout, Mapping[str, str]],
    tiles: list[Tile],
    worth: NetWorth | None,
) -> Home:
    whole, hidden = drawn
    return Home(
        layout=stored.layout,
        can_undo=stored.can_undo,
        can_redo=stored.can_redo,
        worth=worth,
        tiles=tiles,
        hidden=dict(hidden),
        resting=len(stored.layout.tiles) - len(whole.tiles),
    )


def _settings(known: Widget, placed: PlacedTile) -> Any:
    try:
        own = placed.config if known.kind == placed.kind else {}
        return known.config.model_validate(own)
    except ValidationError as error:
        raise Invalid("Please look at this card's settings first.") from error
