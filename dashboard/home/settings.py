"""A card's settings: its form, its own title, pin and conditions, and saving them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from dashboard.errors import Invalid, NotFound
from dashboard.home.judging import moment_of
from dashboard.home.loading import Loader
from dashboard.home.sources import Sources
from dashboard.home.visibility import is_met
from dashboard.layouts.conditions import Condition
from dashboard.layouts.model import BREAKPOINTS, Breakpoint, Stored, Tile, TileChange
from dashboard.layouts.service import Basis, Layouts
from recommender.language import LANGUAGES
from recommender.ports import Actor
from widgets import form
from widgets.ports.facts import Texts
from widgets.tile import Tile as Drawn

Verdict = list[Breakpoint]
"""The breakpoints at which a condition holds now; most hold on all of them or on none."""


class TileSettings(BaseModel):
    """Everything that can be set on one card."""

    model_config = ConfigDict(frozen=True)

    tile: str
    kind: str
    name: Texts
    title: str
    pinned: bool
    mandatory: bool
    fields: list[form.FormField]
    show: tuple[Condition, ...]
    verdicts: list[Verdict]


class SettingsService:
    """Settings of the cards on a customer's own home."""

    def __init__(self, sources: Sources, layouts: Layouts) -> None:
        self._sources = sources
        self._layouts = layouts
        self._loader = Loader(sources)

    async def open(self, actor: Actor, customer_id: str, tile_id: str) -> TileSettings:
        """Return what can be set on a card, and what is set."""
        tile = await self._tile(actor, customer_id, tile_id)
        known = self._sources.kinds[tile.kind]
        return TileSettings(
            tile=tile_id,
            kind=tile.kind,
            name={language: known.title_in(language) for language in LANGUAGES},
            title=tile.title,
            pinned=tile.pinned,
            mandatory=known.mandatory,
            fields=form.fields(known.config, tile.config),
            show=tile.show,
            verdicts=await self.judge(actor, customer_id, tile.show),
        )

    async def judge(
        self, actor: Actor, customer_id: str, show: Sequence[Condition]
    ) -> list[Verdict]:
        """Say of each condition where it holds now."""
        async with self._sources.opened() as app:
            await app.layouts.open(actor, customer_id)
            preferred = await app.preferences.of(actor)
        context = self._sources.context(actor, customer_id, preferred)
        moment = await moment_of(self._sources, context, [Tile(kind="any", show=tuple(show))])
        return [[one for one in BREAKPOINTS if is_met(rule, moment, one)] for rule in show]

    async def preview(
        self,
        actor: Actor,
        customer_id: str,
        tile_id: str,
        typed: Mapping[str, str],
        language: str = "",
    ) -> Drawn:
        """Load a card as these settings would draw it; nothing is kept.

        Raises:
            Invalid: As `save` does.
        """
        placed = await self._tile(actor, customer_id, tile_id)
        drawn = Tile(kind=placed.kind, config=self._valid(placed.kind, typed))
        async with self._sources.opened() as app:
            preferred = await app.preferences.of(actor)
        context = self._sources.context(actor, customer_id, preferred, language)
        (found,) = await self._loader.start({f"draft-{tile_id}": drawn}, context).whole()
        return found

    async def save(
        self,
        actor: Actor,
        customer_id: str,
        tile_id: str,
        typed: Mapping[str, str],
        change: TileChange,
    ) -> Stored:
        """Keep a card's settings; it can be undone as any other change of the home.

        Raises:
            Invalid: `details` names each field that cannot be like that, in every language.
        """
        placed = await self._tile(actor, customer_id, tile_id)
        change = change.model_copy(update={"config": self._valid(placed.kind, typed)})
        changed = TileChange.model_validate(change.model_dump(exclude_none=True))
        return await self._layouts.configure(
            actor, customer_id, tile_id, changed, Basis(None, "web")
        )

    def _valid(self, kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
        config = self._sources.kinds[kind].config
        settings = form.read(config, typed)
        faults = form.faults(config, settings)
        if faults:
            details = [{"field": name, "texts": texts} for name, texts in faults.items()]
            raise Invalid("A setting cannot be like that.", details=details)
        return config.model_validate(settings).model_dump(mode="json", exclude_unset=True)

    async def _tile(self, actor: Actor, customer_id: str, tile_id: str) -> Tile:
        stored = await self._layouts.open(actor, customer_id)
        tile = stored.layout.tiles.get(tile_id)
        if tile is None or tile.kind not in self._sources.kinds:
            raise NotFound("There is no such card on your home.")
        return tile
