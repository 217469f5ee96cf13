"""Builders for the bank: products, accounts, money moved, things held."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank import tables
from dashboard.bank.model import Draft, Line
from recommender.database import new_id
from recommender.money import Money

TEXTS = {"zh-Hans": "字", "en": "word"}
SHEET: dict[str, Any] = {
    "titles": {"zh-Hans": "产品", "en": "Product"},
    "fees": [{"label": TEXTS, "value": "0.15%"}],
    "documents": [TEXTS],
    "topics": ["bonds"],
} | dict.fromkeys(("summary", "suits", "avoids", "risk", "type", "exit", "rate_label"), TEXTS)


def a_product(product_id: str = "fund-1", **fields: Any) -> tables.ProductRow:
    given: dict[str, Any] = {
        "product_type": "fund",
        "grade": 3,
        "currency": "CNY",
        "minimum_minor": 1000,
        "term_days": None,
        "rate_e8": None,
        "sheet": SHEET | {"rate": {"zh-Hans": "1%", "en": "1%"}},
    }
    return tables.ProductRow(id=product_id, **given | fields)


def an_account(account_id: str, customer_id: str | None = "c1", **fields: Any) -> tables.AccountRow:
    given: dict[str, Any] = {
        "kind": "current",
        "currency": "CNY",
        "number": "**** 1234",
        "opened_on": date(2025, 1, 1),
    }
    return tables.AccountRow(id=account_id, customer_id=customer_id, **given | fields)


def a_trade(product_id: str, units_e6: int, amount_minor: int, **fields: Any) -> tables.TradeRow:
    given: dict[str, Any] = {
        "id": new_id(),
        "customer_id": "c1",
        "traded_on": date(2026, 1, 5),
        "currency": "CNY",
    }
    return tables.TradeRow(
        product_id=product_id, units_e6=units_e6, amount_minor=amount_minor, **given | fields
    )


def a_price(product_id: str, on: date, price_e6: int) -> tables.PriceRow:
    return tables.PriceRow(product_id=product_id, priced_on=on, price_e6=price_e6)


def a_deposit(product_id: str, matures_on: date, **fields: Any) -> tables.DepositRow:
    given: dict[str, Any] = {
        "id": new_id(),
        "customer_id": "c1",
        "principal_minor": 500_000,
        "currency": "CNY",
        "rate_e8": 1_150_000,
        "opened_on": date(2026, 1, 1),
        "renews": False,
    }
    return tables.DepositRow(product_id=product_id, matures_on=matures_on, **given | fields)


def a_bill(due_on: date, **fields: Any) -> tables.BillRow:
    given: dict[str, Any] = {
        "id": new_id(),
        "customer_id": "c1",
        "biller_id": "city-power",
        "kind": "electricity",
        "amount_minor": 12_345,
        "currency": "CNY",
        "issued_on": date(2026, 6, 1),
        "paid_on": None,
    }
    return tables.BillRow(due_on=due_on, **given | fields)


def a_draft(*lines: tuple[str, int] | tuple[str, int, str], kind: str = "transfer") -> Draft:
    made = tuple(
        Line(
            account_id=one[0],
            amount=Money(minor=one[1], currency=one[2] if len(one) > 2 else "CNY"),
        )
        for one in lines
    )
    at = datetime(2026, 6, 10, 3, tzinfo=UTC)
    return Draft(kind=kind, party_id="city-power", at=at, business_on=at.date(), lines=made)


async def put(session: AsyncSession, *rows: Any) -> None:
    session.add_all(rows)
    await session.flush()
