"""The gallery: what may be added to a home, each card on the customer's own data."""

from collections import Counter
from collections.abc import Collection
from functools import cache

from dashboard.home.loading import Loader, fits
from dashboard.home.memory import RANKED
from dashboard.home.model import Offer, Preview, Suggested
from dashboard.home.recording import record_placed
from dashboard.home.searching import words_of
from dashboard.home.sources import Sources
from dashboard.home.suggesting import suggest
from dashboard.layouts.model import Stored
from dashboard.layouts.model import Tile as PlacedTile
from recommender.ports import Actor
from widgets.base import Context, Widget
from widgets.face import Face, spoken
from widgets.quality import quality
from widgets.registry import widget
from widgets.tile import Tile

MOST_PREVIEWS = 12
"""Loaded at once; a page asks for what is in view."""


class OfferService:
    """Kinds of cards that a customer may place."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._loader = Loader(sources)

    async def offers(self, actor: Actor, customer_id: str, language: str = "") -> list[Offer]:
        """List the kinds that this customer may place, without loading any."""
        stored, context = await self._open(actor, customer_id, language)
        counts = Counter(one.kind for one in stored.layout.tiles.values())
        offered = self._offered(actor, context)
        return [_offer(known, counts[known.kind], context.language) for known in offered]

    async def suggested(self, actor: Actor, customer_id: str, language: str = "") -> Suggested:
        """Suggest cards that are not on the home yet, each with its reason."""
        stored, context = await self._open(actor, customer_id, language)
        placed = {one.kind for one in stored.layout.tiles.values()}
        offered = self._offered(actor, context)
        return await suggest(context, {one.kind for one in offered} - placed)

    async def record(self, actor: Actor, customer_id: str, kind: str, decision_id: str) -> None:
        """Tell the engine that a card was placed, and which decision had suggested it."""
        await record_placed(self._sources, actor, customer_id, kind, decision_id)

    async def resting(self, actor: Actor, customer_id: str) -> int:
        """Count the kinds that the senior edition leaves out."""
        _, context = await self._open(actor, customer_id)
        kinds = self._sources.kinds.values()
        return sum(actor.has(*known.roles) and not fits(known, context) for known in kinds)

    async def previews(
        self, actor: Actor, customer_id: str, kinds: Collection[str], language: str = ""
    ) -> list[Preview]:
        """Load one tile of each of these kinds, before it is added."""
        _, context = await self._open(actor, customer_id, language)
        offered = [known for known in self._offered(actor, context) if known.kind in kinds]
        wanted = {one.kind: PlacedTile(kind=one.kind) for one in offered[:MOST_PREVIEWS]}
        tiles = await self._loader.start(wanted, context).whole()
        return [self._preview(tile, context.language) for tile in tiles]

    async def _open(
        self, actor: Actor, customer_id: str, language: str = ""
    ) -> tuple[Stored, Context]:
        async with self._sources.opened() as app:
            stored = await app.layouts.open(actor, customer_id)
            preferred = await app.preferences.of(actor)
        return stored, self._sources.context(actor, customer_id, preferred, language)

    def _offered(self, actor: Actor, context: Context) -> list[Widget]:
        kinds = self._sources.kinds.values()
        offered = (known for known in kinds if known.is_offered and fits(known, context))
        return [known for known in offered if actor.has(*known.roles)]

    def _preview(self, tile: Tile, language: str) -> Preview:
        """Show the sample, marked, where the customer has nothing of the kind.

        A made-up suggestion could be above the customer's capacity: what ranks is never made up.
        """
        known = self._sources.kinds[tile.kind]
        is_bare = tile.state in ("empty", "error") and RANKED.isdisjoint(known.needs)
        packed = known.sample.model_dump(mode="json")
        data = spoken(packed, language) if isinstance(known.sample, Face) else packed
        sample = tile.model_copy(update={"state": "ready", "data": data})
        return Preview(tile=sample if is_bare else tile, is_example=is_bare)


def _offer(known: Widget, count: int, language: str) -> Offer:
    return Offer(
        kind=known.kind,
        count=count,
        is_mandatory=known.mandatory,
        category=known.category,
        title=known.title_in(language),
        summary=known.summary_in(language),
        icon=known.icon,
        provider=known.provider,
        tier=_tier(known.kind) if not known.provider else quality(known).tier,
        sizes=known.sizes,
        told=words_of(known),
    )


@cache
def _tier(kind: str) -> str:
    """Return the tier of a kind of ours, checked once."""
    return quality(widget(kind)).tier
