"""The gallery: every kind of card, live on the customer's own data, ready to be added."""

from typing import Any

import reflex as rx

from dashboard.home.model import Preview
from dashboard.parts.gallery_eye import GalleryEye
from dashboard.parts.gallery_state import GalleryState, Shown
from dashboard.parts.shell import page
from dashboard.parts.views import empty, page_head
from widgets.seen import seen
from widgets.tile import Tile, tile_body, tile_icon
from widgets.words import t

__all__ = ["CATEGORIES", "GalleryState", "gallery"]

CATEGORIES = (
    ("money", "Money", "wallet"),
    ("wealth", "Wealth", "chart-pie"),
    ("life", "Everyday life", "house"),
    ("messages", "Messages", "bell"),
    ("services", "Services", "concierge-bell"),
    ("business", "For business", "briefcase"),
)
TIERS = (("bronze", "Bronze tier"), ("silver", "Silver tier"), ("gold", "Gold tier"))
PLACEMENT = "gallery"


@page("/gallery", title="Gallery", on_load=GalleryState.load)
def gallery() -> rx.Component:
    """Draw the categories and the cards."""
    back = rx.el.a(
        rx.icon("arrow-left", size=18, aria_hidden=True), t("Home"), href="/", class_name="btn"
    )
    head = page_head(
        t("Add a card"),
        back,
        caption=t("Every card shows your own figures, before you add it."),
    )
    eye = GalleryEye.create(kinds=GalleryState.in_view, on_seen=GalleryState.preview)
    return rx.el.div(head, rx.el.div(_side(), _results(), class_name="gallery"), eye)


def _side() -> rx.Component:
    find = rx.el.input(
        type="search",
        id="gallery-search",
        placeholder=t("Search cards"),
        aria_label=t("Search cards"),
        on_change=GalleryState.search.debounce(200),
        class_name="input",
    )
    tabs = [_tab("", "All cards", "layout-grid"), *(_tab(*one) for one in CATEGORIES)]
    return rx.el.div(
        find,
        rx.el.nav(*tabs, class_name="gallery-tabs", aria_label=t("Categories")),
        class_name="gallery-side stack",
    )


def _tab(category: str, label: str, icon: str) -> rx.Component:
    """Draw a category with how many cards it holds; one without any is left out."""
    counts: Any = GalleryState.counts
    button = rx.el.button(
        rx.icon(icon, size=18, aria_hidden=True),
        rx.el.span(t(label), class_name="grow gallery-tab-name"),
        rx.el.span(counts[category], class_name="caption number"),
        type="button",
        on_click=GalleryState.choose(category),
        aria_pressed=rx.cond(GalleryState.category == category, "true", "false"),
        class_name="btn quiet",
    )
    return rx.cond(counts.contains(category), button)


def _results() -> rx.Component:
    clear = rx.el.button(
        t("Show all cards"), type="button", on_click=GalleryState.load, class_name="btn"
    )
    nothing = empty("search-x", t("No card matches. Try another word."), clear)
    found = rx.cond(
        GalleryState.shown,
        rx.el.div(rx.foreach(GalleryState.shown, _offer), class_name="gallery-cards"),
        nothing,
    )
    waiting = rx.el.div(
        *[rx.el.div(class_name="card gallery-wait", aria_hidden=True) for _ in range(4)],
        class_name="gallery-cards",
    )
    resting = rx.el.p(
        t("{n} cards rest in the senior edition.", n=GalleryState.resting), class_name="muted"
    )
    return rx.el.div(
        rx.cond(GalleryState.is_searching, rx.fragment(), _suggestions()),
        rx.el.div(rx.cond(GalleryState.ready, found, waiting), aria_live="polite"),
        rx.cond(GalleryState.resting > 0, resting),
        class_name="stack roomy",
    )


