"""The subset of markdown that a card's body may use, as blocks that a page can show safely."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Literal

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel

BlockKind = Literal["paragraph", "heading", "subheading", "bullets", "numbers", "quote", "rule"]
_LINK = re.compile(r"^(https://|mailto:|/(?!/))", re.IGNORECASE)
_IMAGE = re.compile(r"!\[")
_TARGET = re.compile(r"\]\(\s*<?([^)\s>]+)|^\s*\[[^\]]+\]:\s*<?(\S+)", re.MULTILINE)


class Span(BaseModel):
    """A run of text with one style."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


class Line(BaseModel):
    """One paragraph, heading or list entry."""

    spans: list[Span] = []


class Block(BaseModel):
    """One block of the body; a list has a line per entry, anything else one line."""

    kind: BlockKind = "paragraph"
    lines: list[Line] = []


def refuse_markup(text: str) -> None:
    """Raise ValueError on HTML, pictures and links that a card may not carry.

    The text must survive the sanitiser unchanged: what is stored, reviewed and shown is equal.
    """
    if html.unescape(nh3.clean(text, tags=set())) != text.replace("\r\n", "\n"):
        raise ValueError("HTML is not allowed; use **bold**, lists, headings and links.")
    if _IMAGE.search(text):
        raise ValueError("Pictures inside the text are not allowed; choose the card's picture.")
    for found in _TARGET.finditer(text):
        if not _LINK.match(found.group(1) or found.group(2)):
            raise ValueError("Links must begin with https:// or /.")


def blocks(text: str) -> list[Block]:
    """Parse the body; anything outside the subset becomes plain text."""
    return list(_blocks(_parser().parse(text)))


def plain(text: str) -> str:
    """Return the words without any mark-up (read aloud, search, checks)."""
    lines = (line for block in blocks(text) for line in block.lines)
    return "\n".join("".join(span.text for span in line.spans) for line in lines)


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(
        ["image", "html_block", "html_inline", "autolink", "code", "fence", "backticks"]
    )


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    kinds: list[BlockKind] = []
    listed: Block | None = None
    depth = 0
    for token in tokens:
        if token.type.endswith("_list_open"):
            depth += 1
            kind: BlockKind = "bullets" if token.type == "bullet_list_open" else "numbers"
            listed = listed or Block(kind=kind)
        elif token.type.endswith("_list_close"):
            depth -= 1
            if listed and depth == 0:
                yield listed
                listed = None
        elif token.type == "hr":
            yield Block(kind="rule")
        elif token.type == "inline" and listed:
            listed.lines.append(_line(token))
        elif token.type == "inline":
            yield Block(kind=kinds[-1] if kinds else "paragraph", lines=[_line(token)])
        _track(kinds, token)


def _line(token: Token) -> Line:
    return Line(spans=list(_spans(token.children or [])))


def _track(kinds: list[BlockKind], token: Token) -> None:
    if token.type == "heading_open":
        kinds.append("heading" if token.tag in ("h1", "h2") else "subheading")
    elif token.type == "blockquote_open":
        kinds.append("quote")
    elif token.type in ("heading_close", "blockquote_close"):
        kinds.pop()


def _spans(children: Sequence[Token]) -> Iterator[Span]:
    bold = italic = False
    href = ""
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            bold = child.type == "strong_open"
        elif child.type in ("em_open", "em_close"):
            italic = child.type == "em_open"
        elif child.type == "link_open":
            target = str(child.attrGet("href") or "")
            href = target if _LINK.match(target) else ""
        elif child.type == "link_close":
            href = ""
        elif child.type in ("softbreak", "hardbreak"):
            yield Span(text=" " if child.type == "softbreak" else "\n")
        elif child.content:
            yield Span(text=child.content, bold=bold, italic=italic, href=href)
