"""Allocation: how the wealth is spread over kinds of product, as one chart with its table."""

from collections import defaultdict
from datetime import UTC, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Holding
from widgets.products import PRODUCT_TYPES

COLOURS = 6
"""Colours of the chart palette (`--chart-1` … `--chart-6`); the rest is summed up."""

Parts = list[tuple[str, int]]


class Config(base.Config):
    """How the parts are cut."""

    smallest_share: float = Field(
        0.02, ge=0, le=0.2, description="Parts below this share are shown together as other."
    )


async def load(context: base.Context, config: Config) -> face.Face:
    """Group holdings of the main currency by kind of product."""
    holdings = await context.ports.bank.holdings(context.customer_id)
    if not holdings:
        raise NoData(
            "Nothing is invested yet. Discover shows what suits you.",
            label="Discover",
            href="/discover",
        )
    currency = holdings[0].value.currency
    own = [one for one in holdings if one.value.currency == currency]
    values = _by_type(own)
    total = Money(minor=sum(values.values()), currency=currency)
    return face.Face(
        as_of=min(one.as_of for one in holdings),
        source=face.said("Core bank"),
        blocks=[
            _invested(total),
            _ring(_with_other(values, total.minor * config.smallest_share), currency),
            _largest(own),
        ],
    )


def _by_type(holdings: list[Holding]) -> dict[str, int]:
    values: dict[str, int] = defaultdict(int)
    for holding in holdings:
        known = holding.product_type if holding.product_type in PRODUCT_TYPES else "other"
        values[known] += holding.value.minor
    return values


def _with_other(values: dict[str, int], smallest: float) -> Parts:
    ordered = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [pair for pair in ordered if pair[0] != "other" and pair[1] >= smallest]
    shown = shown[: COLOURS - 1]
    rest = sum(values.values()) - sum(value for _, value in shown)
    return [*shown, ("other", rest)] if rest > 0 else shown


def _invested(total: Money) -> face.Figure:
    return face.Figure(label=face.said("Invested"), value=face.amount(total))


def _ring(parts: Parts, currency: str) -> face.Chart:
    values = [face.Amount(minor=minor, currency=currency) for _, minor in parts]
    return face.Chart(
        shape="ring",
        since="M",
        alt=face.said("Your wealth over {n} kinds of product, the largest first.", n=len(parts)),
        labels=[face.Words(text=face.said(PRODUCT_TYPES[kind])) for kind, _ in parts],
        series=[face.Series(values=list(values))],
    )


def _largest(holdings: list[Holding]) -> face.Rows:
    """List the holdings on the largest card, with what became of the money put in."""
    ordered = sorted(holdings, key=lambda one: -one.value.minor)
    return face.Rows(
        since="XL", label=face.said("Largest holdings"), rows=[_row(one) for one in ordered[:12]]
    )


def _row(holding: Holding) -> face.Row:
    gain = holding.value.minor - holding.cost.minor
    share = gain / holding.cost.minor if holding.cost.minor > 0 else 0.0
    return face.Row(
        title=holding.name,
        note=face.said(PRODUCT_TYPES.get(holding.product_type, "Other")),
        value=face.amount(holding.value),
        delta=face.Share(share=share, digits=1, signed=True) if gain else None,
        tone="up" if gain > 0 else "down" if gain < 0 else "plain",
    )


WIDGET = base.Widget(
    kind="allocation",
    title="Allocation",
    summary="How your wealth is spread over kinds of product.",
    icon="chart-pie",
    category="wealth",
    sizes=("L", "M", "XL"),
    needs=("bank",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=face.Face(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        source=face.said("Core bank"),
        blocks=[
            _invested(Money(minor=48_000_000)),
            _ring([("deposit", 21_600_000), ("fund", 14_400_000), ("bond", 12_000_000)], "CNY"),
        ],
    ),
)
