"""Writing one chunk of an import as a layer, through the rules of each kind."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pydantic import BaseModel

from recommender.catalogue.model import PRODUCT, CatalogueItem
from recommender.catalogue.repository import CatalogueRepository
from recommender.catalogue.service import CatalogueService
from recommender.customers.repository import CustomerRepository
from recommender.imports.model import FileKind
from recommender.imports.repository import ImportRepository
from recommender.interactions.repository import InteractionRepository
from recommender.interactions.service import InteractionService
from recommender.ports import Actor, AuditSink, Clock, Scope

Chunk = Sequence[tuple[str, BaseModel]]


class ConsentLayers(Protocol):
    """Where consents go that an import brings, for customers who never chose here."""

    async def stage(self, chosen: Mapping[str, frozenset[str]], layer: str) -> None:
        """Store what customers allow from the moment on at which the import is closed."""
        ...

    async def of_layer(self, ids: Collection[str], layer: str) -> dict[str, Scope]:
        """Return what an import that is not closed yet says of some customers."""
        ...

    async def remove(self, layer: str, limit: int) -> int:
        """Delete some rows of an import that was taken back and return how many."""
        ...

    def forget(self) -> None:
        """Have everybody's consents read anew."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What an import needs within one transaction."""

    imports: ImportRepository
    customers: CustomerRepository
    items: CatalogueRepository
    catalogue: CatalogueService
    events: InteractionRepository
    interactions: InteractionService
    consents: ConsentLayers
    audit: AuditSink
    clock: Clock


async def apply(tools: Tools, actor: Actor, kind: FileKind, chunk: Chunk, layer: str) -> int:
    """Write rows that nobody sees until the import is closed; return how many were new."""
    return await WRITERS[kind](tools, actor, chunk, layer)


async def event_rows(tools: Tools, chunk: Chunk, layer: str) -> list[dict[str, Any]]:
    """Return the rows of events, each id once, under the consents that the import brings too."""
    events: Any = list(dict(chunk).values())
    customers = {one.customer_id for one in events if one.customer_id}
    brought = await tools.consents.of_layer(customers, layer)
    return await tools.interactions.rows(events, layer=layer, brought=brought)


async def keep_grades(tools: Tools, before: Mapping[str, CatalogueItem]) -> None:
    """Where taking back a layer would lower a grade, keep it and let the lower one wait."""
    now = await tools.items.many(PRODUCT, sorted(before))
    fallen = [
        replace(item, grade=before[id_].grade, pending_grade=item.grade)
        for id_, item in now.items()
        if (item.grade or 0) < (before[id_].grade or 0)
    ]
    await tools.items.put(fallen, tools.clock.now())


async def _items(tools: Tools, actor: Actor, chunk: Chunk, layer: str) -> int:
    items = [model.item(key) for key, model in chunk]  # type: ignore[attr-defined]  # ProductIn or ContentIn, by the file's shape
    admitted = await tools.catalogue.admit(actor, items)
    await tools.items.stage(admitted, layer, tools.clock.now())
    return len(admitted)


async def _customers(tools: Tools, _: Actor, chunk: Chunk, layer: str) -> int:
    imported: Any = dict(chunk)
    customers = {id_: one.customer() for id_, one in imported.items()}
    await tools.customers.stage(customers, layer, tools.clock.now())
    chosen = {
        id_: frozenset(one.consents) for id_, one in imported.items() if one.consents is not None
    }
    await tools.consents.stage(chosen, layer)
    return len(customers)


async def _events(tools: Tools, _: Actor, chunk: Chunk, layer: str) -> int:
    return await tools.events.add(await event_rows(tools, chunk, layer))


Writer = Callable[[Tools, Actor, Chunk, str], Awaitable[int]]
WRITERS: Mapping[FileKind, Writer] = {
    "products": _items,
    "contents": _items,
    "customers": _customers,
    "events": _events,
}
