"""Gold: the price of a gram with its change and its day, and what the customer holds of it."""

from datetime import UTC, date, datetime, timedelta

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.ports import DayPrice, Holding, PriceLine

GOLD = "gold"
TO_MINOR = 10**4
"""Prices are scaled by 10^6, money by 10^2."""


class Config(base.Config):
    """How far back the chart looks."""

    days: int = Field(180, ge=14, le=730, description="Days in the chart.")


async def load(context: base.Context, config: Config) -> face.Face:
    """Ask for the price, and for gold among the holdings."""
    line = await context.ports.markets.gold(config.days)
    held = await context.ports.bank.holdings(context.customer_id)
    return _face(line, [one for one in held if one.product_type == GOLD])


def _face(line: PriceLine, held: list[Holding]) -> face.Face:
    return face.Face(
        as_of=line.as_of,
        source=line.source,
        blocks=[
            _figure(line),
            _chart(line),
            *_span(line),
            *_held(held),
            face.Note(
                text=face.said("The price rises and falls; gold pays no interest."), since="XL"
            ),
        ],
    )


def _figure(line: PriceLine) -> face.Figure:
    now = line.days[-1]
    change = now.price_e6 / line.days[-2].price_e6 - 1 if len(line.days) > 1 else None
    return face.Figure(
        label=face.said("One gram of gold"),
        value=_amount(now, line),
        delta=None if change is None else face.Share(share=change, digits=2, signed=True),
        tone="up" if (change or 0) > 0 else "down",
        note=face.said("on the day"),
    )


def _chart(line: PriceLine) -> face.Chart:
    return face.Chart(
        shape="line",
        since="M",
        alt=face.said(
            "The price of a gram of gold on the last {n} trading days.", n=len(line.days)
        ),
        labels=[face.Day(on=day.on) for day in line.days],
        series=[face.Series(values=[_amount(day, line) for day in line.days])],
    )


def _span(line: PriceLine) -> list[face.Rows]:
    """Show the highest and the lowest price of the days shown, with their days."""
    highest = max(line.days, key=lambda day: day.price_e6)
    lowest = min(line.days, key=lambda day: day.price_e6)
    rows = [
        face.Row(
            id="high",
            title=face.said("Highest"),
            icon="trending-up",
            note=face.said("in the days shown"),
            value=_amount(highest, line),
            delta=face.Day(on=highest.on),
        ),
        face.Row(
            id="low",
            title=face.said("Lowest"),
            icon="trending-down",
            note=face.said("in the days shown"),
            value=_amount(lowest, line),
            delta=face.Day(on=lowest.on),
        ),
    ]
    return [face.Rows(rows=rows, since="XL")]


def _held(held: list[Holding]) -> list[face.Rows]:
    rows = [
        face.Row(
            id=one.product_id,
            title=one.name,
            icon="gem",
            value=face.amount(one.value),
            href=f"/products/{one.product_id}",
        )
        for one in held
    ]
    return [face.Rows(label=face.said("Yours"), rows=rows, since="L")] if rows else []


def _amount(day: DayPrice, line: PriceLine) -> face.Amount:
    return face.amount(Money(minor=day.price_e6 // TO_MINOR, currency=line.currency))


_PRICES = (688, 694, 690, 701, 712, 706, 715, 723, 719, 731, 728, 740)
_SAMPLE = PriceLine(
    symbol="AU-GRAM",
    currency="CNY",
    days=tuple(
        DayPrice(on=date(2026, 11, 20) - timedelta(days=7 * back), price_e6=price * 10**6)
        for back, price in zip(range(len(_PRICES) - 1, -1, -1), _PRICES, strict=True)
    ),
    as_of=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    source={"zh-Hans": "演示收盘价", "en": "Demo close"},
)

WIDGET = base.Widget(
    kind="gold",
    title="Gold",
    summary="The price of a gram with its day, and what you hold.",
    icon="gem",
    category="wealth",
    sizes=("M", "S", "L", "XL"),
    needs=("markets", "bank"),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    stale_seconds=4 * 86_400,
    sample=_face(_SAMPLE, []),
)
