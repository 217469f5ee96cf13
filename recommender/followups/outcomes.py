"""What an adviser reports: it closes the follow-up, is a contact, and teaches the engine."""

from datetime import date, timedelta
from typing import Any

from recommender.contacts.service import QUIET_PERIOD, ContactService
from recommender.errors import Conflict, Invalid
from recommender.followups.model import (
    CALL_BACK,
    DONE,
    LIVE,
    NOT_REACHED,
    RESTING,
    SETTLED,
    SKIP,
    TEACHING,
    Followup,
    OutcomeIn,
)
from recommender.followups.repository import FollowupRepository
from recommender.interactions.model import DISMISS, EventIn
from recommender.interactions.service import InteractionService
from recommender.ports import SYSTEM_ACTOR, Actor, AuditSink, Clock

STATES = {DONE: SETTLED, SKIP: SETTLED, CALL_BACK: CALL_BACK, NOT_REACHED: RESTING}
FARTHEST_CALL_BACK = timedelta(days=180)


class Outcomes:
    """Takes outcomes down; run it in a writing unit of work."""

    def __init__(
        self,
        repository: FollowupRepository,
        contacts: ContactService,
        interactions: InteractionService,
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._contacts = contacts
        self._interactions = interactions
        self._audit = audit
        self._clock = clock

    async def take(self, actor: Actor, followup: Followup, outcome: OutcomeIn) -> None:
        """Take one outcome down, all of it or nothing.

        Raises:
            Conflict: It is settled already, or the customer is in the quiet period.
            Invalid: The day of the call back does not make sense.
        """
        if followup.state not in LIVE:
            raise Conflict("This follow-up has been settled already.")
        self._check_day(outcome)
        if outcome.outcome != SKIP:
            await self._contact(actor, followup, outcome)
        elif outcome.reason in TEACHING:
            await self._teach(followup, outcome)
        await self._repository.settle(followup.id, **self._values(actor, outcome))
        told = outcome.model_dump(mode="json", exclude={"note"}, exclude_none=True)
        told |= {"customer": followup.customer_id, "decision": followup.decision_id}
        await self._audit.record(actor, "followup.outcome", f"followup:{followup.id}", told)

    def _check_day(self, outcome: OutcomeIn) -> None:
        today = self._clock.today()
        if outcome.on and not today <= outcome.on <= today + FARTHEST_CALL_BACK:
            raise Invalid("A call back lies between today and half a year from now.")

    async def _contact(self, actor: Actor, followup: Followup, outcome: OutcomeIn) -> None:
        is_due = followup.due is not None and followup.due <= self._clock.today()
        await self._contacts.record_call(
            actor,
            followup.customer_id,
            outcome.outcome,
            followup_id=followup.id,
            agreed=followup.state == CALL_BACK and is_due,
        )

    async def _teach(self, followup: Followup, outcome: OutcomeIn) -> None:
        """Take the product off the customer's lists, as if turned down by the customer."""
        product = outcome.product_id or followup.product_id or next(iter(followup.products), None)
        if product is None:
            return
        if product != followup.product_id and product not in followup.products:
            raise Invalid("The product is none of those that this follow-up offers.")
        event = EventIn(
            event_id=f"{followup.id}:{product}"[:64],
            customer_id=followup.customer_id,
            kind="product",
            item_id=product,
            action=DISMISS,
            at=self._clock.now(),
            placement=f"followup:{outcome.reason}",
        )
        await self._interactions.take_over(SYSTEM_ACTOR, [event])

    def _values(self, actor: Actor, outcome: OutcomeIn) -> dict[str, Any]:
        return {
            "state": STATES[outcome.outcome],
            "due": self._due(outcome),
            "outcome": outcome.outcome,
            "reason": outcome.reason,
            "note": outcome.note,
            "settled_at": self._clock.now(),
            "settled_by": actor.id,
            "updated_at": self._clock.now(),
        }

    def _due(self, outcome: OutcomeIn) -> date | None:
        rest = self._clock.today() + QUIET_PERIOD
        return rest if outcome.outcome == NOT_REACHED else outcome.on
