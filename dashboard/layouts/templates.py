"""Arrangements to share: which cards lie where, without anything that tells who it is."""

import base64
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.errors import Invalid
from dashboard.layouts import edits, geometry
from dashboard.layouts.bank_home import faults_of
from dashboard.layouts.conditions import CONDITIONS_MAX, Condition
from dashboard.layouts.model import BREAKPOINTS, TILES_MAX, Breakpoint, Layout, Places, Tile, TileId
from recommender.changes.model import hash_of
from widgets.base import Widget

CODE_BYTES = 5
Code = Annotated[str, Field(pattern=r"^[A-Z2-7]{4}-?[A-Z2-7]{4}$")]
CardName = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,16}$")]
_HARMLESS = frozenset({"boolean", "integer", "number", "null"})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TemplateCard(_Part):
    """One card: its kind and the settings that say nothing about a person."""

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    config: dict[str, Any] = Field(default_factory=dict)
    show: tuple[Condition, ...] = Field((), max_length=CONDITIONS_MAX)
    pinned: bool = False


class Template(_Part):
    """A whole arrangement; the ids of its cards mean nothing elsewhere."""

    format: Literal["home-template/1"] = "home-template/1"
    cards: dict[CardName, TemplateCard] = Field(min_length=1, max_length=TILES_MAX)
    places: dict[Breakpoint, Places]
    own: dict[Breakpoint, bool] = Field(default_factory=dict)

    @property
    def code(self) -> str:
        """Eight letters and digits made from the content: the same arrangement, the same code."""
        digest = bytes.fromhex(hash_of(self.model_dump(mode="json")))
        letters = base64.b32encode(digest[:CODE_BYTES]).decode()
        return f"{letters[:4]}-{letters[4:]}"


def read_template(text: str) -> Template:
    """Read an arrangement from a file's text.

    Raises:
        Invalid: It holds none, or is too large; `details` names what is wrong.
    """
    try:
        return Template.model_validate_json(text)
    except ValidationError as error:
        raise Invalid(
            "This file holds no arrangement that was shared here.", details=faults_of(error)
        ) from error


def template_of(layout: Layout, kinds: Mapping[str, Widget]) -> Template:
    """Take from a layout what may be shared; own titles and personal settings stay behind."""
    ids = {tile: f"card-{number}" for number, tile in enumerate(layout.tiles, start=1)}
    return Template(
        cards={ids[one]: _shared(tile, kinds) for one, tile in layout.tiles.items()},
        places={
            one: tuple(place.model_copy(update={"tile": ids[place.tile]}) for place in lying)
            for one, lying in layout.places.items()
        },
        own=layout.own,
    )


def arranged_like(layout: Layout, template: Template, kinds: Mapping[str, Widget]) -> Layout:
    """Arrange a home like a template; my cards of the same kinds keep what is personal.

    Raises:
        Invalid: A card of a kind that is not registered, or places that cannot be.
    """
    _demand_known(template, kinds)
    ids = _matched(layout, template)
    places = {
        one: tuple(
            place.model_copy(update={"tile": ids.get(place.tile, place.tile)}) for place in lying
        )
        for one, lying in template.places.items()
    }
    tiles = {
        ids[name]: _taken_over(layout.tiles.get(ids[name]), card, kinds)
        for name, card in template.cards.items()
    }
    lying = {one: geometry.compact(places.get(one, ())) for one in BREAKPOINTS}
    edits.demand_sound(tiles, places)
    own = {one: one in places and template.own.get(one, False) for one in layout.own}
    return edits.follow(layout.model_copy(update={"tiles": tiles, "places": lying, "own": own}))


def is_harmless(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> bool:
    """Say whether a setting may leave: switches, numbers and choices, unless marked personal.

    Words that a customer wrote leave only where the kind says so (`"shared": true`).
    """
    if field.get("personal") or field.get("writeOnly"):
        return False
    if "$ref" in field:
        field = {**definitions.get(field["$ref"].rsplit("/", 1)[-1], {}), **field}
    options = field.get("anyOf") or field.get("allOf")
    if options:
        return all(is_harmless(one, definitions) for one in options)
    if field.get("type") == "array":
        return is_harmless(field.get("items", {}), definitions)
    return bool(
        field.get("shared") or "enum" in field or "const" in field or field.get("type") in _HARMLESS
    )


def _shared(tile: Tile, kinds: Mapping[str, Widget]) -> TemplateCard:
    open_ = _open_fields(tile.kind, kinds)
    config = {name: value for name, value in tile.config.items() if name in open_}
    return TemplateCard(kind=tile.kind, config=config, show=tile.show, pinned=tile.pinned)


def _open_fields(kind: str, kinds: Mapping[str, Widget]) -> set[str]:
    schema = kinds[kind].config.model_json_schema() if kind in kinds else {}
    definitions = schema.get("$defs", {})
    fields = schema.get("properties", {})
    return {name for name, field in fields.items() if is_harmless(field, definitions)}


def _taken_over(mine: Tile | None, card: TemplateCard, kinds: Mapping[str, Widget]) -> Tile:
    open_ = _open_fields(card.kind, kinds)
    kept = {name: value for name, value in mine.config.items() if name not in open_} if mine else {}
    wanted = {name: value for name, value in card.config.items() if name in open_}
    title = mine.title if mine else ""
    return Tile(
        kind=card.kind, config=kept | wanted, show=card.show, pinned=card.pinned, title=title
    )


def _matched(layout: Layout, template: Template) -> dict[str, TileId]:
    """Give each card of the template my next tile of its kind, else an id that is free."""
    free = list(layout.tiles.items())
    ids: dict[str, TileId] = {}
    for name, card in template.cards.items():
        mine = next(((one, tile) for one, tile in free if tile.kind == card.kind), None)
        if mine is not None:
            free.remove(mine)
        ids[name] = mine[0] if mine else _fresh(f"{card.kind}-{name}", layout)
    return ids


def _fresh(wanted: TileId, layout: Layout) -> TileId:
    return wanted if wanted not in layout.tiles else _fresh(f"{wanted}-x", layout)


def _demand_known(template: Template, kinds: Mapping[str, Widget]) -> None:
    faults = [
        {"tile": name, "error": f"There is no widget named '{card.kind}'."}
        for name, card in template.cards.items()
        if card.kind not in kinds
    ]
    if faults:
        raise Invalid("This arrangement has cards that do not exist here.", details=faults)
