"""Every query on cards."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from content.cards.model import CardContent, CardRecord, LiveCard
from content.cards.tables import CardRow, PublicationRow, ShelfRow
from content.results.model import Publication
from recommender.dialect import upsert
from recommender.errors import Conflict

SHELF_ID = 1


class CardRepository:
    """Cards in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, card_id: str) -> CardRecord | None:
        """Return one card."""
        row = await self._session.get(CardRow, card_id)
        return _record(row) if row else None

    async def every(self) -> list[CardRecord]:
        """List all cards, the newest first."""
        query = select(CardRow).order_by(CardRow.made_at.desc(), CardRow.id)
        return [_record(row) for row in await self._session.scalars(query)]

    async def live(self) -> list[LiveCard]:
        """List the published cards, whatever their schedule says."""
        query = select(CardRow).where(CardRow.live_number.is_not(None)).order_by(CardRow.id)
        found = (_live(row) for row in await self._session.scalars(query))
        return [card for card in found if card]

    async def add(self, card_id: str, made_by: str, made_at: datetime) -> None:
        """Store a new card without any content."""
        self._session.add(CardRow(id=card_id, made_by=made_by, made_at=made_at))
        try:
            await self._session.flush()
        except IntegrityError as error:
            raise Conflict("A card with this id exists already.") from error

    async def put_live(self, card: LiveCard) -> None:
        """Put a version before the readers, in place of the one that stood there."""
        await self._end_publication(card.id, card.published_at)
        self._session.add(
            PublicationRow(
                card_id=card.id,
                number=card.number,
                published_by=card.published_by,
                since=card.published_at,
            )
        )
        await self._set(
            card.id,
            live_number=card.number,
            live_content=card.content.model_dump(mode="json"),
            published_at=card.published_at,
            published_by=card.published_by,
            withdrawn_at=None,
        )

    async def take_down(self, card_id: str, at: datetime) -> None:
        """Take the card from the readers."""
        await self._end_publication(card_id, at)
        await self._set(card_id, live_number=None, live_content=None, withdrawn_at=at)

    async def publications(self, card_id: str) -> list[Publication]:
        """List when which version stood before readers, the newest first."""
        query = select(PublicationRow).where(PublicationRow.card_id == card_id)
        rows = await self._session.scalars(query.order_by(PublicationRow.id.desc()))
        return [
            Publication(number=row.number, since=row.since, until=row.until, by=row.published_by)
            for row in rows
        ]

    async def shelf_version(self) -> int:
        """Return the shelf's version, 0 before the first card."""
        found = await self._session.scalar(select(ShelfRow.version))
        return found or 0

    async def touch_shelf(self) -> None:
        """Tell every process that the shelf has changed."""
        first = upsert(self._session, ShelfRow).values(id=SHELF_ID, version=1)
        risen = {"version": ShelfRow.version + 1}
        await self._session.execute(first.on_conflict_do_update(index_elements=["id"], set_=risen))

    async def _end_publication(self, card_id: str, at: datetime) -> None:
        query = update(PublicationRow).where(
            PublicationRow.card_id == card_id, PublicationRow.until.is_(None)
        )
        options = {"synchronize_session": False}
        await self._session.execute(query.values(until=at), execution_options=options)

    async def _set(self, card_id: str, **values: Any) -> None:
        row = await self._session.get(CardRow, card_id, with_for_update=True)
        if row is None:
            raise Conflict("The card is gone.")
        for name, value in values.items():
            setattr(row, name, value)
        await self._session.flush()
        await self.touch_shelf()


def _record(row: CardRow) -> CardRecord:
    return CardRecord(
        id=row.id,
        made_by=row.made_by,
        made_at=row.made_at,
        live=_live(row),
        withdrawn_at=row.withdrawn_at,
    )


def _live(row: CardRow) -> LiveCard | None:
    if row.live_number is None or row.published_at is None:
        return None
    return LiveCard(
        id=row.id,
        number=row.live_number,
        content=CardContent.model_validate(row.live_content),
        published_at=row.published_at,
        published_by=row.published_by or "",
    )
