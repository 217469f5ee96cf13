"""Every query over payments that were asked of cards."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.cards.model import CardPaymentIn, CardPaymentTaken
from dashboard.bank.cards.tables import CardPaymentRow, CardRow
from dashboard.bank.tables import PartyRow
from recommender.dialect import upsert
from recommender.money import Money
from widgets.ports.cards import Declined

LETTERS = 16


class CardPaymentRepository:
    """Payments by card in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def taken(self, payment_id: str) -> CardPaymentTaken | None:
        """Return what became of a payment that was asked before."""
        row = await self._session.get(CardPaymentRow, payment_id)
        if row is None:
            return None
        return CardPaymentTaken.model_validate(
            {
                "payment_id": row.id,
                "declined": row.declined or None,
                "transaction_id": row.transaction_id,
                "at": row.at,
            }
        )

    async def hold_owner(self, card_id: str) -> str | None:
        """Return whose card it is; the card stays as it is until the transaction ends."""
        query = select(CardRow.customer_id).where(CardRow.id == card_id).with_for_update()
        return await self._session.scalar(query)

    async def keep(self, customer_id: str, asked: CardPaymentIn, taken: CardPaymentTaken) -> None:
        """Store what was asked and what became of it."""
        self._session.add(
            CardPaymentRow(
                id=asked.payment_id,
                customer_id=customer_id,
                card_id=asked.card_id,
                payee=asked.payee_names,
                amount_minor=asked.amount_minor,
                currency=asked.currency,
                at=taken.at,
                declined=taken.declined or "",
                transaction_id=taken.transaction_id,
            )
        )
        await self._session.flush()

    async def party(self, names: Mapping[str, str]) -> str:
        """Return the shop of this name, which becomes known where it is not."""
        told = "/".join(f"{language}={name}" for language, name in sorted(names.items()))
        party_id = f"shop-{sha256(told.encode()).hexdigest()[:LETTERS]}"
        values = {"id": party_id, "kind": "payee", "names": dict(names)}
        statement = upsert(self._session, PartyRow).values(values)
        await self._session.execute(statement.on_conflict_do_nothing())
        return party_id

    async def declined(
        self, customer_id: str, since: datetime, limit: int
    ) -> dict[str, list[Declined]]:
        """Return what did not go through since an instant, by card, the newest first."""
        query = (
            select(CardPaymentRow)
            .where(CardPaymentRow.customer_id == customer_id, CardPaymentRow.at >= since)
            .where(CardPaymentRow.declined != "")
            .order_by(CardPaymentRow.at.desc(), CardPaymentRow.id.desc())
            .limit(limit)
        )
        found: dict[str, list[Declined]] = {}
        for row in await self._session.scalars(query):
            found.setdefault(row.card_id, []).append(_declined(row))
        return found


def _declined(row: CardPaymentRow) -> Declined:
    return Declined.model_validate(
        {
            "id": row.id,
            "payee": row.payee,
            "amount": Money(minor=row.amount_minor, currency=row.currency),
            "at": row.at,
            "why": row.declined,
        }
    )
