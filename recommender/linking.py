"""Explicit links between contents and products, as the catalogue or a card declares them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

NOTHING: Mapping[str, float] = MappingProxyType({})


class Links:
    """A frozen two-way table of links, cheap to rebuild whenever a card changes.

    Args:
        pairs: `(content_id, product_id, strength)`, strength in 0..1; of doubles the
            strongest counts, and a strength of 0 is no link.
    """

    def __init__(self, pairs: Iterable[tuple[str, str, float]] = ()) -> None:
        self._products: dict[str, dict[str, float]] = {}
        self._contents: dict[str, dict[str, float]] = {}
        for content, product, strength in pairs:
            self._add(content, product, min(max(strength, 0.0), 1.0))

    def _add(self, content: str, product: str, strength: float) -> None:
        known = self.products_of(content).get(product, 0.0)
        if strength > known:
            self._products.setdefault(content, {})[product] = strength
            self._contents.setdefault(product, {})[content] = strength

    def products_of(self, content_id: str) -> Mapping[str, float]:
        """Return the strength of each product that the content is linked to."""
        return self._products.get(content_id, NOTHING)

    def contents_of(self, product_id: str) -> Mapping[str, float]:
        """Return the strength of each content that is linked to the product."""
        return self._contents.get(product_id, NOTHING)

    def pairs(self) -> list[tuple[str, str, float]]:
        """Return all links in a fixed order, for hashes and stored reports."""
        return sorted(
            (content, product, strength)
            for content, products in self._products.items()
            for product, strength in products.items()
        )

    def __bool__(self) -> bool:
        return bool(self._products)


NO_LINKS = Links()
