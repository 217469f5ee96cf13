"""The quiet period: after a contact, nobody calls a customer again for some days."""

from collections.abc import Collection
from datetime import datetime, timedelta

from recommender.contacts.model import CALL, Contact
from recommender.contacts.repository import ContactRepository
from recommender.database import new_id
from recommender.errors import Conflict
from recommender.ports import Actor, Clock

QUIET_PERIOD = timedelta(days=7)


class ContactService:
    """The ledger of contacts."""

    def __init__(self, repository: ContactRepository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    async def quiet_until(self, customers: Collection[str]) -> dict[str, datetime]:
        """Return until when those customers want to be left alone who were contacted lately."""
        now = self._clock.now()
        newest = await self._repository.newest_at(customers, CALL)
        ends = {customer: at + QUIET_PERIOD for customer, at in newest.items()}
        return {customer: end for customer, end in ends.items() if end > now}

    async def record_call(
        self, actor: Actor, customer_id: str, outcome: str, *, followup_id: str, agreed: bool
    ) -> Contact:
        """Write a call down.

        Args:
            actor: Who called.
            customer_id: Who was called.
            outcome: What became of it.
            followup_id: What the call was about.
            agreed: The customer asked to be called again on this day; no quiet period binds.

        Raises:
            Conflict: The customer was contacted within the quiet period.
        """
        quiet = await self.quiet_until([customer_id])
        if quiet and not agreed:
            until = quiet[customer_id].date().isoformat()
            raise Conflict(f"The customer was called lately; please wait until {until}.")
        contact = Contact(
            id=new_id(),
            customer_id=customer_id,
            channel=CALL,
            at=self._clock.now(),
            by=actor.id,
            outcome=outcome,
            followup_id=followup_id,
        )
        await self._repository.add(contact)
        return contact

    async def of_customer(self, customer_id: str, limit: int = 20) -> list[Contact]:
        """Return a customer's contacts, newest first, for services that checked who asks."""
        return await self._repository.of_customer(customer_id, limit)