def _suggestions() -> rx.Component:
    """Draw what is suggested and on what it rests, or say why nothing is."""
    some: Any = GalleryState.suggested
    basis = rx.cond(
        GalleryState.personalised,
        t("From what you hold and do, as you can check."),
        t("Personalisation is off: what customers place most, the same for everybody."),
    )
    shelf = rx.el.section(
        rx.el.div(
            rx.el.h2(t("Suggested"), id="suggested-title"),
            rx.el.p(basis, class_name="muted"),
            class_name="stack tight",
        ),
        rx.el.div(rx.foreach(some, _suggestion), class_name="gallery-cards"),
        aria_labelledby="suggested-title",
        class_name="stack",
        data_suggested=GalleryState.decision,
    )
    off = rx.el.p(
        t("Personalisation is off: no card is suggested."), class_name="muted", data_suggested=""
    )
    return rx.cond(some, shelf, rx.cond(GalleryState.personalised, rx.fragment(), off))


def _suggestion(offer: Shown, n: int) -> rx.Component:
    one: Any = offer
    return seen(
        _offer(offer),
        kind="service",
        item=one.kind,
        decision=GalleryState.decision,
        placement=PLACEMENT,
        position=n,
    )


def _offer(offer: Shown) -> rx.Component:
    one: Any = offer
    previews: Any = GalleryState.previews
    is_here = previews.contains(one.kind)
    loaded = previews[one.kind].to(Preview)
    preview = rx.el.div(
        rx.el.header(
            tile_icon(one.kind, one.icon),
            rx.el.span(one.title, class_name="tile-title grow"),
            rx.cond(is_here & loaded.is_example, rx.el.span(t("Example"), class_name="chip")),
            class_name="tile-head",
        ),
        rx.el.div(
            rx.cond(is_here, tile_body(loaded.tile.to(Tile)), _waiting()), class_name="tile-body"
        ),
        class_name="card tile gallery-preview",
        custom_attrs={"inert": True},
        data_preview=rx.cond(is_here, "on", "off"),
        data_size="L",
    )
    return rx.el.article(preview, _foot(one), class_name="gallery-offer", data_offer=one.kind)


def _foot(one: Any) -> rx.Component:
    why = rx.el.p(
        rx.icon("sparkles", size=16, aria_hidden=True),
        one.why,
        class_name="row tight top gallery-why",
        data_why=one.kind,
    )
    words = rx.el.div(
        rx.el.h2(one.title, class_name="item-title"),
        rx.el.p(one.summary, class_name="muted"),
        rx.cond(one.why != "", why),
        _about(one),
        class_name="grow stack tight",
    )
    return rx.el.div(words, _add(one), class_name="row top gallery-foot")


def _about(one: Any) -> rx.Component:
    """Say in which sizes it comes, who offers it, and what it proves."""
    tiers = [(tier, t("Quality: {tier}", tier=t(name))) for tier, name in TIERS]
    provider = rx.el.span(t("Offered by {name}", name=one.provider), class_name="chip info")
    return rx.el.div(
        rx.cond(one.provider != "", provider),
        rx.el.span(t("Sizes: {sizes}", sizes=one.sizes.join(" · "))),
        rx.el.span(rx.match(one.tier, *tiers, "")),
        class_name="row tight wrap caption",
    )


def _waiting() -> rx.Component:
    bars = [rx.el.span(class_name=f"skeleton {width}") for width in ("w-40", "w-70", "w-55")]
    return rx.el.div(*bars, class_name="tile-skeleton", aria_hidden=True)


def _add(one: Any) -> rx.Component:
    button = rx.el.button(
        rx.icon("plus", size=18, aria_hidden=True),
        rx.cond(one.count > 0, t("Add another"), t("Add")),
        rx.el.span(one.title, class_name="visually-hidden"),
        type="button",
        on_click=GalleryState.add(one.kind),
        class_name=rx.cond(one.count > 0, "btn", "btn primary"),
    )
    there = rx.el.span(
        rx.icon("check", size=16, aria_hidden=True), t("On your home"), class_name="chip good"
    )
    return rx.cond(one.is_mandatory, there, button)
