"""Every query over destinations and travellers."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.life.travel.tables import DestinationRow, TravelRow
from recommender.dialect import upsert
from widgets.ports import Destination


class TravelRepository:
    """Travels in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def destinations(self) -> list[Destination]:
        """Return the destinations in their order."""
        rows = await self._session.scalars(select(DestinationRow).order_by(DestinationRow.place))
        return [Destination(code=one.code, name=one.names, currency=one.currency) for one in rows]

    async def travel(self, customer_id: str) -> tuple[str, date | None] | None:
        """Return where the customer travels, and until when the card may be used there."""
        row = await self._session.get(TravelRow, customer_id)
        return None if row is None else (row.destination, row.until)

    async def put(self, customer_id: str, destination: str, until: date | None) -> None:
        """Store where the customer travels."""
        values = {"destination": destination, "until": until}
        statement = upsert(self._session, TravelRow).values(customer_id=customer_id, **values)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=[TravelRow.customer_id], set_=values)
        )
