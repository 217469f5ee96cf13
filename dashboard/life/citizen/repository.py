"""Every query over public services."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.life.citizen.tables import ChosenRegionRow, PublicAccountRow, PublicServiceRow
from recommender.dialect import upsert
from recommender.money import Money
from widgets.ports import PublicService


class CitizenRepository:
    """Public services in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def chosen(self, customer_id: str) -> str | None:
        """Return the region that the customer chose."""
        row = await self._session.get(ChosenRegionRow, customer_id)
        return None if row is None else row.region

    async def choose(self, customer_id: str, region: str) -> None:
        """Store the region that the customer chose."""
        values = {"customer_id": customer_id, "region": region}
        statement = upsert(self._session, ChosenRegionRow).values(values)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[ChosenRegionRow.customer_id], set_={"region": region}
            )
        )

    async def services(self, customer_id: str, region: str) -> list[PublicService]:
        """Return every service: those that the region offers first, with the customer's figures."""
        rows = await self._session.scalars(select(PublicServiceRow).order_by("place"))
        accounts = await self._accounts(customer_id, region)
        found = [_service(row, region, accounts.get(row.code)) for row in rows]
        return sorted(found, key=lambda one: not one.is_offered)

    async def _accounts(self, customer_id: str, region: str) -> dict[str, PublicAccountRow]:
        query = select(PublicAccountRow).where(
            PublicAccountRow.customer_id == customer_id, PublicAccountRow.region == region
        )
        return {row.code: row for row in await self._session.scalars(query)}


def _service(row: PublicServiceRow, region: str, account: PublicAccountRow | None) -> PublicService:
    is_offered = region in row.regions
    service = PublicService(code=row.code, name=row.names, icon=row.icon, is_offered=is_offered)
    if account is None or not is_offered:
        return service
    amount = account.amount_minor
    return service.model_copy(
        update={
            "amount": None if amount is None else Money(minor=amount),
            "told": account.told,
            "updated_on": account.updated_on,
        }
    )
