"""Branches for everybody who banks here, and appointments of the customer who asks."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time
from itertools import islice

from dashboard.clock import BankClock
from dashboard.errors import Conflict, NotFound
from dashboard.life.access import require_own
from dashboard.life.places.repository import PlaceRepository, appointment
from dashboard.life.places.schedule import Place, is_open, read_slot, slot_id, times
from dashboard.life.regions import region_of
from recommender.ids import is_uuid
from recommender.ports import Actor, AuditSink
from widgets.ports import Appointment, Branch, Diary, Slot

FREE_A_PLACE, MOST_FREE, MOST_BOOKED = 6, 12, 3
MINUTES_EACH = 7
RegionOf = Callable[[str], Awaitable[str]]


class PlaceService:
    """Where and when the bank can be met."""

    def __init__(
        self, store: PlaceRepository, home_of: RegionOf, audit: AuditSink, clock: BankClock
    ) -> None:
        self._store = store
        self._home_of = home_of
        self._audit = audit
        self._clock = clock

    async def branches(self, actor: Actor, customer_id: str) -> list[Branch]:
        """List the branches of the customer's region, open ones with the shortest queue first."""
        places = [one for one in await self._around(actor, customer_id) if one.mode == "branch"]
        found = [self._branch(one) for one in places]
        return sorted(found, key=lambda one: (not one.is_open, one.waiting, one.id))

    async def diary(self, actor: Actor, customer_id: str) -> Diary | None:
        """Return the customer's appointments and free times; None where none are offered."""
        places = await self._around(actor, customer_id)
        if not places:
            return None
        now = self._clock.now()
        taken = await self._store.taken([one.id for one in places], now)
        free = [slot for place in places for slot in self._free(place, taken)]
        return Diary(
            booked=[self._here(one) for one in await self._store.booked(customer_id, now)],
            free=sorted(free, key=lambda one: (one.starts_at, one.id))[:MOST_FREE],
        )

    async def book(self, actor: Actor, customer_id: str, slot: str) -> Appointment:
        """Take a free time: of two who want it, one gets it.

        Raises:
            NotFound: The place does not offer this time.
            Conflict: It is taken, or the customer holds as many times as one may.
        """
        require_own(actor, customer_id)
        wanted, now = read_slot(slot), self._clock.now()
        place = await self._store.place(wanted[0]) if wanted else None
        if wanted is None or place is None or wanted[1] not in self._times(place):
            raise NotFound("This time is not offered.")
        if len(await self._store.booked(customer_id, now)) >= MOST_BOOKED:
            raise Conflict("You have three appointments already. Please cancel one first.")
        booked = await self._store.book(customer_id, place.id, wanted[1], now)
        if booked is None:
            raise Conflict("Somebody else was faster. Please choose another time.")
        detail = {"place": place.id, "at": wanted[1].isoformat()}
        await self._audit.record(actor, "appointment.book", f"appointment:{booked}", detail)
        return self._here(appointment(booked, place, wanted[1]))

    async def cancel(self, actor: Actor, customer_id: str, appointment_id: str) -> None:
        """Give a time back."""
        require_own(actor, customer_id)
        if not (is_uuid(appointment_id) and await self._store.cancel(customer_id, appointment_id)):
            raise NotFound("There is no such appointment.")
        await self._audit.record(actor, "appointment.cancel", f"appointment:{appointment_id}", {})

    async def _around(self, actor: Actor, customer_id: str) -> list[Place]:
        require_own(actor, customer_id)
        region = region_of(await self._home_of(customer_id))
        return await self._store.around(region.code if region else "")

    def _here(self, booked: Appointment) -> Appointment:
        """Return an appointment with its time as the bank's clocks show it."""
        at = booked.starts_at.astimezone(self._clock.zone)
        return booked.model_copy(update={"starts_at": at})

    def _times(self, place: Place) -> set[datetime]:
        return set(times(place, self._clock.now(), self._clock.zone))

    def _free(self, place: Place, taken: set[tuple[str, datetime]]) -> list[Slot]:
        offered = times(place, self._clock.now(), self._clock.zone)
        free = (at for at in offered if (place.id, at) not in taken)
        return [
            Slot(id=slot_id(place.id, at), mode=place.mode, place=place.names, starts_at=at)
            for at in islice(free, FREE_A_PLACE)
        ]

    def _branch(self, place: Place) -> Branch:
        now = self._clock.now().astimezone(self._clock.zone)
        waiting = place.queue[now.hour]
        return Branch(
            id=place.id,
            name=place.names,
            address=place.address,
            opens=_time(place.opens_minute),
            closes=_time(place.closes_minute),
            is_open=is_open(place, now, self._clock.zone),
            waiting=waiting,
            minutes=waiting * MINUTES_EACH,
        )


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
