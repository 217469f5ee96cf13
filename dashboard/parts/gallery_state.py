"""What the gallery shows: offers, suggestions with reasons, previews as they come into view."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, Field

from dashboard.guard import acting, allow
from dashboard.home.model import Offer, Preview
from dashboard.home.offers import MOST_PREVIEWS
from dashboard.home.searching import matches
from dashboard.layouts.service import Basis
from dashboard.parts.home_state import DEVICE, HomeState, own_customer
from dashboard.parts.reader import language_of
from recommender.errors import CompanionError
from recommender.ports import CUSTOMER
from widgets.face import Name
from widgets.quality import SIZES

Kinds = Annotated[list[Name], Field(max_length=MOST_PREVIEWS)]


class Shown(BaseModel):
    """One kind as the gallery shows it; `why` only where it is suggested."""

    kind: str
    title: str
    summary: str
    icon: str
    category: str
    provider: str
    tier: str
    sizes: list[str]
    count: int
    is_mandatory: bool
    why: str = ""


class GalleryState(rx.State):
    """The search runs over all languages, pinyin and synonyms; nothing loads before it is seen."""

    offers: list[Shown] = []
    suggested: list[Shown] = []
    personalised: bool = True
    decision: str = ""
    previews: dict[str, Preview] = {}
    counts: dict[str, int] = {}
    resting: int = 0
    category: str = ""
    query: str = ""
    ready: bool = False
    _told: dict[str, str] = {}

    @allow(CUSTOMER)
    async def load(self) -> Any:
        """List what may be added; the suggestions follow."""
        async with acting() as (app, actor):
            me, speaks = own_customer(actor), await self._language(app, actor)
            offers = await app.offers.offers(actor, me, speaks)
            self.resting = await app.offers.resting(actor, me)
        self.offers = [_shown(one) for one in offers]
        self._told = {one.kind: one.told for one in offers}
        self.counts = _counts(offers)
        self.category, self.query, self.previews, self.ready = "", "", {}, True
        return GalleryState.suggest

    @allow(CUSTOMER, background=True)
    async def suggest(self) -> None:
        """Show what is suggested; a gallery without it is whole."""
        try:
            async with acting() as (app, actor):
                me, speaks = own_customer(actor), await self._language(app, actor)
                found = await app.offers.suggested(actor, me, speaks)
        except CompanionError:
            return
        async with self:
            known = {one.kind: one for one in self.offers}
            self.personalised, self.decision = found.personalised, found.decision_id
            self.suggested = [
                known[one.kind].model_copy(update={"why": one.why})
                for one in found.cards
                if one.kind in known
            ]

    @allow(CUSTOMER, background=True)
    async def preview(self, kinds: Kinds) -> None:
        """Load the cards that have come into view, on the customer's own data."""
        async with acting() as (app, actor):
            me, speaks = own_customer(actor), await self._language(app, actor)
            found = await app.offers.previews(actor, me, kinds, speaks)
        async with self:
            self.previews = self.previews | {one.tile.kind: one for one in found}

    @allow(CUSTOMER)
    async def choose(self, category: Annotated[str, Field(max_length=20)]) -> None:
        """Show one category, or all."""
        self.category = category

    @allow(CUSTOMER)
    async def search(self, query: Annotated[str, Field(max_length=60)]) -> None:
        """Show what matches the words."""
        self.query = query

    @allow(CUSTOMER)
    async def add(self, kind: Name) -> Any:
        """Put a card on the home and go there, with the card in focus."""
        async with acting(write=True) as (app, actor):
            me = own_customer(actor)
            _, tile = await app.layouts.add(actor, me, kind, Basis(None, DEVICE))
        decision = self.decision if any(one.kind == kind for one in self.suggested) else ""
        async with acting() as (app, actor):
            await app.offers.record(actor, me, kind, decision)
        (await self.get_state(HomeState))._arriving = tile
        return rx.redirect("/")

    @rx.var
    def shown(self) -> list[Shown]:
        """The offers of the category that match the words."""
        return [one for one in self.offers if self._fits(one)]

    @rx.var
    def in_view(self) -> list[str]:
        """The kinds that the page draws now, in their order."""
        return [one.kind for one in (*self.suggested, *self.shown)]

    @rx.var
    def is_searching(self) -> bool:
        """Say whether something is looked for: then nothing is suggested."""
        return bool(self.query or self.category)

    def _fits(self, offer: Shown) -> bool:
        is_here = self.category in ("", offer.category)
        return is_here and matches(self._told.get(offer.kind, ""), self.query)

    async def _language(self, app: Any, actor: Any) -> str:
        return await language_of(app, actor, self.router.headers.accept_language)


def _shown(offer: Offer) -> Shown:
    sizes = sorted(offer.sizes, key=SIZES.index)
    return Shown.model_validate(offer.model_dump(exclude={"told"}) | {"sizes": sizes})


def _counts(offers: list[Offer]) -> dict[str, int]:
    counts = {"": len(offers)}
    for one in offers:
        counts[one.category] = counts.get(one.category, 0) + 1
    return counts
