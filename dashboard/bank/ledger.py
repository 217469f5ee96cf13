"""The one way to move money: transactions whose lines balance in every currency."""

from collections import Counter
from collections.abc import Iterable

from dashboard.bank.model import Draft, Line
from dashboard.bank.repository import BankRepository
from dashboard.errors import Invalid, NotAllowed, NotFound
from recommender.ports import SYSTEM, Actor, AuditSink


def imbalance(lines: Iterable[Line]) -> dict[str, int]:
    """Return what is missing to zero, by currency; empty when the lines balance."""
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line.amount.currency] += line.amount.minor
    return {currency: amount for currency, amount in sums.items() if amount}


class Ledger:
    """Posts transactions; a posted one is never changed, only reversed by another."""

    def __init__(self, store: BankRepository, audit: AuditSink) -> None:
        self._store = store
        self._audit = audit

    async def post(self, actor: Actor, draft: Draft) -> str:
        """Store a balanced transaction and return its id.

        Raises:
            NotAllowed: Only the system moves money; people ask it to.
            NotFound: An account does not exist.
            Invalid: The lines do not balance, or a line has another currency than its account.
        """
        if not actor.has(SYSTEM):
            raise NotAllowed("Money is moved by the bank's own processes only.")
        if wrong := imbalance(draft.lines):
            details = [{"currency": one, "minor": amount} for one, amount in wrong.items()]
            raise Invalid("The lines of a transaction must sum to zero.", details=details)
        await self._check_accounts(draft)
        posted = await self._store.post(draft)
        detail = {"kind": draft.kind, "lines": len(draft.lines)}
        await self._audit.record(actor, "ledger.post", f"transaction:{posted}", detail)
        return posted

    async def _check_accounts(self, draft: Draft) -> None:
        known = await self._store.currencies({line.account_id for line in draft.lines})
        for line in draft.lines:
            if line.account_id not in known:
                raise NotFound("There is no such account.")
            if known[line.account_id] != line.amount.currency:
                raise Invalid("A line must be in the currency of its account.")
