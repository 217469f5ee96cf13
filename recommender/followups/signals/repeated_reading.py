"""Reads about a product again and again and does not buy: perhaps a question is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from recommender.dataset import ItemKey
from recommender.followups.signals.base import READ_DAYS, Case, Finding
from recommender.interactions.model import Interaction


@dataclass(frozen=True, slots=True)
class RepeatedReading:
    """Several readings of content linked to one product, and no purchase since the first.

    Attributes:
        least: Number of readings from which it counts.
        days: How far back readings count.
    """

    least: int = 2
    days: int = READ_DAYS
    name: str = "repeated_reading"
    sayings: Mapping[str, str] = field(
        default_factory=lambda: {
            "read_again": "read {times} times about “{title}” in {days} days and did not buy"
        }
    )

    def find(self, case: Case) -> Sequence[Finding]:
        """Return one finding per product that was read about often enough."""
        found = (self._finding(product, reads, case) for product, reads in self._reads(case))
        return [one for one in found if one is not None]

    def _reads(self, case: Case) -> list[tuple[str, list[Interaction]]]:
        since = case.now - timedelta(days=self.days)
        by_product: dict[str, list[Interaction]] = {}
        for read in case.reads:
            for product in case.links.products_of(read.item_id):
                if read.at >= max(since, self._settled(case, product)):
                    by_product.setdefault(product, []).append(read)
        return sorted(by_product.items())

    def _settled(self, case: Case, product: str) -> datetime:
        return case.settled.get((self.name, product), datetime.min.replace(tzinfo=case.now.tzinfo))

    def _finding(self, product: str, reads: list[Interaction], case: Case) -> Finding | None:
        bought = case.acquired.get(product)
        is_owned = product in case.facts.held or (bought is not None and bought >= reads[0].at)
        if len(reads) < self.least or is_owned:
            return None
        contents = dict.fromkeys(ItemKey("content", one.item_id) for one in reads)
        return Finding(
            signal=self.name,
            subject=product,
            score=round(1 - 0.6 ** (len(reads) - 1) * 0.6, 4),
            code="read_again",
            params={"times": len(reads), "days": self.days},
            evidence=(*contents, ItemKey("product", product)),
            at=reads[-1].at,
            product_id=product,
        )


SIGNAL = RepeatedReading()
