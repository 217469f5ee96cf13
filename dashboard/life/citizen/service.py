"""Public services: which ones a region offers, and what they say of the customer who asks."""

from collections.abc import Awaitable, Callable

from dashboard.errors import Invalid
from dashboard.life.access import require_own
from dashboard.life.citizen.repository import CitizenRepository
from dashboard.life.regions import region_of, regions
from recommender.ports import Actor
from widgets.ports import CitizenZone

RegionOf = Callable[[str], Awaitable[str]]


class CitizenService:
    """The services of the region that a customer chose or lives in."""

    def __init__(self, store: CitizenRepository, home_of: RegionOf) -> None:
        self._store = store
        self._home_of = home_of

    async def zone(self, actor: Actor, customer_id: str) -> CitizenZone | None:
        """Return the services of the customer's region; None where none are connected."""
        require_own(actor, customer_id)
        chosen = await self._store.chosen(customer_id) or await self._home_of(customer_id)
        region = region_of(chosen) or regions()[0]
        services = await self._store.services(customer_id, region.code)
        if not services:
            return None
        return CitizenZone(region=region, regions=list(regions()), services=services)

    async def choose(self, actor: Actor, customer_id: str, code: str) -> None:
        """Show another region's services from now on.

        Raises:
            Invalid: There is no such region.
        """
        require_own(actor, customer_id)
        if region_of(code) is None:
            raise Invalid("There is no such region.")
        await self._store.choose(customer_id, code)
