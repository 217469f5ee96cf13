"""Balances: what is in the accounts, the total first."""

from datetime import UTC, datetime
from typing import Any

import reflex as rx
from pydantic import BaseModel, Field

from recommender.money import Money
from widgets import base
from widgets.errors import NoData
from widgets.ports import Account, Texts
from widgets.words import choose, money, t


class Config(base.Config):
    """Which accounts are shown."""

    show_cards: bool = Field(True, description="Show credit cards, whose balance is a debt.")


class Row(BaseModel):
    """One account."""

    id: str
    name: Texts
    balance: Money


class Data(base.Data):
    """The total and the accounts behind it."""

    total: Money
    rows: list[Row]
    others: int = Field(0, description="Accounts in another currency, listed but not summed.")


async def load(context: base.Context, config: Config) -> Data:
    """Sum the accounts of the main currency; others are listed, never converted."""
    found = await context.ports.bank.accounts(context.customer_id)
    shown = [one for one in found if one.kind != "card" or config.show_cards]
    if not shown:
        raise NoData("No account has been opened yet.")
    main = [one for one in shown if one.balance.currency == shown[0].balance.currency]
    return Data(
        as_of=min(one.as_of for one in shown),
        total=_total(main),
        rows=[Row(id=one.id, name=one.name, balance=one.balance) for one in shown],
        others=len(shown) - len(main),
    )


def _total(accounts: list[Account]) -> Money:
    total = accounts[0].balance
    for account in accounts[1:]:
        total = total + account.balance
    return total


def view(data: Any) -> rx.Component:
    """Show the total as the card's figure and the accounts as a quiet list."""
    return rx.fragment(
        rx.el.p(t("Available in all accounts"), class_name="caption"),
        rx.el.p(money(data.total.minor, data.total.currency), class_name="figure"),
        rx.el.ul(rx.foreach(data.rows, _row), class_name="list"),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(choose(row.name), class_name="grow clip"),
        rx.el.span(money(row.balance.minor, row.balance.currency), class_name="number"),
        class_name="row",
    )


WIDGET = base.Widget(
    kind="balances",
    title="Balances",
    summary="What you have in your accounts, the total first.",
    icon="wallet",
    category="money",
    sizes=("M", "S", "L"),
    needs=("bank",),
    config=Config,
    data=Data,
    load=load,
    view=view,
    sample=Data(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        total=Money(minor=12_845_067),
        rows=[
            Row(
                id="a1",
                name={"zh-Hans": "工资账户", "en": "Salary account"},
                balance=Money(minor=3_245_067),
            ),
            Row(
                id="a2",
                name={"zh-Hans": "储蓄账户", "en": "Savings"},
                balance=Money(minor=9_600_000),
            ),
        ],
    ),
)
