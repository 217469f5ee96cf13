"""Every query over the bank's tables but the demo's bulk writing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.model import CustomerCard, Draft, Fee, Movement, ProductSheet
from dashboard.bank.positions import Position, position_of
from dashboard.bank.tables import (
    AccountRow,
    BillRow,
    CustomerRow,
    DepositRow,
    PartyRow,
    PostingRow,
    PriceRow,
    ProductRow,
    RateRow,
    TradeRow,
    TransactionRow,
)
from recommender.chunks import chunked
from recommender.database import new_id
from recommender.money import Money

KEYS_PER_STATEMENT = 500
SHOWN_ACCOUNTS = ("current", "savings", "card")


@dataclass(frozen=True, slots=True)
class Balance:
    """An account with the sum of its postings."""

    id: str
    kind: str
    number: str
    balance: Money


@dataclass(frozen=True, slots=True)
class DatedHolding:
    """A deposit or another holding with an end."""

    id: str
    product_id: str
    principal: Money
    matures_on: date


@dataclass(frozen=True, slots=True)
class OpenBill:
    """A bill that is not paid."""

    id: str
    biller: dict[str, str]
    amount: Money
    due_on: date


class BankRepository:
    """The bank in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def product(self, product_id: str) -> ProductSheet | None:
        """Return one product's sheet."""
        row = await self._session.get(ProductRow, product_id)
        return None if row is None else _sheet(row)

    async def products(self, ids: Collection[str] | None = None) -> list[ProductSheet]:
        """Return the sheets of some products, or all of them, by id."""
        query = select(ProductRow).order_by(ProductRow.id)
        if ids is not None:
            query = query.where(ProductRow.id.in_(ids))
        return [_sheet(row) for row in await self._session.scalars(query)]

    async def customers(self, ids: Collection[str]) -> dict[str, CustomerCard]:
        """Return the known ones of some customers."""
        found: dict[str, CustomerCard] = {}
        for some in chunked(sorted(ids), KEYS_PER_STATEMENT):
            rows = await self._session.scalars(select(CustomerRow).where(CustomerRow.id.in_(some)))
            found |= {
                row.id: CustomerCard.model_validate(row, from_attributes=True) for row in rows
            }
        return found

    async def balances(self, customer_id: str) -> list[Balance]:
        """Return the customer's accounts with their balances, main currency first."""
        total = func.coalesce(func.sum(PostingRow.amount_minor), 0)
        query = (
            select(AccountRow, total)
            .outerjoin(PostingRow, PostingRow.account_id == AccountRow.id)
            .where(AccountRow.customer_id == customer_id, AccountRow.kind.in_(SHOWN_ACCOUNTS))
            .group_by(AccountRow.id)
        )
        rows = (await self._session.execute(query)).all()
        found = [
            Balance(row.id, row.kind, row.number, _money(int(sum_), row.currency))
            for row, sum_ in rows
        ]
        return sorted(found, key=lambda one: (one.balance.currency, _rank(one.kind), one.id))

    async def movements(
        self, account_ids: Sequence[str], limit: int, before: str | None
    ) -> list[Movement]:
        """Return the newest lines of some accounts, older than a transaction if one is named."""
        query = (
            select(TransactionRow, PostingRow, PartyRow.names)
            .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
            .outerjoin(PartyRow, PartyRow.id == TransactionRow.party_id)
            .where(PostingRow.account_id.in_(account_ids))
            .order_by(PostingRow.transaction_id.desc(), PostingRow.line)
            .limit(limit)
        )
        if before is not None:
            query = query.where(PostingRow.transaction_id < before)
        rows = await self._session.execute(query)
        return [_movement(transaction, line, names) for transaction, line, names in rows]

    async def positions(self, customer_id: str) -> dict[str, Position]:
        """Return what the customer holds in units, by product."""
        query = (
            select(TradeRow.product_id, TradeRow.units_e6, TradeRow.amount_minor)
            .where(TradeRow.customer_id == customer_id)
            .order_by(TradeRow.product_id, TradeRow.traded_on, TradeRow.id)
        )
        rows = (await self._session.execute(query)).all()
        found = {
            product: position_of((units, amount) for _, units, amount in trades)
            for product, trades in groupby(rows, key=itemgetter(0))
        }
        return {product: one for product, one in found.items() if one.units_e6 > 0}

    async def deposits(self, customer_id: str, today: date) -> list[DatedHolding]:
        """Return the holdings with a date that have not ended, the earliest end first."""
        query = (
            select(DepositRow)
            .where(DepositRow.customer_id == customer_id, DepositRow.matures_on >= today)
            .order_by(DepositRow.matures_on, DepositRow.id)
        )
        return [
            DatedHolding(
                row.id,
                row.product_id,
                _money(row.principal_minor, row.currency),
                row.matures_on,
            )
            for row in await self._session.scalars(query)
        ]

    async def open_bills(self, customer_id: str, until: date) -> list[OpenBill]:
        """Return unpaid bills that are due by a day, the earliest first."""
        query = (
            select(BillRow, PartyRow.names)
            .join(PartyRow, PartyRow.id == BillRow.biller_id)
            .where(BillRow.customer_id == customer_id, BillRow.paid_on.is_(None))
            .where(BillRow.due_on <= until)
            .order_by(BillRow.due_on, BillRow.id)
        )
        rows = await self._session.execute(query)
        return [
            OpenBill(
                row.id, names, Money(minor=row.amount_minor, currency=row.currency), row.due_on
            )
            for row, names in rows
        ]

    async def prices(self, product_ids: Collection[str], day: date) -> dict[str, int]:
        """Return the price, scaled by 10^6, that each product has on a day."""
        newest = (
            select(PriceRow.product_id, func.max(PriceRow.priced_on).label("priced_on"))
            .where(PriceRow.product_id.in_(product_ids), PriceRow.priced_on <= day)
            .group_by(PriceRow.product_id)
            .subquery()
        )
        on_day = (PriceRow.product_id == newest.c.product_id) & (
            PriceRow.priced_on == newest.c.priced_on
        )
        query = select(PriceRow.product_id, PriceRow.price_e6).join(newest, on_day)
        return {row.product_id: row.price_e6 for row in await self._session.execute(query)}

    async def rate(self, base: str, quote: str, day: date) -> tuple[int, date] | None:
        """Return the newest exchange rate up to a day, scaled by 10^8, with its own day."""
        query = (
            select(RateRow.rate_e8, RateRow.rated_on)
            .where(RateRow.base == base, RateRow.quote == quote, RateRow.rated_on <= day)
            .order_by(RateRow.rated_on.desc())
            .limit(1)
        )
        row = (await self._session.execute(query)).one_or_none()
        return None if row is None else (row[0], row[1])

    async def currencies(self, account_ids: Collection[str]) -> dict[str, str]:
        """Return the currency of each known account."""
        query = select(AccountRow.id, AccountRow.currency).where(AccountRow.id.in_(account_ids))
        return {row.id: row.currency for row in await self._session.execute(query)}

    async def hold(self, account_id: str) -> int:
        """Return an account's balance in minor units; it stays so until the transaction ends."""
        mine = AccountRow.id == account_id
        await self._session.execute(select(AccountRow.id).where(mine).with_for_update())
        query = select(func.sum(PostingRow.amount_minor)).where(PostingRow.account_id == account_id)
        return int(await self._session.scalar(query) or 0)

    async def post(self, draft: Draft) -> str:
        """Store a transaction with its lines and return its id."""
        row = TransactionRow(id=new_id(), **draft.model_dump(exclude={"lines"}))
        lines = [
            PostingRow(
                transaction_id=row.id,
                line=number,
                account_id=line.account_id,
                amount_minor=line.amount.minor,
                currency=line.amount.currency,
            )
            for number, line in enumerate(draft.lines)
        ]
        self._session.add_all([row, *lines])
        await self._session.flush()
        return row.id


def _money(minor: int, currency: str) -> Money:
    return Money(minor=minor, currency=currency)


def _rank(kind: str) -> int:
    return SHOWN_ACCOUNTS.index(kind)


def _sheet(row: ProductRow) -> ProductSheet:
    texts = dict(row.sheet)
    return ProductSheet(
        id=row.id,
        product_type=row.product_type,
        type_name=texts.pop("type"),
        grade=row.grade,
        minimum=_money(row.minimum_minor, row.currency),
        term_days=row.term_days,
        fees=tuple(Fee(**fee) for fee in texts.pop("fees")),
        documents=tuple(texts.pop("documents")),
        **texts,
    )


def _movement(
    transaction: TransactionRow, line: PostingRow, names: dict[str, str] | None
) -> Movement:
    return Movement(
        id=transaction.id,
        account_id=line.account_id,
        on=transaction.business_on,
        at=transaction.at,
        kind=transaction.kind,
        party=names or {},
        amount=_money(line.amount_minor, line.currency),
    )
