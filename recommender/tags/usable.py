"""What a customer lets speak: events without those that were taken away."""

from collections.abc import Iterable

from recommender.catalogue.snapshot import Snapshot
from recommender.interactions.model import Interaction
from recommender.tags.model import Ignored


def usable(
    events: Iterable[Interaction], ignored: Ignored, snapshot: Snapshot
) -> tuple[Interaction, ...]:
    """Return the events that the customer lets speak, in the same order."""
    if not ignored:
        return tuple(events)
    return tuple(
        one
        for one in events
        if not ignored.covers(one.kind, one.item_id, topics_in(snapshot, one.kind, one.item_id))
    )


def topics_in(snapshot: Snapshot, kind: str, item_id: str) -> tuple[str, ...]:
    """Return the topics of an item; none if it is gone."""
    item = snapshot.get(kind, item_id)
    return tuple(item.topics) if item else ()
