"""The body of an article, drawn from blocks without any HTML."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from content.cards.markup import blocks
from recommender.language import SIMPLIFIED, TRADITIONAL, pick

Texts = dict[str, str]
Body = dict[str, list[dict[str, Any]]]


class ArticleBody(rx.Component):
    """Follows the reader's language, or keeps to one."""

    library = rx.asset("article.jsx", shared=True).importable_path
    tag = "ArticleBody"

    body: rx.Var[Body]
    language: rx.Var[str]


def article_body(body: Any, **props: Any) -> rx.Component:
    """Draw a body."""
    return ArticleBody.create(body=body, **props)


def all_languages(texts: Mapping[str, str]) -> Texts:
    """Add the Traditional characters that are derived, so that a page can switch by itself."""
    if not texts.get(SIMPLIFIED):
        return dict(texts)
    return {TRADITIONAL: pick(texts, TRADITIONAL), **texts}


def body_of(texts: Mapping[str, str]) -> Body:
    """Parse a body in all languages."""
    return {language: blocks_of(text) for language, text in all_languages(texts).items()}


def blocks_of(text: str) -> list[dict[str, Any]]:
    """Parse a body."""
    return [block.model_dump() for block in blocks(text)]
