"""Recent interactions in this process's memory, dropped when something new comes in."""

import time
from collections import OrderedDict
from dataclasses import dataclass

from recommender.database import Database
from recommender.interactions.model import History, Interaction
from recommender.interactions.repository import history_of

MOST_AGE_SECONDS = 2.0
"""Another process may have taken an event; it is seen after at most this time."""
MOST_CUSTOMERS = 5000
HISTORY_EVENTS = 200


@dataclass(eq=False, slots=True)
class _Place:
    """Where a reader puts what it found; dropped meanwhile, it is simply not kept."""

    found: History | None = None
    until: float = 0.0


class RecentInteractions:
    """The newest interactions of the customers who were here last.

    Args:
        database: Read beside the callers: a caller's session may have begun before the
            newest event, and what it sees must not be remembered.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._places: OrderedDict[str, _Place] = OrderedDict()

    async def of(self, customer_id: str) -> tuple[Interaction, ...]:
        """Return a customer's newest usable interactions, oldest first."""
        return (await self.history(customer_id)).events

    async def history(self, customer_id: str) -> History:
        """Return a customer's newest usable interactions and what was turned down."""
        place = self._places.get(customer_id)
        if place is not None and place.found is not None and time.monotonic() < place.until:
            return place.found
        return await self._read(customer_id, self._reserve(customer_id))

    def drop(self, customer_id: str) -> None:
        """Forget a customer: a reading that began before now is not kept either."""
        self._places.pop(customer_id, None)

    def clear(self) -> None:
        """Forget everybody (an import was closed or taken back)."""
        self._places.clear()

    def _reserve(self, customer_id: str) -> _Place:
        place = self._places[customer_id] = _Place()
        self._places.move_to_end(customer_id)
        while len(self._places) > MOST_CUSTOMERS:
            self._places.popitem(last=False)
        return place

    async def _read(self, customer_id: str, place: _Place) -> History:
        place.found = await self._database.look(
            lambda connection: history_of(connection, customer_id, HISTORY_EVENTS)
        )
        place.until = time.monotonic() + MOST_AGE_SECONDS
        return place.found
