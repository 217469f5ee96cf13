"""The bank's own home for a segment: which cards, in which order, and what may be done to them."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dashboard.layouts import edits, geometry
from dashboard.layouts.model import PRIMARY, TILES_MAX, Layout, Tile, TileId
from recommender.changes.model import hash_of
from widgets.base import Size, Widget

FIRST_VERSION = 1
RULES_MAX = 100
Operation = Literal["insert", "remove", "move", "resize", "configure"]
OPERATIONS: tuple[Operation, ...] = ("insert", "remove", "move", "resize", "configure")
Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Card(_Part):
    """One card of the bank's home."""

    id: str = Field("", max_length=64, description="The tile's id; empty for its kind's name.")
    kind: Kind
    size: Size = "M"
    config: dict[str, Any] = Field(default_factory=dict)
    stays: bool = Field(False, description="Every home has it: it appears at once and stays.")

    @property
    def tile(self) -> TileId:
        """The id that the tile has on every home made from this one."""
        return self.id or self.kind


class Rule(_Part):
    """What may not be done, to which cards, by whom, and why."""

    denies: tuple[Operation, ...] = Field(min_length=1)
    kinds: tuple[Kind, ...] = Field((), description="Empty: cards of every kind.")
    tiles: tuple[TileId, ...] = Field((), description="Empty: every card of these kinds.")
    roles: tuple[str, ...] = Field((), description="Empty: everybody.")
    reason: dict[str, str] = Field(min_length=1, description="What the customer reads.")

    def speaks_of(self, operation: Operation, tile_id: TileId, kind: str) -> bool:
        """Say whether the rule denies this operation on this card."""
        return (
            operation in self.denies
            and (not self.kinds or kind in self.kinds)
            and (not self.tiles or tile_id in self.tiles)
        )


def faults_of(error: ValidationError) -> list[dict[str, str]]:
    """Return what is wrong with a text, each with its place."""
    found = error.errors(include_url=False, include_input=False)
    return [{"field": ".".join(map(str, one["loc"])), "error": one["msg"]} for one in found]


class BankHome(_Part):
    """The content of one version; its hash is its name."""

    cards: tuple[Card, ...] = Field(min_length=1, max_length=TILES_MAX)
    rules: tuple[Rule, ...] = Field((), max_length=RULES_MAX)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        if len({card.tile for card in self.cards}) < len(self.cards):
            raise ValueError("Two cards have the same id: name one of them differently.")
        return self

    @property
    def name(self) -> str:
        """The hash of the content."""
        return hash_of(self.model_dump(mode="json"))

    @property
    def lasting(self) -> tuple[Card, ...]:
        """The cards that every home has."""
        return tuple(card for card in self.cards if card.stays)

    def layout(self, kinds: Mapping[str, Widget]) -> Layout:
        """Lay its cards out, those whose kinds are registered here."""
        known = [card for card in self.cards if card.kind in kinds]
        sized = [(card.tile, nearest(card.size, kinds[card.kind])) for card in known]
        bare = Layout(
            version=FIRST_VERSION,
            tiles={card.tile: Tile(kind=card.kind, config=card.config) for card in known},
            places={PRIMARY: geometry.flow(PRIMARY, sized)},
            own={"tablet": False, "phone": False},
            bank=self.name,
        )
        return edits.follow(bare)

    def reason(
        self, operation: Operation, tile_id: TileId, kind: str, roles: Collection[str]
    ) -> Mapping[str, str] | None:
        """Return why somebody with these roles may not do this, None where they may."""
        for rule in self.rules:
            is_meant = not rule.roles or bool(set(rule.roles) & set(roles))
            if is_meant and rule.speaks_of(operation, tile_id, kind):
                return rule.reason
        return None


def nearest(size: Size, widget: Widget) -> Size:
    """Return the size, or the kind's first one where it has not this one."""
    return size if size in widget.sizes else widget.sizes[0]
