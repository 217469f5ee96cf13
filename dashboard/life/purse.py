"""Taking money from a customer's current account: enough must be there, nothing may be frozen."""

from collections.abc import Awaitable, Callable

from dashboard.bank.ledger import Ledger
from dashboard.bank.model import Draft, Line
from dashboard.bank.repository import BankRepository
from dashboard.errors import Conflict
from recommender.money import Money
from recommender.ports import SYSTEM_ACTOR, Clock

OUTSIDE = "bank-outside-{currency}"
IsFrozen = Callable[[str], Awaitable[bool]]


class Purse:
    """Pays out of current accounts, in the transaction of whoever asks."""

    def __init__(
        self, store: BankRepository, ledger: Ledger, is_frozen: IsFrozen, clock: Clock
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._is_frozen = is_frozen
        self._clock = clock

    async def pay(
        self, customer_id: str, amount: Money, *, kind: str, party_id: str, to: str = ""
    ) -> str:
        """Post a payment and return the transaction's id.

        Args:
            customer_id: Whose current account pays.
            amount: What is paid, above 0.
            kind: Kind of the transaction, as movements show it.
            party_id: Who is paid.
            to: The account that receives it; empty is outside of the bank.

        Raises:
            Conflict: Payments are frozen, there is no such account, or too little is on it.
        """
        if await self._is_frozen(customer_id):
            raise Conflict("Payments from your account are frozen. Please call us to release them.")
        account = await self._account(customer_id, amount)
        target = to or OUTSIDE.format(currency=amount.currency.lower())
        back = Money(minor=-amount.minor, currency=amount.currency)
        draft = Draft(
            kind=kind,
            party_id=party_id,
            at=self._clock.now(),
            business_on=self._clock.today(),
            lines=(Line(account_id=account, amount=back), Line(account_id=target, amount=amount)),
        )
        return await self._ledger.post(SYSTEM_ACTOR, draft)

    async def _account(self, customer_id: str, amount: Money) -> str:
        """Return the account that pays; it is held until the transaction ends."""
        for one in await self._store.balances(customer_id):
            if one.kind == "current" and one.balance.currency == amount.currency:
                balance = await self._store.hold(one.id)
                if balance < amount.minor:
                    raise Conflict(
                        "There is not enough money on your current account for this payment."
                    )
                return one.id
        raise Conflict("There is no current account in this currency to pay from.")
