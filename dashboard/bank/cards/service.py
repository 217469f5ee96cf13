"""Cards and limits: the owner sees, freezes and lowers; nothing is ever raised here."""

from datetime import timedelta
from typing import cast, get_args

from dashboard.bank.cards.model import OpenStatement, StoredCard, highest, peak, steps_below
from dashboard.bank.cards.payment_repository import CardPaymentRepository
from dashboard.bank.cards.repository import CardRepository
from dashboard.bank.service import MAIN_CURRENCY
from dashboard.consents.sight import Scopes, require_owner, require_sight
from dashboard.errors import Invalid, NotAllowed, NotFound
from recommender.money import Money
from recommender.ports import Actor, AuditSink, Clock
from widgets.errors import NotConnected
from widgets.ports.cards import LIMIT_KINDS, Card, Declined, Limit, LimitKind

PEAK_DAYS = 90
DECLINED_DAYS, MOST_DECLINED = 30, 10
NAMES = {
    "credit": {"zh-Hans": "信用卡", "en": "Credit card"},
    "debit": {"zh-Hans": "借记卡", "en": "Debit card"},
}
RAISING = (
    "A limit is raised with your identity card at a branch, or by video with an adviser: "
    "lowering it is done at once."
)


class CardService:
    """The cards and limits of customers."""

    def __init__(
        self,
        stores: tuple[CardRepository, CardPaymentRepository],
        scopes: Scopes,
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._store, self._payments = stores
        self._scopes = scopes
        self._audit = audit
        self._clock = clock

    async def held(self, actor: Actor, customer_id: str) -> list[Card]:
        """List the customer's cards, credit cards first.

        Raises:
            NotConnected: The bank has sent no cards at all.
        """
        await require_sight(self._scopes, actor, customer_id)
        found = await self._store.cards(customer_id)
        if not found and not await self._store.is_connected():
            raise NotConnected
        statement = await self._store.statement(customer_id)
        since = self._clock.now() - timedelta(days=DECLINED_DAYS)
        declined = await self._payments.declined(customer_id, since, MOST_DECLINED)
        return [self._card(one, statement, declined.get(one.id, [])) for one in found]

    async def freeze(self, actor: Actor, customer_id: str, card_id: str) -> None:
        """Let nothing more be paid with a card."""
        await self._set_frozen(actor, customer_id, card_id, is_frozen=True)

    async def unfreeze(self, actor: Actor, customer_id: str, card_id: str) -> None:
        """Let a frozen card be used again."""
        await self._set_frozen(actor, customer_id, card_id, is_frozen=False)

    async def limits(self, actor: Actor, customer_id: str) -> list[Limit]:
        """List what may leave the accounts in a day, in each way.

        Raises:
            NotConnected: The core bank does not know the customer.
        """
        await require_sight(self._scopes, actor, customer_id)
        segment = await self._store.segment(customer_id)
        if segment is None:
            raise NotConnected
        changed = await self._store.limits(customer_id)
        since = self._clock.today() - timedelta(days=PEAK_DAYS)
        out = await self._store.outgoing(customer_id, since)
        found = []
        for kind in LIMIT_KINDS:
            most = highest(kind, segment)
            amount, at = changed.get(kind, (most, None))
            found.append(
                Limit(
                    kind=kind,
                    amount=_money(amount),
                    highest=_money(most),
                    steps=steps_below(amount),
                    peak_minor=peak(out, kind),
                    changed_at=at,
                )
            )
        return found

    async def lower(self, actor: Actor, customer_id: str, kind: str, amount_minor: int) -> None:
        """Lower a limit at once.

        Raises:
            Invalid: There is no such limit or amount.
            NotAllowed: It would be higher than now; the message names the step that this needs.
        """
        require_owner(actor, customer_id)
        if kind not in get_args(LimitKind) or amount_minor < 0:
            raise Invalid("There is no such limit.")
        known = {one.kind: one.amount.minor for one in await self.limits(actor, customer_id)}
        now = known[cast("LimitKind", kind)]
        if amount_minor > now:
            raise NotAllowed(RAISING)
        await self._store.set_limit(customer_id, kind, amount_minor, self._clock.now())
        detail = {"kind": kind, "from": now, "to": amount_minor}
        await self._audit.record(actor, "limit.lowered", f"customer:{customer_id}", detail)

    async def _set_frozen(
        self, actor: Actor, customer_id: str, card_id: str, *, is_frozen: bool
    ) -> None:
        require_owner(actor, customer_id)
        at = self._clock.now() if is_frozen else None
        if not await self._store.set_frozen(customer_id, card_id, at):
            raise NotFound("There is no such card.")
        action = "card.frozen" if is_frozen else "card.unfrozen"
        await self._audit.record(actor, action, f"card:{card_id}", {"customer": customer_id})

    def _card(
        self, one: StoredCard, statement: OpenStatement | None, declined: list[Declined]
    ) -> Card:
        is_credit = one.kind == "credit"
        used = max(0, -one.balance_minor) if is_credit else one.balance_minor
        asked = statement if is_credit else None
        return Card(
            id=one.id,
            kind="credit" if is_credit else "debit",
            name={
                language: f"{text} {one.number[-4:]}" for language, text in NAMES[one.kind].items()
            },
            used=_money(used, one.currency),
            limit=None if one.limit_minor is None else _money(one.limit_minor, one.currency),
            due=_money(asked.amount_minor, one.currency) if asked else None,
            due_on=asked.due_on if asked else None,
            expires_on=one.expires_on,
            frozen_at=one.frozen_at,
            declined=tuple(declined),
            as_of=self._clock.now(),
        )


def _money(minor: int, currency: str = MAIN_CURRENCY) -> Money:
    return Money(minor=minor, currency=currency)
