"""Everything that a training learns from, read in pages that lock nobody out."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from recommender.catalogue.snapshot import CatalogueCache, Snapshot
from recommender.customers.model import Facts
from recommender.customers.repository import CustomerRepository
from recommender.customers.service import ScopeSource
from recommender.database import Database
from recommender.dataset import Dataset, Interaction, ItemKey, build_dataset
from recommender.decide import HELD_SINCE
from recommender.interactions.export import pages
from recommender.interactions.model import BUY
from recommender.interactions.model import Interaction as Event
from recommender.linking import Links
from recommender.ports import PERSONALISATION
from recommender.shelf import Shelf
from recommender.tags.model import Ignored
from recommender.tags.repository import IgnoredRepository
from recommender.tags.usable import usable

PAGE_CUSTOMERS = 500


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a training reads."""

    database: Database
    scopes: ScopeSource
    catalogue: CatalogueCache


@dataclass(slots=True)
class Collected:
    """Interactions of the customers who allow personalisation, and their segments."""

    segments: dict[str, str] = field(default_factory=dict)
    holdings: dict[str, frozenset[str]] = field(default_factory=dict)
    interactions: list[Interaction] = field(default_factory=list)
    ignored: Mapping[str, Ignored] = field(default_factory=dict)

    def lets_speak(self, event: Event, catalogue: Snapshot) -> bool:
        """Say whether a customer is known and does not ignore what was done."""
        customer_id = event.customer_id or ""
        if customer_id not in self.segments:
            return False
        ignored = self.ignored.get(customer_id)
        return ignored is None or bool(usable([event], ignored, catalogue))

    def add_holdings(self, at: datetime) -> None:
        """Add what is held and was not bought among the interactions, as held since `at`."""
        bought = {(one.user, one.item.id) for one in self.interactions if one.action == BUY}
        for user, held in self.holdings.items():
            for product in sorted(held):
                if (user, product) not in bought:
                    key = ItemKey("product", product)
                    self.interactions.append(Interaction(user, key, "hold", at))


async def export(sources: Sources, as_of: datetime) -> Dataset:
    """Read customers, events and catalogue and build the data set in a thread."""
    collected = Collected(ignored=await _ignored(sources))
    await _customers(sources, collected)
    await _events(sources, collected)
    collected.add_holdings(as_of - HELD_SINCE)
    shelf = Shelf((await sources.catalogue.newest()).items)
    return await asyncio.to_thread(
        build_dataset,
        collected.interactions,
        as_of=as_of,
        catalogue=shelf.keys,
        segments=collected.segments,
        links=Links(shelf.ties),
    )


async def _customers(sources: Sources, collected: Collected) -> None:
    after = ""
    while True:
        async with sources.database.reading() as session:
            page = await CustomerRepository(session).page(after, PAGE_CUSTOMERS)
        if not page:
            return
        after = page[-1].customer_id
        for one in await _consenting(sources.scopes, page):
            collected.segments[one.customer_id] = one.segment
            collected.holdings[one.customer_id] = one.held


async def _ignored(sources: Sources) -> dict[str, Ignored]:
    async with sources.database.reading() as session:
        return await IgnoredRepository(session).everybody()


async def _consenting(scopes: ScopeSource, page: list[Facts]) -> Iterator[Facts]:
    allowed = await scopes.of_many([one.customer_id for one in page])
    return (one for one in page if allowed[one.customer_id].allows(PERSONALISATION))


async def _events(sources: Sources, collected: Collected) -> None:
    keys: dict[tuple[str, str], ItemKey] = {}
    catalogue = await sources.catalogue.newest()
    async for page in pages(sources.database, sources.scopes):
        known = (one for one in page if collected.lets_speak(one, catalogue))
        collected.interactions += [_interaction(one, keys) for one in known]


def _interaction(event: Event, keys: dict[tuple[str, str], ItemKey]) -> Interaction:
    pair = (event.kind, event.item_id)
    key = keys.setdefault(pair, ItemKey(*pair))
    return Interaction(event.customer_id or "", key, event.action, event.at, event.dwell_ms)
