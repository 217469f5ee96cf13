"""Legal holds: compliance places and lifts them; while one stands nothing is erased."""

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import Conflict, NotAllowed
from dashboard.rights.model import HoldIn, HoldView
from dashboard.rights.repository import Erasures, Holds
from recommender.ports import COMPLIANCE, Actor, AuditSink, Clock


class RightsService:
    """Holds, and how many customers were erased."""

    def __init__(self, session: AsyncSession, audit: AuditSink, clock: Clock) -> None:
        self._holds = Holds(session)
        self._erasures = Erasures(session)
        self._audit = audit
        self._clock = clock

    async def hold(self, actor: Actor, customer_id: str) -> HoldView:
        """Say whether a customer's records are held."""
        _compliance_only(actor)
        return HoldView(customer_id=customer_id, hold=await self._holds.standing(customer_id))

    async def place_hold(self, actor: Actor, customer_id: str, wanted: HoldIn) -> HoldView:
        """Hold a customer's records.

        Raises:
            Conflict: A hold stands already.
        """
        _compliance_only(actor)
        if await self._holds.standing(customer_id) is not None:
            raise Conflict("A hold stands on this customer already; lift it first.")
        await self._holds.place(customer_id, wanted.reason, actor.id, self._clock.now())
        told = {"reason": wanted.reason}
        await self._audit.record(actor, "customer.hold", f"customer:{customer_id}", told)
        return await self.hold(actor, customer_id)

    async def lift_hold(self, actor: Actor, customer_id: str) -> HoldView:
        """End the hold on a customer's records; nothing happens where none stands."""
        _compliance_only(actor)
        if await self._holds.standing(customer_id) is not None:
            await self._holds.lift(customer_id, actor.id, self._clock.now())
            await self._audit.record(actor, "customer.release", f"customer:{customer_id}", {})
        return await self.hold(actor, customer_id)


def _compliance_only(actor: Actor) -> None:
    if not actor.has(COMPLIANCE):
        raise NotAllowed("Legal holds are placed and lifted by compliance.")
