"""A tile: one placed widget, loaded with its own time limit, and its view in every state."""

import asyncio
from datetime import datetime
from functools import cache
from typing import Any, Literal

import reflex as rx
import structlog
from pydantic import BaseModel, Field, ValidationError
from reflex.vars import Var

from recommender.errors import CompanionError
from recommender.language import say
from widgets.base import Config, Context, Data, Size, Widget
from widgets.errors import NoData
from widgets.face import Face, FaceIcon, Retry, spoken, view
from widgets.icons import icon_map
from widgets.registry import catalogue, widget
from widgets.words import clock, t, when

State = Literal["loading", "ready", "empty", "partial", "error"]
Cause = Literal["", "late", "source", "refused", "crash"]
DOWN = 500
log = structlog.get_logger(__name__)


class Tile(BaseModel):
    """What the page needs to draw one card.

    Attributes:
        title, icon: Only where the tile's own differ from its kind's.
        sizes: Likewise: of a kind that the page was built without.
        since: When an error began.
        source: Whose figures these are.
    """

    id: str
    kind: str
    state: State = "loading"
    message: str = ""
    label: str = ""
    href: str = ""
    decision_id: str = ""
    as_of: str = ""
    stale: bool = False
    since: str = ""
    source: str = ""
    title: str = ""
    icon: str = ""
    sizes: list[Size] = []
    cause: Cause = Field("", exclude=True, description="Why it failed; stays on the server.")
    data: dict[str, Any] = {}


async def load(tile_id: str, known: str | Widget, config: dict[str, Any], context: Context) -> Tile:
    """Load one tile; whatever fails costs this tile only and is said in its message.

    Args:
        tile_id: Of the tile.
        known: The widget, or the name of a kind of ours.
        config: Its settings.
        context: Who looks.
    """
    tile = await _load(tile_id, known, config, context)
    if isinstance(known, str) or not known.provider:
        return tile
    # The page was built before a kind from outside was offered: it cannot know its words.
    return tile.model_copy(
        update={
            "title": known.title_in(context.language),
            "icon": known.icon,
            "sizes": [*known.sizes],
        }
    )


async def _load(
    tile_id: str, known: str | Widget, config: dict[str, Any], context: Context
) -> Tile:
    kind = known if isinstance(known, str) else known.kind
    try:
        data = await _data(widget(known) if isinstance(known, str) else known, config, context)
    except NoData as nothing:
        return _empty(tile_id, kind, nothing, context.language)
    except TimeoutError:
        log.warning("tile_late", kind=kind)
        return failed(tile_id, kind, context, "late")
    except CompanionError as error:
        log.warning("tile_failed", kind=kind, error=type(error).__name__, why=error.message)
        return failed(tile_id, kind, context, "source" if error.status >= DOWN else "refused")
    except ValidationError as error:  # Its text would repeat what the customer entered.
        log.warning("tile_invalid", kind=kind, model=error.title, problems=error.error_count())
        return failed(tile_id, kind, context, "crash")
    except Exception:  # One broken widget must not cost the page.
        log.exception("tile_crashed", kind=kind)
        return failed(tile_id, kind, context, "crash")
    return _ready(tile_id, kind, data, context.language)


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


def _ready(tile_id: str, kind: str, data: Data, language: str) -> Tile:
    packed = data.model_dump(mode="json")
    shown = spoken(packed, language) if isinstance(data, Face) else packed
    return Tile(
        id=tile_id,
        kind=kind,
        state="partial" if data.is_partial else "ready",
        decision_id=data.decision_id,
        as_of=_iso(data.as_of),
        source=shown["source"] if isinstance(data, Face) else "",
        data=shown,
    )


def failed(tile_id: str, kind: str, context: Context, cause: Cause) -> Tile:
    """Return the tile of a kind that could not be loaded, and why."""
    message = say(context.language, "This card could not be loaded.")
    return Tile(
        id=tile_id,
        kind=kind,
        state="error",
        message=message,
        since=_iso(context.now),
        cause=cause,
    )


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


@cache
def _icons() -> Var[dict[str, object]]:
    """Gather the icons of all kinds, at compile time."""
    return icon_map(name for known in catalogue().values() for name in (known.icon, *known.icons))


def tile_title(kind: Any) -> Var[str]:
    """Return the translated title of a kind that is known on the client only."""
    return rx.match(kind, *[(k, t(w.title)) for k, w in catalogue().items()], "")


def tile_icon(kind: Any, own: Any = "") -> rx.Component:
    """Draw the icon of a kind that is known on the client only, or the tile's own."""
    names = [(k, w.icon) for k, w in catalogue().items()]
    return FaceIcon.create(name=rx.match(kind, *names, own), icons=_icons())


def tile_face(tile: Any) -> rx.Component:
    """Draw a tile's face alone: kinds with a view of their own have none."""
    return view(tile.data, _icons())


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
    own = [(k, w.view(tile.data.to(w.data))) for k, w in catalogue().items() if w.view is not view]
    drawn = rx.match(tile.kind, *own, view(tile.data, _icons()))
    return rx.fragment(
        rx.el.div(drawn, class_name="tile-content"),
        rx.cond(tile.as_of != "", _age(tile)),
        rx.cond(
            tile.state == "partial",
            rx.el.p(t("Some figures are missing right now."), class_name="tile-foot warning"),
        ),
    )


def _age(tile: Any) -> rx.Component:
    """Say how old the figures are and whose; old ones are marked in words."""
    old, fresh = t("From {time}", time=when(tile.as_of)), t("As of {time}", time=clock(tile.as_of))
    return rx.el.p(
        rx.cond(tile.source != "", rx.el.span(tile.source, class_name="tile-source")),
        rx.el.span(rx.cond(tile.stale, old, fresh)),
        class_name="tile-foot",
        data_stale=rx.cond(tile.stale, "on", "off"),
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
        rx.el.div(
            rx.el.p(tile.message),
            rx.cond(
                tile.since != "",
                rx.el.p(t("Since {time}.", time=when(tile.since)), class_name="caption"),
            ),
            Retry.create(label=t("Try again")),
            class_name="stack tight",
        ),
        class_name="tile-error",
        role="status",
    )


def _skeleton() -> rx.Component:
    widths = ("w-40", "figure-bar w-55", "w-70", "w-55", "w-70", "w-40", "w-55")
    bars = [rx.el.span(class_name=f"skeleton {width}") for width in widths]
    return rx.el.div(*bars, class_name="tile-skeleton", aria_hidden=True)
