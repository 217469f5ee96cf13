"""The watch over transfers: judged as they are posted, swept afterwards, answered by customers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from dashboard.bank.ledger import Ledger
from dashboard.bank.model import Draft, Line
from dashboard.clock import BankClock
from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound
from dashboard.life.access import require_own
from dashboard.life.security.model import TransferIn, TransferTaken
from dashboard.life.security.repository import FROZEN, MINE, SecurityRepository
from dashboard.life.security.rule import HISTORY_DAYS, Transfer, oddities
from recommender.ids import is_uuid
from recommender.money import Money
from recommender.ports import COMPLIANCE, OPERATOR, SYSTEM, SYSTEM_ACTOR, Actor, AuditSink
from widgets.ports import Oddity, Watch

WRITE_SCOPE = "transfers:write"
SHOWN, SWEPT = 20, 500
COUNTED = timedelta(days=30)
SOON, LONGEST_AGO = timedelta(minutes=5), timedelta(days=400)
CURRENT_ACCOUNT, OUTSIDE = "{customer}-cur", "bank-outside-{currency}"


def _nobody(_customer_id: str) -> None:
    """Tell nobody."""


class SecurityService:
    """Alerts about transfers.

    Args:
        tell: Is told whose alerts have changed, once that is committed.
    """

    def __init__(
        self,
        store: SecurityRepository,
        ledger: Ledger,
        audit: AuditSink,
        clock: BankClock,
        *,
        tell: Callable[[str], None] = _nobody,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._audit = audit
        self._clock = clock
        self._tell = tell

    async def watch(self, actor: Actor, customer_id: str) -> Watch | None:
        """Return the customer's newest alerts; None where no account is known."""
        require_own(actor, customer_id)
        if not await self._store.knows_transfers(customer_id):
            return None
        return Watch(
            alerts=await self._store.alerts(customer_id, SHOWN),
            watched=await self._store.count(customer_id, self._clock.now() - COUNTED),
            frozen_since=await self._store.frozen_since(customer_id),
        )

    async def confirm(self, actor: Actor, customer_id: str, alert_id: str) -> None:
        """Note that an odd transfer was the customer's own."""
        await self._decide(actor, customer_id, alert_id, MINE)

    async def freeze(self, actor: Actor, customer_id: str, alert_id: str) -> None:
        """Note that it was not, and stop payments from the account at once."""
        await self._decide(actor, customer_id, alert_id, FROZEN)
        await self._store.freeze(customer_id, alert_id, self._clock.now())

    async def release(self, actor: Actor, customer_id: str) -> None:
        """Let payments go on, after the bank has spoken with the customer.

        Raises:
            NotAllowed: Only the bank's own people release an account.
            NotFound: Nothing is frozen.
        """
        if not actor.has(OPERATOR, COMPLIANCE, SYSTEM):
            raise NotAllowed("Only the bank releases a frozen account.")
        if not await self._store.release(customer_id):
            raise NotFound("This customer's payments are not frozen.")
        await self._audit.record(actor, "account.release", f"customer:{customer_id}", {})
        self._changed(customer_id)

    async def is_frozen(self, customer_id: str) -> bool:
        """Say whether the customer's payments are stopped."""
        return await self._store.frozen_since(customer_id) is not None

    async def take(self, actor: Actor, given: TransferIn) -> TransferTaken:
        """Post a transfer that the core bank reports, and judge it in the same transaction.

        Raises:
            NotAllowed: The key has no right to it.
            Conflict: The customer's payments are frozen.
        """
        if not actor.may(WRITE_SCOPE):
            raise NotAllowed("Transfers are reported by the core bank only.")
        known = await self._store.reported(given.transfer_id)
        if known is not None:
            odd = await self._store.oddities_of(known[0])
            return TransferTaken(transaction_id=known[0], oddities=list(odd), at=known[1])
        if await self.is_frozen(given.customer_id):
            raise Conflict("Payments from this account are frozen.")
        at = given.at or self._clock.now()
        if not -SOON <= self._clock.now() - at <= LONGEST_AGO:
            raise Invalid("A transfer is reported within 400 days, and not before it is made.")
        await self._store.put_party(given.payee_id, given.payee_names)
        transfer = await self._post(given)
        await self._store.keep_reported(given.transfer_id, transfer)
        odd = await self.judge(transfer)
        return TransferTaken(transaction_id=transfer.id, oddities=list(odd), at=transfer.at)

    async def has_unwatched(self, actor: Actor) -> bool:
        """Say whether something was posted since the last sweep."""
        if not actor.has(SYSTEM):
            raise NotAllowed("The sweep is the product's own work.")
        return await self._store.watched() != await self._store.newest()

    async def sweep(self, actor: Actor) -> int:
        """Judge the transfers that came by other ways since the last sweep; return how many."""
        if not actor.has(SYSTEM):
            raise NotAllowed("The sweep is the product's own work.")
        after = await self._store.watched()
        if after is None:
            newest = await self._store.newest()
            if newest is not None:
                await self._store.keep_watched(newest)
            return 0
        newest = await self._store.newest() or after
        found = await self._store.transfers_after(after, SWEPT)
        for transfer in found:
            await self.judge(transfer)
        if newest > after:
            await self._store.keep_watched(newest if len(found) < SWEPT else found[-1].id)
        return len(found)

    async def judge(self, transfer: Transfer) -> list[Oddity]:
        """Raise an alert where a transfer looks odd, and return why."""
        since = transfer.at - timedelta(days=HISTORY_DAYS)
        earlier = await self._store.earlier(transfer, since)
        is_new = not await self._store.has_paid(transfer)
        odd = oddities(self._here(transfer), earlier, is_new_payee=is_new)
        if odd:
            await self._store.raise_alert(transfer, odd)
            self._changed(transfer.customer_id)
        return odd

    def _changed(self, customer_id: str) -> None:
        self._store.when_kept(lambda: self._tell(customer_id))

    def _here(self, transfer: Transfer) -> Transfer:
        """Return the transfer with its time in the bank's zone."""
        return replace(transfer, at=transfer.at.astimezone(self._clock.zone))

    async def _post(self, given: TransferIn) -> Transfer:
        draft = self._draft(given)
        posted = await self._ledger.post(SYSTEM_ACTOR, draft)
        amount, who = given.amount_minor, (given.customer_id, given.payee_id, given.payee_names)
        return Transfer(posted, *who, amount, given.currency, draft.at)

    def _draft(self, given: TransferIn) -> Draft:
        at = given.at or self._clock.now()
        source = CURRENT_ACCOUNT.format(customer=given.customer_id)
        target = OUTSIDE.format(currency=given.currency.lower())
        out = Money(minor=-given.amount_minor, currency=given.currency)
        into = Money(minor=given.amount_minor, currency=given.currency)
        return Draft(
            kind="transfer",
            party_id=given.payee_id,
            at=at,
            business_on=self._clock.day_of(at),
            lines=(
                Line(account_id=source, amount=out),
                Line(account_id=target, amount=into),
            ),
        )

    async def _decide(self, actor: Actor, customer_id: str, alert_id: str, state: str) -> None:
        require_own(actor, customer_id)
        now = self._clock.now()
        if not (is_uuid(alert_id) and await self._store.decide(customer_id, alert_id, state, now)):
            raise NotFound("This alert is settled already, or was never there.")
        await self._audit.record(actor, f"alert.{state}", f"alert:{alert_id}", {})
        self._changed(customer_id)
