"""Payments by card: each is paid, or declined with a trace that its customer sees."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from dashboard.bank.cards.model import (
    COUNTED,
    CardPaymentIn,
    CardPaymentTaken,
    StoredCard,
    highest,
)
from dashboard.bank.cards.payment_repository import CardPaymentRepository
from dashboard.bank.cards.repository import CardRepository
from dashboard.bank.ledger import Ledger
from dashboard.bank.model import Draft, Line
from dashboard.clock import BankClock
from dashboard.errors import Invalid, NotAllowed, NotFound
from recommender.money import Money
from recommender.ports import SYSTEM_ACTOR, Actor
from widgets.ports.cards import LIMIT_KINDS, LimitKind, Refusal

WRITE_SCOPE = "transfers:write"
OUTSIDE = "bank-outside-{currency}"
SOON, LONGEST_AGO = timedelta(minutes=5), timedelta(days=1)
LIMIT_OF: Mapping[str, LimitKind] = MappingProxyType(
    {kind: limit for limit in LIMIT_KINDS for kind in COUNTED[limit]}
)
IsStopped = Callable[[str], Awaitable[bool]]


class CardPayments:
    """What shops ask of cards.

    Args:
        stores: Cards, and what was asked of them.
        is_stopped: Says whether all payments of a customer are stopped.
    """

    def __init__(
        self,
        stores: tuple[CardRepository, CardPaymentRepository],
        ledger: Ledger,
        is_stopped: IsStopped,
        clock: BankClock,
    ) -> None:
        self._cards, self._store = stores
        self._ledger = ledger
        self._is_stopped = is_stopped
        self._clock = clock

    async def take(self, actor: Actor, asked: CardPaymentIn) -> CardPaymentTaken:
        """Pay, or decline and keep why; the same payment id is asked once.

        Raises:
            NotAllowed: The key has no right to it.
            NotFound: There is no such card.
            Invalid: It is not of today, or not in the card's currency.
        """
        if not actor.may(WRITE_SCOPE):
            raise NotAllowed("Payments by card are reported by the core bank only.")
        customer_id = await self._store.hold_owner(asked.card_id)
        # Only now: whoever asked the same at the same moment is committed, or waits behind us.
        known = await self._store.taken(asked.payment_id)
        if known is not None:
            return known
        at = asked.at or self._clock.now()
        if not -SOON <= self._clock.now() - at <= LONGEST_AGO:
            raise Invalid("A payment is reported within a day, and not before it is made.")
        return await self._decide(customer_id, asked, at)

    async def _decide(
        self, customer_id: str | None, asked: CardPaymentIn, at: datetime
    ) -> CardPaymentTaken:
        found = await self._cards.cards(customer_id) if customer_id else []
        card = next((one for one in found if one.id == asked.card_id), None)
        if card is None or customer_id is None:
            raise NotFound("There is no such card.")
        if card.currency != asked.currency:
            raise Invalid("A payment is asked in the currency of its card.")
        declined = await self._refusal(customer_id, card, asked, at)
        posted = None if declined else await self._post(card, asked, at)
        taken = CardPaymentTaken(
            payment_id=asked.payment_id, declined=declined, transaction_id=posted, at=at
        )
        await self._store.keep(customer_id, asked, taken)
        return taken

    async def _refusal(
        self, customer_id: str, card: StoredCard, asked: CardPaymentIn, at: datetime
    ) -> Refusal | None:
        """Say why nothing may be paid, the gravest reason first; None where it may."""
        free = card.balance_minor + (card.limit_minor or 0)
        reasons: tuple[tuple[Refusal, bool], ...] = (
            ("frozen", card.frozen_at is not None),
            ("stopped", await self._is_stopped(customer_id)),
            ("expired", card.expires_on < self._clock.day_of(at)),
            ("limit", await self._is_over_limit(customer_id, asked, at)),
            ("money", free < asked.amount_minor),
        )
        return next((reason for reason, holds in reasons if holds), None)

    async def _is_over_limit(self, customer_id: str, asked: CardPaymentIn, at: datetime) -> bool:
        limit = LIMIT_OF.get(asked.kind)
        if limit is None:
            return False
        segment = await self._cards.segment(customer_id) or ""
        changed = await self._cards.limits(customer_id)
        most, _ = changed.get(limit, (highest(limit, segment), None))
        today = self._clock.day_of(at)
        left = [
            -minor
            for day, kind, minor in await self._cards.outgoing(customer_id, today)
            if day == today and kind in COUNTED[limit]
        ]
        return sum(left) + asked.amount_minor > most

    async def _post(self, card: StoredCard, asked: CardPaymentIn, at: datetime) -> str:
        target = OUTSIDE.format(currency=asked.currency.lower())
        amount = Money(minor=asked.amount_minor, currency=asked.currency)
        back = Money(minor=-asked.amount_minor, currency=asked.currency)
        draft = Draft(
            kind=asked.kind,
            party_id=await self._store.party(asked.payee_names),
            at=at,
            business_on=self._clock.day_of(at),
            lines=(
                Line(account_id=card.account_id, amount=back),
                Line(account_id=target, amount=amount),
            ),
        )
        return await self._ledger.post(SYSTEM_ACTOR, draft)
