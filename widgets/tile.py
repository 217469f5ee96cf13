"""A tile: one placed widget, loaded with its own time limit, and its view in every state."""

import asyncio
from datetime import datetime
from typing import Any, Literal

import reflex as rx
import structlog
from pydantic import BaseModel, Field, ValidationError
from reflex.vars import Var

from recommender.errors import CompanionError
from recommender.language import say
from widgets.base import Config, Context, Data, Widget
from widgets.errors import NoData
from widgets.registry import catalogue, widget
from widgets.words import clock, t

State = Literal["loading", "ready", "empty", "partial", "error"]
Cause = Literal["", "late", "source", "crash"]
log = structlog.get_logger(__name__)


class Tile(BaseModel):
    """What the page needs to draw one card."""

    id: str
    kind: str
    state: State = "loading"
    message: str = ""
    label: str = ""
    href: str = ""
    decision_id: str = ""
    as_of: str = ""
    stale: bool = False
    cause: Cause = Field("", exclude=True, description="Why it failed; stays on the server.")
    data: dict[str, Any] = {}


async def load(tile_id: str, kind: str, config: dict[str, Any], context: Context) -> Tile:
    """Load one tile; whatever fails costs this tile only and is said in its message."""
    try:
        known = widget(kind)
        data = await _data(known, config, context)
    except NoData as nothing:
        return _empty(tile_id, kind, nothing, context.language)
    except TimeoutError:
        log.warning("tile_late", kind=kind)
        return failed(tile_id, kind, context.language, "late")
    except CompanionError as error:
        log.warning("tile_failed", kind=kind, error=type(error).__name__, why=error.message)
        return failed(tile_id, kind, context.language, "source")
    except Exception:  # One broken widget must not cost the page.
        log.exception("tile_crashed", kind=kind)
        return failed(tile_id, kind, context.language, "crash")
    return _ready(tile_id, kind, data)


def is_valid_config(kind: str, config: dict[str, Any]) -> bool:
    """Say whether a kind accepts these settings."""
    try:
        widget(kind).config.model_validate(config)
    except (ValidationError, CompanionError):
        return False
    return True


async def _data(known: Widget, config: dict[str, Any], context: Context) -> Data:
    settings: Config = known.config.model_validate(config)
    async with asyncio.timeout(known.timeout_seconds):
        return await known.load(context, settings)


def _empty(tile_id: str, kind: str, nothing: NoData, language: str) -> Tile:
    return Tile(
        id=tile_id,
        kind=kind,
        state="empty",
        message=say(language, nothing.message),
        label=say(language, nothing.label) if nothing.label else "",
        href=nothing.href,
    )


def _ready(tile_id: str, kind: str, data: Data) -> Tile:
    return Tile(
        id=tile_id,
        kind=kind,
        state="partial" if data.is_partial else "ready",
        decision_id=data.decision_id,
        as_of=_iso(data.as_of),
        data=data.model_dump(mode="json"),
    )


def failed(tile_id: str, kind: str, language: str, cause: Cause) -> Tile:
    """Return the tile of a kind that could not be loaded, and why."""
    message = say(language, "This card could not be loaded. Please try again in a moment.")
    return Tile(id=tile_id, kind=kind, state="error", message=message, cause=cause)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def tile_title(kind: Any) -> Var[str]:
    """Return the translated title of a kind that is known on the client only."""
    return rx.match(kind, *[(k, t(w.title)) for k, w in catalogue().items()], "")


def tile_icon(kind: Any) -> rx.Component:
    """Draw the icon of a kind that is known on the client only."""
    icons = [(k, rx.icon(w.icon, size=20, aria_hidden=True)) for k, w in catalogue().items()]
    return rx.match(kind, *icons, rx.fragment())


def tile_body(tile: Any) -> rx.Component:
    """Draw a tile's content in any of its states; the skeleton has the card's final size."""
    return rx.match(
        tile.state,
        ("ready", _filled(tile)),
        ("partial", _filled(tile)),
        ("empty", _nothing(tile)),
        ("error", _error(tile)),
        _skeleton(),
    )


def _filled(tile: Any) -> rx.Component:
    views = [(kind, known.view(tile.data.to(known.data))) for kind, known in catalogue().items()]
    return rx.fragment(
        rx.el.div(rx.match(tile.kind, *views, rx.fragment()), class_name="tile-content"),
        rx.cond(
            tile.as_of != "",
            rx.el.p(t("As of {time}", time=clock(tile.as_of)), class_name="tile-foot"),
        ),
        rx.cond(
            tile.state == "partial",
            rx.el.p(t("Some figures are missing right now."), class_name="tile-foot warning"),
        ),
    )


def _nothing(tile: Any) -> rx.Component:
    """Say that there is nothing, and offer the one way on."""
    way_on = rx.el.a(tile.label, href=tile.href, class_name="btn")
    return rx.el.div(
        rx.el.p(tile.message),
        rx.cond(tile.href != "", way_on),
        class_name="tile-empty",
    )


def _error(tile: Any) -> rx.Component:
    return rx.el.div(
        rx.icon("cloud-off", size=20, aria_hidden=True),
        rx.el.p(tile.message),
        class_name="tile-error",
        role="status",
    )


def _skeleton() -> rx.Component:
    bars = [rx.el.span(class_name=f"skeleton {width}") for width in ("w-40", "w-70", "w-55")]
    return rx.el.div(*bars, class_name="tile-skeleton", aria_hidden=True)
