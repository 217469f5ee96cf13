"""Travelling: the card is off abroad until its customer switches it on, for a month at most."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Protocol

from dashboard.errors import Conflict, NotFound
from dashboard.life.access import require_own
from dashboard.life.travel.repository import TravelRepository
from recommender.ports import Actor, AuditSink, Clock
from widgets.ports import Destination, TravelNotice

DAYS_ON = 30
MAIN_CURRENCY = "CNY"
IsInsured = Callable[[str], Awaitable[bool]]


class Rates(Protocol):
    """Where exchange rates are read from."""

    async def rate(self, base: str, quote: str, day: date) -> tuple[int, date] | None:
        """Return the newest rate up to a day, scaled by 10^8, with its own day."""
        ...


class TravelService:
    """What is set up for travelling."""

    def __init__(
        self,
        store: TravelRepository,
        rates: Rates,
        is_insured: IsInsured,
        *,
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._store = store
        self._rates = rates
        self._is_insured = is_insured
        self._audit = audit
        self._clock = clock

    async def notice(self, actor: Actor, customer_id: str) -> TravelNotice | None:
        """Return what is set up; None where the bank offers no destinations."""
        require_own(actor, customer_id)
        destinations = await self._store.destinations()
        if not destinations:
            return None
        code, until = await self._store.travel(customer_id) or ("", None)
        chosen = next((one for one in destinations if one.code == code), None)
        today = self._clock.today()
        rate = await self._rate(chosen, today)
        return TravelNotice(
            destination=chosen,
            destinations=destinations,
            is_on=until is not None and until >= today,
            until=until,
            rate_e8=rate[0] if rate else None,
            rated_on=rate[1] if rate else None,
            is_insured=await self._is_insured(customer_id),
        )

    async def choose(self, actor: Actor, customer_id: str, code: str) -> None:
        """Plan for another destination; the card is off there until it is switched on.

        Raises:
            NotFound: The bank's cards do not work there.
        """
        require_own(actor, customer_id)
        if code not in {one.code for one in await self._store.destinations()}:
            raise NotFound("There is no such destination.")
        await self._store.put(customer_id, code, None)

    async def switch(self, actor: Actor, customer_id: str) -> None:
        """Allow the card abroad for 30 days, or forbid it again.

        Raises:
            Conflict: No destination is chosen.
        """
        require_own(actor, customer_id)
        travel = await self._store.travel(customer_id)
        if travel is None:
            raise Conflict("Please choose first where you are going.")
        today = self._clock.today()
        is_on = travel[1] is not None and travel[1] >= today
        until = None if is_on else today + timedelta(days=DAYS_ON)
        await self._store.put(customer_id, travel[0], until)
        detail = {"destination": travel[0], "until": until.isoformat() if until else None}
        await self._audit.record(actor, "card.abroad", f"customer:{customer_id}", detail)

    async def _rate(self, chosen: Destination | None, today: date) -> tuple[int, date] | None:
        if chosen is None or chosen.currency == MAIN_CURRENCY:
            return None
        return await self._rates.rate(chosen.currency, MAIN_CURRENCY, today)
