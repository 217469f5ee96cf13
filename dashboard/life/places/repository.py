"""Every query over branches and bookings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.life.places.schedule import Place
from dashboard.life.places.tables import BookingRow, PlaceRow
from recommender.database import new_id
from recommender.dialect import upsert
from widgets.ports import Appointment

REMOTE = "remote"


class PlaceRepository:
    """Branches and bookings in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def around(self, region: str) -> list[Place]:
        """Return the branches of a region, and where one talks by video."""
        query = select(PlaceRow).where(or_(PlaceRow.region == region, PlaceRow.mode == REMOTE))
        return [_place(row) for row in await self._session.scalars(query.order_by(PlaceRow.id))]

    async def place(self, place_id: str) -> Place | None:
        """Return one place."""
        row = await self._session.get(PlaceRow, place_id)
        return None if row is None else _place(row)

    async def taken(self, place_ids: Sequence[str], since: datetime) -> set[tuple[str, datetime]]:
        """Return the times that are booked at some places."""
        query = select(BookingRow.place_id, BookingRow.starts_at).where(
            BookingRow.place_id.in_(place_ids), BookingRow.starts_at >= since
        )
        return {(row.place_id, row.starts_at) for row in await self._session.execute(query)}

    async def booked(self, customer_id: str, since: datetime) -> list[Appointment]:
        """Return the customer's appointments that are to come, the earliest first."""
        query = (
            select(BookingRow, PlaceRow)
            .join(PlaceRow, PlaceRow.id == BookingRow.place_id)
            .where(BookingRow.customer_id == customer_id, BookingRow.starts_at >= since)
            .order_by(BookingRow.starts_at)
        )
        return [
            appointment(row.id, _place(place), row.starts_at)
            for row, place in await self._session.execute(query)
        ]

    async def book(
        self, customer_id: str, place_id: str, starts_at: datetime, now: datetime
    ) -> str | None:
        """Take a time and return the booking's id; None where somebody has it already."""
        made = new_id()
        statement = upsert(self._session, BookingRow).values(
            id=made,
            customer_id=customer_id,
            place_id=place_id,
            starts_at=starts_at,
            made_at=now,
        )
        done = await self._session.execute(statement.on_conflict_do_nothing())
        return made if isinstance(done, CursorResult) and done.rowcount == 1 else None

    async def cancel(self, customer_id: str, booking_id: str) -> bool:
        """Give a time back; False where it is not the customer's."""
        gone = delete(BookingRow).where(
            BookingRow.id == booking_id, BookingRow.customer_id == customer_id
        )
        done = await self._session.execute(gone)
        return isinstance(done, CursorResult) and done.rowcount == 1

    async def has_booked(self, customer_id: str, since: datetime) -> bool:
        """Say whether the customer has booked something since an instant."""
        query = select(BookingRow.id).where(
            BookingRow.customer_id == customer_id, BookingRow.made_at >= since
        )
        return await self._session.scalar(query.limit(1)) is not None


def appointment(booking_id: str, place: Place, starts_at: datetime) -> Appointment:
    """Return a booking as its customer sees it."""
    return Appointment(id=booking_id, mode=place.mode, place=place.names, starts_at=starts_at)


def _place(row: PlaceRow) -> Place:
    return Place(
        id=row.id,
        mode="remote" if row.mode == REMOTE else "branch",
        region=row.region,
        names=row.names,
        address=row.address,
        opens_minute=row.opens_minute,
        closes_minute=row.closes_minute,
        queue=tuple(row.queue),
    )
