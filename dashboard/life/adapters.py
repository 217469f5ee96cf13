"""The widgets' ports of everyday life, answered for one actor.

Each call opens its own unit of work; a deed opens one that is committed at its end.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from dashboard.life.advice.service import AdviceService
from dashboard.life.benefits.service import BenefitService
from dashboard.life.billers.service import BillerService
from dashboard.life.business.service import BusinessService
from dashboard.life.charity.service import CharityService
from dashboard.life.citizen.service import CitizenService
from dashboard.life.family.service import FamilyService
from dashboard.life.papers.service import PaperService
from dashboard.life.places.service import PlaceService
from dashboard.life.security.service import SecurityService
from dashboard.life.tax.service import TaxService
from dashboard.life.travel.service import TravelService
from recommender.ports import Actor
from widgets import ports


@dataclass(frozen=True, slots=True)
class Everyday:
    """The services of everyday life in one unit of work."""

    billers: BillerService
    citizen: CitizenService
    security: SecurityService
    benefits: BenefitService
    places: PlaceService
    advice: AdviceService
    papers: PaperService
    tax: TaxService
    travel: TravelService
    family: FamilyService
    business: BusinessService
    charity: CharityService


class Unit(Protocol):
    """What the adapters need of a unit of work."""

    @property
    def life(self) -> Everyday:
        """The services of everyday life."""
        ...


Opener = Callable[[], AbstractAsyncContextManager[Unit]]


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways in.

    Attributes:
        reading: Opens a unit of work that changes nothing.
        writing: Opens one that is committed at its end.
    """

    reading: Opener
    writing: Opener


class _Bound:
    """What every adapter here is: the ways in, and who goes."""

    def __init__(self, doors: Doors, actor: Actor) -> None:
        self._doors = doors
        self._actor = actor


class BillerAdapter(_Bound):
    """Implements `widgets.ports.Billers`."""

    async def search_billers(self, query: str, region: str, limit: int) -> ports.BillerPage:
        """Find billers."""
        async with self._doors.reading() as app:
            return await app.life.billers.search(self._actor, query, region, limit)

    async def bills_to_pay(self, customer_id: str) -> list[ports.BillToPay]:
        """List the bills that are open."""
        async with self._doors.reading() as app:
            return await app.life.billers.to_pay(self._actor, customer_id)

    async def receipts(self, customer_id: str, limit: int) -> list[ports.Receipt]:
        """List what was paid last."""
        async with self._doors.reading() as app:
            return await app.life.billers.receipts(self._actor, customer_id, limit)

    async def pay_bill(self, customer_id: str, bill_id: str) -> ports.Receipt:
        """Pay a bill."""
        async with self._doors.writing() as app:
            return await app.life.billers.pay(self._actor, customer_id, bill_id)


class CitizenAdapter(_Bound):
    """Implements `widgets.ports.Citizen`."""

    async def citizen_zone(self, customer_id: str) -> ports.CitizenZone | None:
        """Return the services of the customer's region."""
        async with self._doors.reading() as app:
            return await app.life.citizen.zone(self._actor, customer_id)

    async def choose_region(self, customer_id: str, code: str) -> None:
        """Show another region."""
        async with self._doors.writing() as app:
            await app.life.citizen.choose(self._actor, customer_id, code)


class SecurityAdapter(_Bound):
    """Implements `widgets.ports.Security`."""

    async def transfer_watch(self, customer_id: str) -> ports.Watch | None:
        """Return the newest alerts."""
        async with self._doors.reading() as app:
            return await app.life.security.watch(self._actor, customer_id)

    async def confirm_transfer(self, customer_id: str, alert_id: str) -> None:
        """Say that a transfer was one's own."""
        async with self._doors.writing() as app:
            await app.life.security.confirm(self._actor, customer_id, alert_id)

    async def freeze_account(self, customer_id: str, alert_id: str) -> None:
        """Say that it was not."""
        async with self._doors.writing() as app:
            await app.life.security.freeze(self._actor, customer_id, alert_id)


class BenefitAdapter(_Bound):
    """Implements `widgets.ports.Benefits`."""

    async def standing(self, customer_id: str) -> ports.Standing | None:
        """Return where the customer stands."""
        async with self._doors.reading() as app:
            return await app.life.benefits.standing(self._actor, customer_id)

    async def finish_task(self, customer_id: str, task_id: str) -> None:
        """Take the points of a task."""
        async with self._doors.writing() as app:
            await app.life.benefits.finish(self._actor, customer_id, task_id)

    async def claim_reward(self, customer_id: str, reward_id: str) -> None:
        """Exchange points."""
        async with self._doors.writing() as app:
            await app.life.benefits.claim(self._actor, customer_id, reward_id)


