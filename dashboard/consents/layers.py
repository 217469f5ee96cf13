"""Consents that an import brings: they count when it is closed, and go when it is taken back."""

from collections.abc import Collection, Mapping

from dashboard.consents.repository import ConsentRepository
from dashboard.consents.scopes import ScopeCache
from recommender.ports import Clock, Scope

FIRST_VERSION = 1


class ConsentLayers:
    """Where imports put consents of customers who never chose here (their `ConsentLayers`).

    Whoever chose here, or of whom an earlier import told, keeps that. The history of consents
    names the import as the one who brought them.
    """

    def __init__(self, repository: ConsentRepository, cache: ScopeCache, clock: Clock) -> None:
        self._repository = repository
        self._cache = cache
        self._clock = clock

    async def stage(self, chosen: Mapping[str, frozenset[str]], layer: str) -> None:
        """Store what customers allow from the moment on at which the import is closed."""
        known = await self._repository.known(chosen.keys())
        new = {id_: Scope(one, FIRST_VERSION) for id_, one in chosen.items() if id_ not in known}
        await self._repository.stage(new, self._clock.now(), layer)

    async def of_layer(self, ids: Collection[str], layer: str) -> dict[str, Scope]:
        """Return what an import that is not closed yet says of some customers."""
        return await self._repository.of_layer(ids, layer)

    async def remove(self, layer: str, limit: int) -> int:
        """Delete some rows of an import that was taken back and return how many."""
        return await self._repository.remove(layer, limit)

    def forget(self) -> None:
        """Have everybody's consents read anew."""
        self._cache.clear()
