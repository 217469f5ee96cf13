"""A small generated bank: customers, products, contents, readings before purchases."""

from datetime import UTC, datetime, timedelta

import numpy as np

from recommender.dataset import Dataset, Interaction, ItemKey, build_dataset
from recommender.linking import Links

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SEGMENTS = ("mass", "affluent", "private")


def product(number: int) -> ItemKey:
    return ItemKey("product", f"p{number:02d}")


def content(number: int) -> ItemKey:
    return ItemKey("content", f"a{number:02d}")


class Bank:
    """A bank in which tastes, and (if `coupling` > 0) readings, lead to purchases.

    Args:
        coupling: Share of purchases that follow a reading of a linked content, 0..1.
        kinship: Share of the other readings that follow the taste for products, 0..1: those
            contents are linked to nothing of it, so only company can tell.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        customers: int = 400,
        coupling: float = 0.0,
        taste: float = 1.0,
        kinship: float = 0.0,
    ) -> None:
        self.chance = np.random.default_rng(seed)
        self.products = [product(number) for number in range(20)]
        self.contents = [content(number) for number in range(30)]
        self.links = Links([(f"a{n:02d}", f"p{n % 20:02d}", 1.0) for n in range(30)])
        self.customers = [f"c{number:04d}" for number in range(customers)]
        self.segments = {one: SEGMENTS[n % 3] for n, one in enumerate(self.customers)}
        self.coupling, self.taste, self.kinship = coupling, taste, kinship
        self.interactions = [i for n, _ in enumerate(self.customers) for i in self._life(n)]

    def dataset(self) -> Dataset:
        return build_dataset(
            self.interactions,
            as_of=NOW,
            catalogue=[*self.products, *self.contents],
            segments=self.segments,
            links=self.links,
        )

    def _life(self, number: int) -> list[Interaction]:
        user, events = self.customers[number], []
        group = number % 4
        for _ in range(int(self.chance.integers(2, 7))):
            day = float(self.chance.uniform(1, 360))
            bought = self._wanted(group)
            if self.chance.random() < self.coupling:
                read = next(n for n in range(30) if n % 20 == bought)
                events += self._read(user, read, day + float(self.chance.uniform(1, 20)))
            events.append(Interaction(user, product(bought), "buy", NOW - timedelta(days=day)))
        for _ in range(int(self.chance.integers(1, 5))):
            read = self._leisure(group)
            events += self._read(user, read, float(self.chance.uniform(1, 360)))
        return events

    def _leisure(self, group: int) -> int:
        read = int(self.chance.integers(0, 30))
        if self.kinship and self.chance.random() < self.kinship:
            # Contents of the group are linked to the products of the next one.
            read = (read // 4 * 4 + (group + 1) % 4) % 28
        return read

    def _wanted(self, group: int) -> int:
        odds = 1.0 / np.arange(1, 21)
        odds = odds * np.where(np.arange(20) % 4 == group, 1 + 9 * self.taste, 1.0)
        return int(self.chance.choice(20, p=odds / odds.sum()))

    def _read(self, user: str, number: int, day: float) -> list[Interaction]:
        at = NOW - timedelta(days=day)
        return [Interaction(user, content(number), "view", at, dwell_ms=8_000)]
