"""Days that the demo lives on: what a frozen card was asked for is not paid, but told."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.cards.tables import CardPaymentRow, CardRow
from dashboard.bank.tables import PartyRow, PostingRow, TransactionRow
from recommender.chunks import chunked

PAID_BY_CARD = ("groceries", "dining", "shopping", "transport", "subscription", "cash")
KEYS_PER_STATEMENT = 500


async def decline_frozen(session: AsyncSession, now: datetime) -> int:
    """Take the payments out of the new days that frozen cards would have made, and keep why.

    Returns:
        How many there were.
    """
    found = [_declined(*row) for row in await session.execute(_asked(now))]
    session.add_all(found)
    for some in chunked([one.id for one in found], KEYS_PER_STATEMENT):
        await session.execute(delete(PostingRow).where(PostingRow.transaction_id.in_(some)))
        await session.execute(delete(TransactionRow).where(TransactionRow.id.in_(some)))
    await session.flush()
    return len(found)


def _asked(now: datetime) -> Any:
    """Select payments after the moment at which their card was frozen; an account has one card."""
    return (
        select(TransactionRow, PostingRow, CardRow, PartyRow.names)
        .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
        .join(CardRow, CardRow.account_id == PostingRow.account_id)
        .outerjoin(PartyRow, PartyRow.id == TransactionRow.party_id)
        .outerjoin(CardPaymentRow, CardPaymentRow.transaction_id == TransactionRow.id)
        .where(CardRow.frozen_at.is_not(None), TransactionRow.at >= CardRow.frozen_at)
        .where(TransactionRow.at <= now, TransactionRow.kind.in_(PAID_BY_CARD))
        .where(PostingRow.amount_minor < 0, CardPaymentRow.id.is_(None))
    )


def _declined(
    transaction: TransactionRow, line: PostingRow, card: CardRow, names: dict[str, str] | None
) -> CardPaymentRow:
    return CardPaymentRow(
        id=transaction.id,
        customer_id=card.customer_id,
        card_id=card.id,
        payee=names or {},
        amount_minor=-line.amount_minor,
        currency=line.currency,
        at=transaction.at,
        declined="frozen",
    )
