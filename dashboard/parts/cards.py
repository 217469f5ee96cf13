"""Cards and products as they stand in lists outside the home: a picture, words, why."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from pydantic import BaseModel

from content.feed import FeedCard
from content.shelf import Cards, image_url
from recommender.answer import Ranked
from recommender.catalogue.model import CatalogueItem
from recommender.language import pick
from widgets.products import grade_chip, type_name
from widgets.seen import dismiss_button, item_link, seen
from widgets.words import choose, t


class CardFace(BaseModel):
    """A published card in a list."""

    id: str = ""
    number: int = 0
    kind: str = ""
    title: str = ""
    summary: str = ""
    image_url: str = ""
    minutes: int = 0
    marketing: bool = False
    why: str = ""


class ProductFace(BaseModel):
    """A product in a list."""

    id: str = ""
    name: dict[str, str] = {}
    product_type: str = ""
    grade: int = 0
    why: str = ""


def card_faces(cards: Sequence[FeedCard]) -> list[CardFace]:
    """Keep what a list shows of a feed."""
    return [CardFace.model_validate(card.model_dump()) for card in cards]


def card_faces_of(ranked: Sequence[Ranked], shelf: Cards, language: str) -> list[CardFace]:
    """Show ranked content that is published, with its reason."""
    found = [(shelf[one.id], one) for one in ranked if one.id in shelf]
    return [
        CardFace(
            id=card.id,
            number=card.number,
            kind=card.kind,
            title=pick(card.title, language),
            summary=pick(card.summary, language),
            image_url=image_url(card.image),
            minutes=card.minutes,
            marketing=card.marketing,
            why=one.why,
        )
        for card, one in found
    ]


def product_face(item: CatalogueItem, ranked: Ranked | None = None) -> ProductFace:
    """Keep what a list shows of a product."""
    return ProductFace(
        id=item.id,
        name=dict(item.titles),
        product_type=item.product_type,
        grade=item.grade or 0,
        why=ranked.why if ranked else "",
    )


def kind_name(kind: Any) -> Any:
    """Name the kind of a card."""
    return rx.match(kind, ("video", t("Video")), ("offer", t("Offer")), t("Article"))


def card_tile(card: Any, *, decision: Any, placement: str, position: Any) -> rx.Component:
    """Draw a card with its picture on top; the whole face leads to the reader."""
    told = {
        "kind": "content",
        "item": card.id,
        "decision": decision,
        "placement": placement,
        "version": card.number,
    }
    picture = rx.el.img(src=card.image_url, alt="", loading="lazy", class_name="art")
    words = rx.el.div(
        rx.el.p(kind_name(card.kind), " · ", t("{n} min", n=card.minutes), class_name="caption"),
        rx.el.h3(
            item_link(
                card.title,
                href="/read/" + card.id.to(str),
                position=position,
                class_name="stretched",
                **told,
            ),
            class_name="clip-2",
        ),
        rx.el.p(card.summary, class_name="muted clip-2"),
        rx.cond(card.why != "", rx.el.p(card.why, class_name="caption why-line clip-2")),
        class_name="stack tight grow",
    )
    return seen(
        picture,
        words,
        _dismiss(card.title, told),
        position=position,
        class_name="card picture-card",
        **told,
    )


def _dismiss(title: Any, told: dict[str, Any]) -> rx.Component:
    button = dismiss_button(
        rx.icon("x", size=16, aria_hidden=True),
        aria_label=t("Not interested: {title}", title=title),
        class_name="btn icon quiet over",
        **told,
    )
    return rx.cond(told["decision"] != "", button)


def product_row(product: Any, *, decision: Any, placement: str, position: Any) -> rx.Component:
    """Draw a product on one line with its grade in words."""
    told = {
        "kind": "product",
        "item": product.id,
        "decision": decision,
        "placement": placement,
        "position": position,
    }
    name = item_link(
        choose(product.name),
        href="/products/" + product.id.to(str),
        class_name="item-title stretched",
        **told,
    )
    words = rx.el.div(
        name,
        rx.el.p(type_name(product.product_type), class_name="muted"),
        rx.cond(product.why != "", rx.el.p(product.why, class_name="caption clip-2")),
        class_name="grow",
    )
    arrow = rx.icon("chevron-right", size=18, aria_hidden=True, class_name="quiet-icon")
    return rx.el.li(
        seen(words, grade_chip(product.grade), arrow, class_name="row product-row", **told),
        class_name="item",
    )
