"""What the card workflow needs from the catalogue of things that can be ranked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from content.cards.model import LiveCard
from recommender.ports import Actor


@dataclass(frozen=True, slots=True)
class ProductFact:
    """What a check must know of a linked product."""

    id: str
    grade: int | None
    is_open: bool


class Listing(Protocol):
    """The catalogue, as far as cards change it: in the transaction of the card itself."""

    async def put_up(self, actor: Actor, card: LiveCard) -> None:
        """List the card and its links in place of earlier ones."""
        ...

    async def take_down(self, actor: Actor, card: LiveCard) -> None:
        """Close the card's item and drop its links."""
        ...

    async def products(self, ids: Collection[str]) -> Mapping[str, ProductFact]:
        """Return the known ones of some products."""
        ...
