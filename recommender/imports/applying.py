"""Writing one chunk of an import as a layer, through the rules of each kind."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from recommender.catalogue.model import PRODUCT, CatalogueItem
from recommender.catalogue.repository import CatalogueRepository
from recommender.catalogue.service import CatalogueService
from recommender.customers.repository import CustomerRepository
from recommender.imports.model import FileKind
from recommender.imports.repository import ImportRepository
from recommender.interactions.repository import InteractionRepository
from recommender.interactions.service import InteractionService
from recommender.ports import Actor, AuditSink, Clock

Chunk = Sequence[tuple[str, BaseModel]]


@dataclass(frozen=True, slots=True)
class Tools:
    """What an import needs within one transaction."""

    imports: ImportRepository
    customers: CustomerRepository
    items: CatalogueRepository
    catalogue: CatalogueService
    events: InteractionRepository
    interactions: InteractionService
    audit: AuditSink
    clock: Clock


async def apply(tools: Tools, actor: Actor, kind: FileKind, chunk: Chunk, layer: str) -> int:
    """Write rows that nobody sees until the import is closed; return how many were new."""
    return await WRITERS[kind](tools, actor, chunk, layer)


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
    customers = dict(chunk)
    await tools.customers.stage(customers, layer, tools.clock.now())  # type: ignore[arg-type]  # CustomerIn, by the file's shape
    return len(customers)


async def _events(tools: Tools, _: Actor, chunk: Chunk, layer: str) -> int:
    events = [model for _, model in chunk]
    rows = await tools.interactions.rows(events, layer=layer)  # type: ignore[arg-type]  # EventIn, by the file's shape
    return await tools.events.add(rows)


Writer = Callable[[Tools, Actor, Chunk, str], Awaitable[int]]
WRITERS: Mapping[FileKind, Writer] = {
    "products": _items,
    "contents": _items,
    "customers": _customers,
    "events": _events,
}
