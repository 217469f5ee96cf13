"""The card on the playground's stage: a page without frame, for a frame of ours alone."""

from typing import get_args

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.card_stage import CardStage, staged
from dashboard.people.roles import EVERYONE
from recommender.language import ENGLISH, LANGUAGES
from widgets.base import Size
from widgets.face import Face, spoken
from widgets.tile import Tile


class StageState(rx.State):
    """The sample of one kind, as the address asks for it."""

    tile: Tile = Tile(id="stage", kind="")
    size: str = "M"

    @allow(*EVERYONE)
    async def load(self) -> None:
        """Take the kind's sample; nothing of any customer is shown here."""
        asked = self.router.url.query_parameters
        kind, language, size = (str(asked.get(one, ""))[:40] for one in ("kind", "lang", "size"))
        async with acting() as (app, _):
            known = app.root.partners.kinds.get(kind)
        self.size = size if size in get_args(Size) else "M"
        if known is None:
            self.tile = Tile(id="stage", kind="", state="empty", message="There is no such kind.")
            return
        language = language if language in LANGUAGES else ENGLISH
        packed = known.sample.model_dump(mode="json")
        is_outside = bool(known.provider)
        self.tile = Tile(
            id="stage",
            kind=kind,
            state="ready",
            title=known.title_in(language) if is_outside else "",
            icon=known.icon if is_outside else "",
            data=spoken(packed, language) if isinstance(known.sample, Face) else packed,
        )


def _stage() -> rx.Component:
    card = rx.el.div(
        staged(StageState.tile, StageState.size),
        class_name="stage-holder",
        data_size=StageState.size,
    )
    return CardStage.create(rx.el.main(card, class_name="stage", custom_attrs={"inert": True}))


rx.page(route="/developers/card", title="A card", on_load=[StageState.load])(_stage)
