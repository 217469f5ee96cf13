"""The queries behind value over time: trades, deposits, prices and cash by day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.repository import SHOWN_ACCOUNTS
from dashboard.bank.tables import (
    AccountRow,
    DepositRow,
    PostingRow,
    PriceRow,
    TradeRow,
    TransactionRow,
)
from dashboard.bank.wealth.model import Kept, Path, Traded


class WealthRepository:
    """Reads what a customer held and when."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def trades(self, customer_id: str) -> list[tuple[str, Traded]]:
        """Return the customer's trades with their currencies, the oldest first."""
        query = (
            select(TradeRow)
            .where(TradeRow.customer_id == customer_id)
            .order_by(TradeRow.traded_on, TradeRow.id)
        )
        return [
            (row.currency, Traded(row.product_id, row.traded_on, row.units_e6, row.amount_minor))
            for row in await self._session.scalars(query)
        ]

    async def deposits(self, customer_id: str, currency: str) -> list[Kept]:
        """Return the customer's deposits of a currency, matured ones too."""
        query = select(DepositRow).where(
            DepositRow.customer_id == customer_id, DepositRow.currency == currency
        )
        return [
            Kept(row.principal_minor, row.opened_on, row.matures_on)
            for row in await self._session.scalars(query)
        ]

    async def paths(self, product_ids: Collection[str]) -> dict[str, Path]:
        """Return the prices of those products that have any."""
        query = (
            select(PriceRow.product_id, PriceRow.priced_on, PriceRow.price_e6)
            .where(PriceRow.product_id.in_(product_ids))
            .order_by(PriceRow.product_id, PriceRow.priced_on)
        )
        rows = (await self._session.execute(query)).all()
        found: defaultdict[str, list[tuple[date, int]]] = defaultdict(list)
        for product, day, price in rows:
            found[product].append((day, price))
        return {
            product: Path([day for day, _ in some], [price for _, price in some])
            for product, some in found.items()
        }

    async def cash(self, customer_id: str, currency: str) -> list[tuple[date, int]]:
        """Return by how much the customer's accounts changed on each day, the oldest first."""
        query = (
            select(TransactionRow.business_on, func.sum(PostingRow.amount_minor))
            .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .where(AccountRow.customer_id == customer_id, AccountRow.kind.in_(SHOWN_ACCOUNTS))
            .where(AccountRow.currency == currency)
            .group_by(TransactionRow.business_on)
            .order_by(TransactionRow.business_on)
        )
        return [(day, int(minor)) for day, minor in await self._session.execute(query)]
