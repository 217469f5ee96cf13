"""The card's form: texts by language, picture, links, audience, schedule."""

from typing import Any

import reflex as rx

from dashboard.parts.choices import switch_line
from dashboard.parts.studio.fields import choices, panel, picture_upload, text_field, toggles
from dashboard.parts.studio.reach import reach_view
from dashboard.parts.studio.state import EditorState
from dashboard.parts.studio.words import ART, KINDS, SEGMENTS
from recommender.catalogue.topics import TOPICS
from widgets.products import grade_chip
from widgets.words import choose, t

_DRAFT: Any = EditorState.draft
EDITED = (("zh-Hans", "中文"), ("en", "English"))
CAPACITIES = (0, 1, 2, 3, 4, 5)


def form() -> rx.Component:
    """Draw the form; a reviewer opens it on purpose, and switches languages without that."""
    fields = rx.el.fieldset(
        rx.el.legend(t("Card"), class_name="visually-hidden"),
        _texts(),
        _look(),
        _links(),
        _audience(),
        _schedule(),
        disabled=~EditorState.is_open,
        class_name="stack editor-form",
    )
    language: Any = EditorState.language
    tabs = choices(t("Language of the texts"), EDITED, chosen=language, on_choose=EditorState.speak)
    return rx.el.div(tabs, fields, class_name="stack")


def _texts() -> rx.Component:
    return panel(
        _text("title", t("Title"), 80),
        _text("summary", t("Summary"), 200, rows=2),
        _text(
            "body",
            t("Text"),
            20_000,
            rows=12,
            help_text=t("## heading, **bold**, - list, > quote, [words](https://…); no HTML."),
        ),
        title=t("Words"),
    )


def _text(name: str, label: Any, limit: int, *, rows: int = 0, help_text: Any = None) -> Any:
    """Draw one text; the key makes a new field for each language."""
    texts = getattr(_DRAFT, name)
    return text_field(
        label,
        name=name,
        help_text=help_text,
        value=texts[EditorState.language],
        multiline=rows > 0,
        rows=rows,
        max_length=limit,
        lang=EditorState.language,
        key=EditorState.card + EditorState.language + name,
        on_edit=lambda text: EditorState.write(name, text),
    )


def _look() -> rx.Component:
    kinds = [(kind, t(name)) for kind, name in KINDS.items()]
    minutes = text_field(
        t("Playing time in minutes"),
        name="minutes",
        value=rx.cond(_DRAFT.minutes > 0, _DRAFT.minutes.to_string(), ""),
        on_edit=lambda text: EditorState.set_number("minutes", text),
    )
    pictures = rx.el.div(
        *[_picture(name, t(title)) for name, title in ART.items()],
        role="group",
        aria_label=t("Picture"),
        class_name="art-grid",
    )
    return panel(
        choices(t("Kind"), kinds, chosen=_DRAFT.kind, on_choose=EditorState.choose_kind),
        rx.cond(_DRAFT.kind == "video", minutes),
        rx.el.div(rx.el.span(t("Picture"), class_name="label"), pictures, class_name="field"),
        picture_upload(EditorState.choose_image),
        title=t("Look"),
    )


def _picture(name: str, title: Any) -> rx.Component:
    image = f"art:{name}"
    return rx.el.button(
        rx.el.img(src=f"/art/{name}.svg", alt="", class_name="art", loading="lazy"),
        type="button",
        aria_label=title,
        aria_pressed=rx.cond(_DRAFT.image == image, "true", "false"),
        on_click=EditorState.choose_image(image),
        class_name="art-choice",
    )


def _links() -> rx.Component:
    topics = [(topic, t(name)) for topic, name in TOPICS.items()]
    offered: Any = EditorState.offered
    search = text_field(
        t("Link a product"),
        name="product-search",
        value="",
        placeholder=t("Name or number of a product"),
        key="search" + _DRAFT.products.length().to_string(),
        on_edit=EditorState.search,
    )
    return panel(
        toggles(t("Topics"), topics, chosen=_DRAFT.topics, on_toggle=EditorState.toggle_topic),
        rx.el.div(
            rx.el.span(t("Linked products"), class_name="label"),
            rx.el.ul(rx.foreach(_DRAFT.products, _linked), class_name="list"),
            class_name="field",
        ),
        search,
        rx.el.ul(rx.foreach(offered, _offer), class_name="list"),
        title=t("Links"),
    )


def _linked(product: Any) -> rx.Component:
    remove = rx.el.button(
        rx.icon("x", size=16, aria_hidden=True),
        type="button",
        aria_label=t("Remove {name}", name=choose(product.name)),
        on_click=EditorState.unlink(product.id),
        class_name="btn icon quiet",
    )
    return rx.el.li(
        rx.el.span(choose(product.name), class_name="grow small strong"),
        grade_chip(product.grade),
        remove,
        class_name="row",
    )


def _offer(product: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.icon("plus", size=16, aria_hidden=True),
            rx.el.span(choose(product.name), class_name="grow start-text"),
            grade_chip(product.grade),
            type="button",
            on_click=EditorState.link(product.id),
            class_name="btn quiet wide",
        )
    )


def _audience() -> rx.Component:
    segments = [(segment, t(name)) for segment, name in SEGMENTS.items()]
    levels = [(level, "C" + str(level) if level else t("Any")) for level in CAPACITIES]
    return panel(
        toggles(
            t("Segments (none chosen: everybody)"),
            segments,
            chosen=_DRAFT.segments,
            on_toggle=EditorState.toggle_segment,
        ),
        choices(
            t("Minimum capacity"),
            levels,
            chosen=_DRAFT.minimum,
            on_choose=EditorState.set_minimum,
        ),
        switch_line(
            t("Marketing"),
            t("Needs the customer's consent, and never shows in the senior edition."),
            name="marketing",
            checked=_DRAFT.marketing,
            on_change=EditorState.set_marketing,
        ),
        reach_view(),
        title=t("Audience"),
    )


def _schedule() -> rx.Component:
    times = rx.el.div(_time("starts_at", t("Start")), _time("ends_at", t("End")), class_name="pair")
    cap = rx.el.div(
        _number("cap_times", t("Shown at most (times)"), _DRAFT.cap_times),
        _number("cap_days", t("within (days)"), _DRAFT.cap_days),
        class_name="pair",
    )
    return panel(
        times,
        rx.el.p(
            t("Times are the bank's local time. Empty: at once, without an end."),
            class_name="caption",
        ),
        cap,
        title=t("Schedule"),
    )


def _time(name: str, label: Any) -> rx.Component:
    return text_field(
        label,
        name=name,
        type="datetime-local",
        value=getattr(_DRAFT, name),
        on_edit=lambda at: EditorState.set_time(name, at),
    )


def _number(name: str, label: Any, value: Any) -> rx.Component:
    return text_field(
        label,
        name=name,
        type="number",
        value=rx.cond(value > 0, value.to_string(), ""),
        on_edit=lambda text: EditorState.set_number(name, text),
    )
