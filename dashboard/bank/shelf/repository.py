"""Every query over the watch list, and the figures of products that sheets do not hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.shelf.tables import WatchedRow
from dashboard.bank.tables import PriceRow, ProductRow
from recommender.dialect import upsert


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry of the watch list."""

    product_id: str
    since: date
    rate_then_e8: int | None
    price_then_e6: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """A product's rate of a year, newest price, its day, and the price of a year before."""

    rate_e8: int | None = None
    price_e6: int | None = None
    priced_on: date | None = None
    price_before_e6: int | None = None


class ShelfRepository:
    """Watch lists and figures in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ids_of_type(self, product_type: str) -> list[str]:
        """Return the ids of the products of a type."""
        query = select(ProductRow.id).where(ProductRow.product_type == product_type)
        return list(await self._session.scalars(query.order_by(ProductRow.id)))

    async def figures(
        self, product_ids: Collection[str], today: date, before: date
    ) -> dict[str, Figures]:
        """Return the figures of some products, as of today and of a day before."""
        query = select(ProductRow.id, ProductRow.rate_e8).where(ProductRow.id.in_(product_ids))
        rates = (await self._session.execute(query)).all()
        now = await self._prices(product_ids, today)
        then = await self._prices(product_ids, before)
        return {
            id_: Figures(rate, *now.get(id_, (None, None)), then.get(id_, (None, None))[0])
            for id_, rate in rates
        }

    async def watched(self, customer_id: str) -> list[Noted]:
        """Return the customer's list, the newest first."""
        query = (
            select(WatchedRow)
            .where(WatchedRow.customer_id == customer_id)
            .order_by(WatchedRow.since.desc(), WatchedRow.product_id)
        )
        return [
            Noted(row.product_id, row.since, row.rate_then_e8, row.price_then_e6)
            for row in await self._session.scalars(query)
        ]

    async def watch(self, customer_id: str, noted: Noted) -> None:
        """Put a product on the list; one that is there already stays as it is."""
        statement = upsert(self._session, WatchedRow).values(
            customer_id=customer_id,
            product_id=noted.product_id,
            since=noted.since,
            rate_then_e8=noted.rate_then_e8,
            price_then_e6=noted.price_then_e6,
        )
        await self._session.execute(statement.on_conflict_do_nothing())

    async def unwatch(self, customer_id: str, product_id: str) -> None:
        """Take a product off the list."""
        await self._session.execute(
            delete(WatchedRow).where(
                WatchedRow.customer_id == customer_id, WatchedRow.product_id == product_id
            )
        )

    async def _prices(
        self, product_ids: Collection[str], day: date
    ) -> dict[str, tuple[int | None, date | None]]:
        newest = (
            select(PriceRow.product_id, func.max(PriceRow.priced_on).label("priced_on"))
            .where(PriceRow.product_id.in_(product_ids), PriceRow.priced_on <= day)
            .group_by(PriceRow.product_id)
            .subquery()
        )
        on_day = (PriceRow.product_id == newest.c.product_id) & (
            PriceRow.priced_on == newest.c.priced_on
        )
        rows = await self._session.scalars(select(PriceRow).join(newest, on_day))
        return {row.product_id: (row.price_e6, row.priced_on) for row in rows}
