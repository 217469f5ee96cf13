"""One card on a stage: any kind with its sample, at a size, as the home would draw it."""

from typing import Any

import reflex as rx

from widgets.tile import tile_body, tile_icon, tile_title


class CardStage(rx.Component):
    """Dresses the page while it stands there: language, theme, senior edition, direction."""

    library = rx.asset("card_stage.jsx", shared=True).importable_path
    tag = "CardStage"

    lang: rx.Var[str]
    theme: rx.Var[str]
    senior: rx.Var[str]
    direction: rx.Var[str]


def staged(tile: Any, size: Any) -> rx.Component:
    """Draw a tile as it lies on a home; nothing of it can be done."""
    title = rx.cond(tile.title != "", tile.title, tile_title(tile.kind))
    card = rx.el.section(
        rx.el.header(tile_icon(tile.kind, tile.icon), rx.el.h3(title), class_name="tile-head"),
        rx.el.div(tile_body(tile), class_name="tile-body"),
        class_name="card tile stage-card",
        data_tile=tile.id,
        data_kind=tile.kind,
        data_state=tile.state,
        data_size=size,
    )
    return rx.el.div(card, class_name="stage-holder", data_size=size, custom_attrs={"inert": True})
