"""What customers allow, remembered for at most two seconds."""

import time
from collections import OrderedDict
from collections.abc import Collection, Iterable

from dashboard.consents.repository import ConsentRepository, find
from recommender.database import Database
from recommender.ports import Scope

MOST_AGE_SECONDS = 2.0
MOST_CUSTOMERS = 20_000


class ScopeCache:
    """One process's source of scopes (a `ScopeSource`).

    Args:
        database: Read with sessions of its own, so that nothing older than the call is kept.
        assumed: Purposes that count for a customer who never chose.
    """

    def __init__(self, database: Database, assumed: Iterable[str] = ()) -> None:
        self._database = database
        self._unasked = Scope(frozenset(assumed), 0)
        self._known: OrderedDict[str, tuple[float, Scope]] = OrderedDict()
        self._drops = 0

    async def of(self, customer_id: str) -> Scope:
        """Return what one customer allows."""
        return (await self.of_many([customer_id]))[customer_id]

    async def of_many(self, ids: Collection[str]) -> dict[str, Scope]:
        """Return what each of several customers allows."""
        now = time.monotonic()
        fresh = {id_: known[1] for id_ in ids if (known := self._known.get(id_)) and now < known[0]}
        missing = [id_ for id_ in ids if id_ not in fresh]
        return fresh | await self._read(missing) if missing else fresh

    def drop(self, customer_id: str) -> None:
        """Forget a customer who just chose anew."""
        self._drops += 1
        self._known.pop(customer_id, None)

    def clear(self) -> None:
        """Forget everybody."""
        self._drops += 1
        self._known.clear()

    async def _read(self, ids: Collection[str]) -> dict[str, Scope]:
        drops, until = self._drops, time.monotonic() + MOST_AGE_SECONDS
        chosen = await self._find(ids)
        found = {id_: chosen.get(id_, self._unasked) for id_ in ids}
        if drops == self._drops:
            self._keep(found, until)
        return found

    async def _find(self, ids: Collection[str]) -> dict[str, Scope]:
        if len(ids) == 1:
            (one,) = ids
            scope = await self._database.look(lambda connection: find(connection, one))
            return {} if scope is None else {one: scope}
        async with self._database.reading() as session:
            return await ConsentRepository(session).scopes(ids)

    def _keep(self, found: dict[str, Scope], until: float) -> None:
        for id_, scope in found.items():
            self._known[id_] = (until, scope)
            self._known.move_to_end(id_)
        while len(self._known) > MOST_CUSTOMERS:
            self._known.popitem(last=False)
