"""Giving from the current account, with the ledger's posting as the receipt."""

from dashboard.errors import Conflict, Invalid, NotFound
from dashboard.life.access import require_own
from dashboard.life.charity.repository import CharityRepository
from dashboard.life.purse import Purse
from recommender.money import Money
from recommender.ports import Actor, AuditSink, Clock
from widgets.ports import Giving

SHOWN = 12
LEAST_MINOR, MOST_MINOR = 100, 1_000_000
MINUTE_SECONDS = 60


class CharityService:
    """Causes and gifts."""

    def __init__(
        self, store: CharityRepository, purse: Purse, audit: AuditSink, clock: Clock
    ) -> None:
        self._store = store
        self._purse = purse
        self._audit = audit
        self._clock = clock

    async def giving(self, actor: Actor, customer_id: str) -> Giving | None:
        """Return the causes and the customer's gifts; None where no cause is listed."""
        require_own(actor, customer_id)
        causes = await self._store.causes()
        if not causes:
            return None
        year_began = self._clock.today().replace(month=1, day=1)
        return Giving(
            causes=causes,
            gifts=await self._store.gifts(customer_id, SHOWN),
            given=await self._store.given(customer_id, year_began),
        )

    async def give(self, actor: Actor, customer_id: str, cause_id: str, minor: int) -> None:
        """Give an amount of fen to a cause; a second click within the minute is refused.

        Raises:
            Invalid: Less than one yuan or more than ten thousand.
            NotFound: There is no such cause.
            Conflict: Just given, too little money, or payments are frozen.
        """
        require_own(actor, customer_id)
        if not LEAST_MINOR <= minor <= MOST_MINOR:
            raise Invalid("Please give between ¥1 and ¥10,000.")
        cause = next((one for one in await self._store.causes() if one.id == cause_id), None)
        if cause is None:
            raise NotFound("There is no such cause.")
        amount, now = Money(minor=minor), self._clock.now()
        at = (int(now.timestamp()) // MINUTE_SECONDS, self._clock.today())
        if not await self._store.add(customer_id, cause, amount, at):
            raise Conflict("You have just given to this cause. Thank you.")
        party = await self._store.put_party(cause)
        await self._purse.pay(customer_id, amount, kind="donation", party_id=party)
        await self._audit.record(actor, "charity.give", f"cause:{cause.id}", {"minor": minor})
