"""The customer's home: greeting, net worth, and the grid of cards with its edit mode."""

from typing import Any

import reflex as rx

from dashboard.parts.alerts import alerts
from dashboard.parts.arranging.banners import banners as arranging_banners
from dashboard.parts.arranging.panel import arranging_entry, arranging_panel
from dashboard.parts.card_grid import card_grid
from dashboard.parts.early_home import early_home
from dashboard.parts.greeting import greeting
from dashboard.parts.home_state import DEVICE, WORKPLACES, HomeState
from dashboard.parts.senior_edition import senior_bar, senior_entry, senior_rest
from dashboard.parts.session import SessionState
from dashboard.parts.settings_form import settings_panel
from dashboard.parts.settings_state import SettingsState
from dashboard.parts.shell import page
from dashboard.parts.tile_clock import tile_clock
from widgets.tile import Tile, tile_body, tile_icon, tile_title
from widgets.words import choose, money, t

__all__ = ["DEVICE", "WORKPLACES", "HomeState", "home"]


@page("/", title="Home", on_load=HomeState.load)
def home() -> rx.Component:
    """Draw the quiet header and the grid."""
    banners = rx.el.div(senior_bar(), arranging_banners(), alerts(), class_name="home-banners")
    return rx.el.div(
        _header(),
        banners,
        _grid(),
        senior_rest(HomeState.resting),
        arranging_panel(),
        settings_panel(),
        _clock(),
        early_home(HomeState),
        class_name="home",
    )


def _clock() -> rx.Component:
    """Load cards again when their time comes, and look at the conditions each minute."""
    return tile_clock(
        items=HomeState.tiles,
        watches=HomeState.watches,
        on_due=HomeState.renew,
        on_minute=HomeState.look,
    )


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
        rx.el.div(senior_entry(), arranging_entry(), edit, class_name="home-tools row tight"),
        class_name="page-head home-head",
        data_dim=rx.cond(HomeState.editing, "on", "off"),
    )


def _grid() -> rx.Component:
    return card_grid(
        rx.foreach(HomeState.tiles, _tile),
        items=HomeState.tiles,
        late=HomeState.late,
        places=HomeState.places,
        version=HomeState.version,
        revision=HomeState.revision,
        editing=HomeState.editing,
        senior=SessionState.senior,
        focus=HomeState.focus,
        locks=HomeState.locks,
        can_undo=HomeState.can_undo,
        can_redo=HomeState.can_redo,
        on_arrange=HomeState.arrange,
        on_remove=HomeState.remove,
        on_undo=HomeState.undo,
        on_redo=HomeState.redo,
        on_reset=HomeState.start_over,
        on_done=HomeState.done,
        on_edit=HomeState.edit,
        on_changed=HomeState.refresh,
        on_deed=HomeState.act,
        on_query=HomeState.search,
        on_retry=HomeState.retry,
        on_settings=SettingsState.open,
    )


def _tile(placed: Any) -> rx.Component:
    late: Any = HomeState.late
    tile = rx.cond(late.contains(placed.id), late[placed.id], placed).to(Tile)
    title = rx.cond(tile.title != "", tile.title, tile_title(tile.kind))
    head = rx.el.header(tile_icon(tile.kind, tile.icon), rx.el.h2(title), class_name="tile-head")
    body = rx.el.div(tile_body(tile), class_name="tile-body")
    hidden: Any = HomeState.hidden
    is_away = HomeState.editing & hidden.contains(placed.id)
    return rx.el.div(
        head,
        rx.cond(is_away, _away(hidden[placed.id])),
        body,
        class_name="tile-whole",
        data_away=rx.cond(is_away, "on", "off"),
    )


def _away(rules: Any) -> rx.Component:
    """Say while arranging that a card is not there now, and when it is."""
    words = rx.el.span(t("Not there now. {rules}", rules=rules), class_name="chip warn clip")
    return rx.el.p(words, class_name="row")
