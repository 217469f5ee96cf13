"""Opening a home: the layout first, then all tiles at once, each with its own limit."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from pydantic import ValidationError

from dashboard.bank.model import NetWorth
from dashboard.errors import Invalid, NotFound, Unavailable
from dashboard.home.memory import RANKED, LastGood
from dashboard.home.model import Home, Preview
from dashboard.home.ports import Opener, OwnNotices, RankedCards, RankedProducts
from dashboard.layouts.model import Layout, Stored
from dashboard.layouts.model import Tile as PlacedTile
from dashboard.preferences.model import Preferences
from recommender.catalogue.snapshot import CatalogueCache
from recommender.errors import CompanionError
from recommender.language import SIMPLIFIED
from recommender.ports import Actor, Clock
from widgets.base import Context, Deed, Widget
from widgets.granting import granted
from widgets.ports import Bank, Ports
from widgets.tile import Tile, load

WORTH_SECONDS = 1.0
ACT_SECONDS = 10.0
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sources:
    """What a home is made from; it lives as long as the process."""

    opened: Opener
    bank_of: Callable[[Actor], Bank]
    catalogue: CatalogueCache
    kinds: Mapping[str, Widget]
    memory: LastGood
    clock: Clock


class HomeService:
    """Homes with their data."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    async def open(self, actor: Actor, customer_id: str, language: str = "") -> Home:
        """Return the layout with every tile loaded; a failing tile costs itself only."""
        async with self._sources.opened() as app:
            stored = await app.layouts.open(actor, customer_id)
            shown = await app.preferences.of(actor)
        context = self._context(actor, customer_id, shown, language)
        tiles, worth = await asyncio.gather(
            self._tiles(stored.layout, context), self._worth(actor, customer_id)
        )
        return Home(
            layout=stored.layout,
            can_undo=stored.can_undo,
            can_redo=stored.can_redo,
            worth=worth,
            tiles=tiles,
        )

    async def tile(
        self, actor: Actor, customer_id: str, tile_id: str, language: str = "", *, query: str = ""
    ) -> Tile:
        """Load one card of the home again, with what is searched for on it."""
        placed, context = await self._placed(actor, customer_id, tile_id, language)
        context = replace(context, query=query)
        return await self._tile((tile_id, placed.kind), placed.config, context)

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
        if known.act is None or deed.name not in known.acts:
            raise Invalid("This card cannot do that.")
        try:
            async with asyncio.timeout(ACT_SECONDS):
                await known.act(_granted(context, known), _settings(known, placed), deed)
        except TimeoutError as error:
            raise Unavailable("This took too long. Please look whether it was done.") from error
        return await self._tile((tile_id, placed.kind), placed.config, context)

    async def previews(self, actor: Actor, customer_id: str, language: str = "") -> list[Preview]:
        """Load one tile of every kind for the gallery, before it is added."""
        async with self._sources.opened() as app:
            stored = await app.layouts.open(actor, customer_id)
            shown = await app.preferences.of(actor)
        context = self._context(actor, customer_id, shown, language)
        allowed = [one for one in self._sources.kinds.values() if actor.has(*one.roles)]
        tiles = await asyncio.gather(
            *(
                load(one.kind, one.kind, {}, _granted(context, one))
                for one in self._fit(allowed, context)
            )
        )
        return [self._preview(tile, stored) for tile in tiles]

    async def _placed(
        self, actor: Actor, customer_id: str, tile_id: str, language: str
    ) -> tuple[PlacedTile, Context]:
        async with self._sources.opened() as app:
            stored = await app.layouts.open(actor, customer_id)
            shown = await app.preferences.of(actor)
        placed = stored.layout.tiles.get(tile_id)
        if placed is None or placed.kind not in self._sources.kinds:
            raise NotFound("There is no such card on your home.")
        return placed, self._context(actor, customer_id, shown, language)

    def _context(
        self, actor: Actor, customer_id: str, shown: Preferences, language: str = ""
    ) -> Context:
        at = self._sources
        return Context(
            customer_id=customer_id,
            language=language or shown.language or SIMPLIFIED,
            now=at.clock.now(),
            today=at.clock.today(),
            ports=Ports(
                bank=at.bank_of(actor),
                recommend=RankedProducts(at.opened, actor, at.catalogue, at.clock),
                feed=RankedCards(at.opened, actor),
                notices=OwnNotices(at.opened, actor),
            ),
            senior=shown.senior,
        )

    async def _tiles(self, layout: Layout, context: Context) -> list[Tile]:
        loading = [
            self._tile((tile_id, tile.kind), tile.config, context)
            for tile_id, tile in layout.tiles.items()
            if self._fit([self._sources.kinds[tile.kind]], context)
        ]
        return list(await asyncio.gather(*loading))

    async def _tile(
        self, named: tuple[str, str], config: dict[str, object], context: Context
    ) -> Tile:
        """Load one tile; where it fails, show its last good value and say so."""
        tile_id, kind = named
        memory, now = self._sources.memory, context.now
        tile = await load(tile_id, kind, config, _granted(context, self._sources.kinds[kind]))
        key = (context.customer_id, tile_id, context.language)
        if tile.state == "error":
            return memory.instead_of(key, tile, now)
        memory.keep(key, tile, self._sources.kinds[kind], now)
        return tile

    def _fit(self, widgets: list[Widget], context: Context) -> list[Widget]:
        return [one for one in widgets if one.senior or not context.senior]

    async def _worth(self, actor: Actor, customer_id: str) -> NetWorth | None:
        """Ask the bank for the sum of everything; the header can do without it."""
        try:
            async with asyncio.timeout(WORTH_SECONDS), self._sources.opened() as app:
                return await app.bank.net_worth(actor, customer_id)
        except (TimeoutError, CompanionError) as error:
            log.warning("worth_unknown", error=type(error).__name__)
            return None

    def _preview(self, tile: Tile, stored: Stored) -> Preview:
        known = self._sources.kinds[tile.kind]
        counts = Counter(one.kind for one in stored.layout.tiles.values())
        is_bare = tile.state in ("empty", "error") and RANKED.isdisjoint(known.needs)
        sample = tile.model_copy(
            update={"state": "ready", "data": known.sample.model_dump(mode="json")}
        )
        return Preview(
            tile=sample if is_bare else tile,
            is_example=is_bare,
            count=counts[tile.kind],
            is_mandatory=known.mandatory,
        )


def _granted(context: Context, known: Widget) -> Context:
    return replace(context, ports=granted(context.ports, known.kind, known.needs))


def _settings(known: Widget, placed: PlacedTile) -> Any:
    try:
        return known.config.model_validate(placed.config)
    except ValidationError as error:
        raise Invalid("Please look at this card's settings first.") from error