class PlaceAdapter(_Bound):
    """Implements `widgets.ports.Places`."""

    async def branches(self, customer_id: str) -> list[ports.Branch]:
        """List the branches of the customer's region."""
        async with self._doors.reading() as app:
            return await app.life.places.branches(self._actor, customer_id)

    async def diary(self, customer_id: str) -> ports.Diary | None:
        """Return appointments and free times."""
        async with self._doors.reading() as app:
            return await app.life.places.diary(self._actor, customer_id)

    async def book_appointment(self, customer_id: str, slot_id: str) -> ports.Appointment:
        """Take a free time."""
        async with self._doors.writing() as app:
            return await app.life.places.book(self._actor, customer_id, slot_id)

    async def cancel_appointment(self, customer_id: str, appointment_id: str) -> None:
        """Give a time back."""
        async with self._doors.writing() as app:
            await app.life.places.cancel(self._actor, customer_id, appointment_id)


class AdviceAdapter(_Bound):
    """Implements `widgets.ports.Advisers`."""

    async def adviser(self, customer_id: str) -> ports.Adviser | None:
        """Return who looks after the customer."""
        async with self._doors.reading() as app:
            return await app.life.advice.adviser(self._actor, customer_id)

    async def ask_for_call(self, customer_id: str) -> None:
        """Ask to be called back."""
        async with self._doors.writing() as app:
            await app.life.advice.ask_for_call(self._actor, customer_id)


class PaperAdapter(_Bound):
    """Implements `widgets.ports.Papers`."""

    async def papers(self, customer_id: str) -> list[ports.Paper]:
        """List the documents."""
        async with self._doors.reading() as app:
            return await app.life.papers.papers(self._actor, customer_id)

    async def mark_read(self, customer_id: str, paper_id: str) -> None:
        """Note that a document has been read."""
        async with self._doors.writing() as app:
            await app.life.papers.mark_read(self._actor, customer_id, paper_id)


class TaxAdapter(_Bound):
    """Implements `widgets.ports.Tax`."""

    async def tax_year(self, customer_id: str) -> ports.TaxYear | None:
        """Return the year so far."""
        async with self._doors.reading() as app:
            return await app.life.tax.year(self._actor, customer_id)

    async def toggle_deduction(self, customer_id: str, code: str) -> None:
        """Claim a deduction, or claim it no more."""
        async with self._doors.writing() as app:
            await app.life.tax.toggle(self._actor, customer_id, code)


class TravelAdapter(_Bound):
    """Implements `widgets.ports.Travel`."""

    async def travel_notice(self, customer_id: str) -> ports.TravelNotice | None:
        """Return what is set up."""
        async with self._doors.reading() as app:
            return await app.life.travel.notice(self._actor, customer_id)

    async def choose_destination(self, customer_id: str, code: str) -> None:
        """Plan for another destination."""
        async with self._doors.writing() as app:
            await app.life.travel.choose(self._actor, customer_id, code)

    async def switch_abroad(self, customer_id: str) -> None:
        """Allow the card abroad, or forbid it again."""
        async with self._doors.writing() as app:
            await app.life.travel.switch(self._actor, customer_id)


class FamilyAdapter(_Bound):
    """Implements `widgets.ports.Family`."""

    async def household(self, customer_id: str) -> ports.Household:
        """Return members and requests."""
        async with self._doors.reading() as app:
            return await app.life.family.household(self._actor, customer_id)

    async def answer_request(self, customer_id: str, link_id: str, *, agrees: bool) -> None:
        """Agree to be seen, or end it."""
        async with self._doors.writing() as app:
            await app.life.family.answer(self._actor, customer_id, link_id, agrees=agrees)


class BusinessAdapter(_Bound):
    """Implements `widgets.ports.Business`."""

    async def firm(self, customer_id: str) -> ports.Firm | None:
        """Return the firm's open items."""
        async with self._doors.reading() as app:
            return await app.life.business.firm(self._actor, customer_id)

    async def remind_debtor(self, customer_id: str, invoice_id: str) -> None:
        """Send a reminder."""
        async with self._doors.writing() as app:
            await app.life.business.remind(self._actor, customer_id, invoice_id)


class CharityAdapter(_Bound):
    """Implements `widgets.ports.Charity`."""

    async def giving(self, customer_id: str) -> ports.Giving | None:
        """Return causes and gifts."""
        async with self._doors.reading() as app:
            return await app.life.charity.giving(self._actor, customer_id)

    async def give(self, customer_id: str, cause_id: str, minor: int) -> None:
        """Give an amount to a cause."""
        async with self._doors.writing() as app:
            await app.life.charity.give(self._actor, customer_id, cause_id, minor)


def adapters(doors: Doors) -> Mapping[str, Callable[[Actor], Any]]:
    """Return the ports by name, each as an actor may see it."""
    kinds: dict[str, Callable[[Doors, Actor], Any]] = {
        "billers": BillerAdapter,
        "citizen": CitizenAdapter,
        "security": SecurityAdapter,
        "benefits": BenefitAdapter,
        "places": PlaceAdapter,
        "advisers": AdviceAdapter,
        "papers": PaperAdapter,
        "tax": TaxAdapter,
        "travel": TravelAdapter,
        "family": FamilyAdapter,
        "business": BusinessAdapter,
        "charity": CharityAdapter,
    }
    return {name: partial(kind, doors) for name, kind in kinds.items()}
