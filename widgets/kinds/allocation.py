"""Allocation: how the wealth is spread over kinds of product, as one chart with its table."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import reflex as rx
from pydantic import BaseModel, Field

from recommender.money import Money
from widgets import base
from widgets.errors import NoData
from widgets.ports import Holding
from widgets.products import PRODUCT_TYPES, type_name
from widgets.words import money, percent, t

COLOURS = 6
"""Colours of the chart palette (`--chart-1` … `--chart-6`); the rest is summed up."""


class Config(base.Config):
    """How the parts are cut."""

    smallest_share: float = Field(
        0.02, ge=0, le=0.2, description="Parts below this share are shown together as other."
    )


class Part(BaseModel):
    """One kind of product with its share 0..1 of the whole."""

    type: str
    value: Money
    share: float
    fill: str


class Data(base.Data):
    """The whole and its parts, the largest first."""

    total: Money
    parts: list[Part]


async def load(context: base.Context, config: Config) -> Data:
    """Group holdings of the main currency by kind of product."""
    holdings = await context.ports.bank.holdings(context.customer_id)
    if not holdings:
        raise NoData("Nothing is invested yet. Discover shows what suits you.")
    currency = holdings[0].value.currency
    values = _by_type([one for one in holdings if one.value.currency == currency])
    total = sum(values.values())
    cut = _with_other(values, total * config.smallest_share)
    return Data(
        as_of=min(one.as_of for one in holdings),
        total=Money(minor=total, currency=currency),
        parts=[_part(n, cut, currency, total) for n in range(len(cut))],
    )


def _by_type(holdings: list[Holding]) -> dict[str, int]:
    values: dict[str, int] = defaultdict(int)
    for holding in holdings:
        known = holding.product_type if holding.product_type in PRODUCT_TYPES else "other"
        values[known] += holding.value.minor
    return values


def _with_other(values: dict[str, int], smallest: float) -> list[tuple[str, int]]:
    ordered = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [pair for pair in ordered if pair[0] != "other" and pair[1] >= smallest]
    shown = shown[: COLOURS - 1]
    rest = sum(values.values()) - sum(value for _, value in shown)
    return [*shown, ("other", rest)] if rest > 0 else shown


def _part(number: int, cut: list[tuple[str, int]], currency: str, total: int) -> Part:
    kind, minor = cut[number]
    return Part(
        type=kind,
        value=Money(minor=minor, currency=currency),
        share=minor / total if total else 0.0,
        fill=f"var(--chart-{number % COLOURS + 1})",
    )


def view(data: Any) -> rx.Component:
    """Show a ring, its direct labels, and the same figures as a table on demand."""
    return rx.fragment(
        rx.el.p(t("Invested"), class_name="caption"),
        rx.el.p(money(data.total.minor, data.total.currency), class_name="figure"),
        rx.el.div(
            _ring(data),
            rx.el.ul(rx.foreach(data.parts, _legend), class_name="list grow"),
            class_name="ring-row",
        ),
        rx.el.details(
            rx.el.summary(t("Show as a table")),
            rx.el.table(rx.el.tbody(rx.foreach(data.parts, _table_row)), class_name="table"),
            class_name="chart-table",
        ),
    )


def _ring(data: Any) -> rx.Component:
    pie = rx.recharts.pie(
        data=data.parts.to(list[dict[str, Any]]),
        data_key="share",
        name_key="type",
        inner_radius="64%",
        outer_radius="100%",
        padding_angle=2,
        stroke="none",
        is_animation_active=False,
    )
    chart = rx.recharts.pie_chart(pie, width="100%", height=132)
    # Recharts makes its parts focusable; the list beside them says the same in words.
    return rx.el.div(chart, class_name="ring", aria_hidden=True, custom_attrs={"inert": True})


def _legend(part: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name="dot", style={"background": part.fill}, aria_hidden=True),
        rx.el.span(type_name(part.type), class_name="grow clip"),
        rx.el.span(percent(part.share), class_name="number"),
        class_name="row",
    )


def _table_row(part: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(type_name(part.type), scope="row"),
        rx.el.td(money(part.value.minor, part.value.currency), class_name="number"),
    )


def _sample_part(number: int, kind: str, minor: int, share: float) -> Part:
    return Part(type=kind, value=Money(minor=minor), share=share, fill=f"var(--chart-{number})")


WIDGET = base.Widget(
    kind="allocation",
    title="Allocation",
    summary="How your wealth is spread over kinds of product.",
    icon="chart-pie",
    category="wealth",
    sizes=("L", "M"),
    needs=("bank",),
    config=Config,
    data=Data,
    load=load,
    view=view,
    sample=Data(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        total=Money(minor=48_000_000),
        parts=[
            _sample_part(1, "deposit", 21_600_000, 0.45),
            _sample_part(2, "fund", 14_400_000, 0.30),
            _sample_part(3, "bond", 12_000_000, 0.25),
        ],
    ),
)
