"""The live preview: the card as its readers will see it, on each device, theme and language."""

from typing import Any

import reflex as rx

from dashboard.guard import allow
from dashboard.parts.article import article_body
from dashboard.parts.cards import kind_name
from dashboard.parts.studio.fields import choices
from dashboard.parts.studio.state import STUDIO, EditorState
from widgets.products import grade_chip, type_name
from widgets.words import choose, t

_DRAFT: Any = EditorState.draft
_FACE: Any = EditorState.preview
DEVICES = (("phone", "Phone"), ("desktop", "Desktop"), ("senior", "Senior edition"))
THEMES = (("light", "Light"), ("dark", "Dark"))
LANGUAGES = (("zh-Hans", "简"), ("zh-Hant", "繁"), ("en", "En"))


class PreviewState(rx.State):
    """How the preview is looked at."""

    device: str = "phone"
    theme: str = "light"

    @allow(*STUDIO)
    async def use_device(self, device: str) -> None:
        """Look at it on a device."""
        self.device = device

    @allow(*STUDIO)
    async def use_theme(self, theme: str) -> None:
        """Look at it in a theme."""
        self.theme = theme


def preview() -> rx.Component:
    """Draw the frame with the card's face and the article."""
    devices = [(device, t(name)) for device, name in DEVICES]
    themes = [(theme, t(name)) for theme, name in THEMES]
    switches = rx.el.div(
        choices(
            t("Device"), devices, chosen=PreviewState.device, on_choose=PreviewState.use_device
        ),
        choices(t("Theme"), themes, chosen=PreviewState.theme, on_choose=PreviewState.use_theme),
        choices(
            t("Language"),
            LANGUAGES,
            chosen=EditorState.shown_in,
            on_choose=EditorState.show_in,
        ),
        class_name="row wrap preview-switches",
    )
    hidden = rx.el.p(
        t("Marketing never shows in the senior edition."), class_name="empty", id="not-shown"
    )
    is_hidden = (PreviewState.device == "senior") & _DRAFT.marketing
    frame = rx.el.div(
        rx.el.div(
            rx.cond(is_hidden, hidden, rx.fragment(_face(), _article())),
            class_name="screen",
            tab_index=0,
            role="region",
            aria_label=t("What readers will see"),
        ),
        class_name="frame " + PreviewState.device + " " + PreviewState.theme,
        lang=EditorState.shown_in,
        id="preview",
    )
    return rx.el.section(
        rx.el.h2(t("Preview"), class_name="visually-hidden"), switches, frame, class_name="stack"
    )


def _face() -> rx.Component:
    words = rx.el.div(
        rx.el.p(kind_name(_DRAFT.kind), class_name="caption"),
        rx.cond(_FACE.title != "", rx.el.h3(_FACE.title, class_name="clip-2")),
        rx.el.p(_FACE.summary, class_name="muted clip-2"),
        class_name="stack tight",
    )
    return rx.el.div(
        rx.el.img(src=_DRAFT.image_url, alt="", class_name="art"),
        words,
        class_name="card picture-card",
    )


def _article() -> rx.Component:
    products = rx.el.ul(rx.foreach(_DRAFT.products, _product), class_name="list roomy")
    return rx.el.article(
        rx.cond(_FACE.title != "", rx.el.h1(_FACE.title)),
        rx.el.p(_FACE.summary, class_name="lead"),
        article_body({"only": _FACE.body}, language="only"),
        rx.cond(
            _DRAFT.products.length() > 0,
            rx.el.section(
                rx.el.h2(t("Products in this article"), class_name="card-title"),
                products,
                class_name="card",
            ),
        ),
        class_name="reader stack",
    )


def _product(product: Any) -> rx.Component:
    words = rx.el.div(
        rx.el.span(choose(product.name), class_name="item-title"),
        rx.el.p(type_name(product.product_type), class_name="muted"),
        class_name="grow",
    )
    return rx.el.li(words, grade_chip(product.grade), class_name="row item")
