"""Bills and maturities: what must be paid and what comes back, by day."""

from datetime import UTC, date, datetime
from typing import Any, Literal

import reflex as rx
from pydantic import BaseModel, Field

from recommender.money import Money
from widgets import base
from widgets.errors import NoData
from widgets.ports import Texts
from widgets.words import choose, day, money, t


class Config(base.Config):
    """How far ahead the card looks."""

    days: int = Field(45, ge=7, le=180, description="Days ahead.")
    rows: int = Field(5, ge=1, le=10, description="Most rows shown.")


class Row(BaseModel):
    """One bill or maturity."""

    id: str
    kind: Literal["bill", "maturity"]
    name: Texts
    amount: Money
    on: date
    is_overdue: bool


class Data(base.Data):
    """What is open, the earliest first."""

    to_pay: Money
    rows: list[Row]
    more: int = Field(0, description="Further ones that are not shown.")


async def load(context: base.Context, config: Config) -> Data:
    """List open bills and maturities of the next days; an overdue bill stays on top."""
    found = await context.ports.bank.dues(context.customer_id, config.days)
    open_ones = sorted((one for one in found if one.state != "paid"), key=lambda one: one.on)
    if not open_ones:
        raise NoData("Nothing is due in the next weeks.")
    bills = [one.amount.minor for one in open_ones if one.kind == "bill"]
    rows = [
        Row(
            id=one.id,
            kind=one.kind,
            name=one.name,
            amount=one.amount,
            on=one.on,
            is_overdue=one.kind == "bill" and one.on < context.today,
        )
        for one in open_ones[: config.rows]
    ]
    return Data(
        as_of=context.now,
        to_pay=Money(minor=sum(bills), currency=open_ones[0].amount.currency),
        rows=rows,
        more=len(open_ones) - len(rows),
    )


def view(data: Any) -> rx.Component:
    """Show what is to pay as the figure, then the days."""
    return rx.fragment(
        rx.el.p(t("To pay"), class_name="caption"),
        rx.el.p(money(data.to_pay.minor, data.to_pay.currency), class_name="figure"),
        rx.el.ul(rx.foreach(data.rows, _row), class_name="list"),
        rx.cond(data.more > 0, rx.el.p(t("{n} more", n=data.more), class_name="caption")),
    )


def _row(row: Any) -> rx.Component:
    name = rx.el.span(choose(row.name), class_name="clip wide")
    kind = rx.cond(
        row.is_overdue,
        rx.el.span(t("Overdue"), class_name="chip bad"),
        rx.cond(
            row.kind == "maturity",
            rx.el.span(t("Matures"), class_name="chip good"),
            rx.el.span(t("Bill"), class_name="chip"),
        ),
    )
    return rx.el.li(
        rx.el.span(day(row.on), class_name="day"),
        rx.el.span(name, kind, class_name="grow two-lines"),
        rx.el.span(money(row.amount.minor, row.amount.currency), class_name="number"),
        class_name="row",
    )


WIDGET = base.Widget(
    kind="dues",
    title="Bills and maturities",
    summary="What must be paid and what comes back, day by day.",
    icon="calendar-clock",
    category="money",
    sizes=("M", "L", "S"),
    needs=("bank",),
    config=Config,
    data=Data,
    load=load,
    view=view,
    sample=Data(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        to_pay=Money(minor=38_640),
        rows=[
            Row(
                id="b1",
                kind="bill",
                name={"zh-Hans": "电费", "en": "Electricity"},
                amount=Money(minor=38_640),
                on=date(2026, 11, 25),
                is_overdue=False,
            ),
            Row(
                id="m1",
                kind="maturity",
                name={"zh-Hans": "一年期定期存款", "en": "1-year deposit"},
                amount=Money(minor=10_000_000),
                on=date(2026, 12, 2),
                is_overdue=False,
            ),
        ],
    ),
)
