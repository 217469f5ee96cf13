"""What is told to the engine of the home: cards that were placed, and what was done on them."""

import structlog

from dashboard.home.sources import Sources
from recommender.catalogue.model import Kind
from recommender.database import new_id
from recommender.errors import CompanionError
from recommender.interactions.model import Action, EventBatch, EventIn
from recommender.ports import Actor
from widgets.base import Deed

WATCHING = ("watch_list", "watch")
"""The kind and the deed by which a customer shows interest in a product."""

log = structlog.get_logger(__name__)


async def record_placed(
    sources: Sources, actor: Actor, customer_id: str, kind: str, decision_id: str
) -> None:
    """Tell that a card was placed, and which decision had suggested it."""
    event = _event(sources, customer_id, ("service", kind), "like", "gallery")
    suggested = event.model_copy(update={"decision_id": decision_id or None})
    await _tell(sources, actor, suggested)


async def record_deed(
    sources: Sources, actor: Actor, customer_id: str, kind: str, deed: Deed
) -> None:
    """Tell what was done on a card; the deed is done, whether this can be told or not.

    The engine keeps it, and uses it only where the customer lets it.
    """
    done = [_event(sources, customer_id, ("service", kind), "click", "home")]
    if (kind, deed.name) == WATCHING:
        done.append(_event(sources, customer_id, ("product", deed.item), "like", "home"))
    try:
        await _tell(sources, actor, *done)
    except CompanionError as error:
        log.warning("deed_not_told", kind=kind, error=type(error).__name__)


def _event(
    sources: Sources, customer_id: str, item: tuple[Kind, str], action: Action, placement: str
) -> EventIn:
    return EventIn(
        event_id=new_id(),
        customer_id=customer_id,
        kind=item[0],
        item_id=item[1],
        action=action,
        at=sources.clock.now(),
        placement=placement,
    )


async def _tell(sources: Sources, actor: Actor, *events: EventIn) -> None:
    async with sources.opened() as app:
        await app.interactions.ingest(actor, EventBatch(events=events))
