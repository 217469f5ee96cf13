"""Holdings: everything that is held, with its value, its gain and its grade."""

from datetime import UTC, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Holding
from widgets.products import GRADES, PRODUCT_TYPES

NO_GAIN = frozenset({"deposit", "insurance"})
"""Deposits are shown at their principal and cover has no price: neither has a gain to tell."""


class Config(base.Config):
    """How the list is cut."""

    rows: int = Field(40, ge=3, le=60, description="Most holdings shown, the largest first.")


async def load(context: base.Context, config: Config) -> face.Face:
    """List what is held; what is held stays visible, whatever its grade."""
    found = await context.ports.bank.holdings(context.customer_id)
    if not found:
        raise NoData("Nothing is invested yet.", label="Look at what suits you", href="/discover")
    return _face(found, config.rows)


def _face(found: list[Holding], most: int) -> face.Face:
    currency = found[0].value.currency
    main = [one for one in found if one.value.currency == currency]
    return face.Face(
        as_of=min(one.as_of for one in found),
        source=face.said("Last prices"),
        blocks=[
            _figure(main, others=len(found) - len(main)),
            face.Rows(
                rows=[_row(one) for one in found[:most]],
                more=max(0, len(found) - most),
                until="L",
            ),
            _table(found[:most]),
        ],
    )


def _figure(main: list[Holding], *, others: int) -> face.Figure:
    """Show the value of the main currency and the gain of what has a price."""
    currency = main[0].value.currency
    total = sum(one.value.minor for one in main)
    priced = [one for one in main if _gain(one) is not None]
    gain = sum(_gain(one) or 0 for one in priced)
    delta = face.amount(Money(minor=gain, currency=currency), signed=True) if priced else None
    note = face.said("gain so far") if priced else ""
    if others:
        note = face.said("{n} more in other currencies", n=others)
    return face.Figure(
        label=face.said("Value of what you hold"),
        value=face.amount(Money(minor=total, currency=currency)),
        delta=delta,
        tone="up" if gain >= 0 else "down",
        note=note,
    )


def _gain(one: Holding) -> int | None:
    if one.product_type in NO_GAIN or not one.cost.minor:
        return None
    return one.value.minor - one.cost.minor


def _row(one: Holding) -> face.Row:
    gain = _gain(one)
    share = None if gain is None else gain / one.cost.minor
    return face.Row(
        id=one.product_id,
        title=one.name,
        note=_note(one),
        value=face.amount(one.value),
        delta=None if share is None else face.Share(share=share, digits=1, signed=True),
        tone="plain" if not share else "up" if share > 0 else "down",
        chip=f"R{one.grade}" if one.grade else "",
        href=f"/products/{one.product_id}",
    )


def _note(one: Holding) -> face.Text:
    kind = face.said(PRODUCT_TYPES.get(one.product_type, PRODUCT_TYPES["other"]))
    if not one.grade:
        return kind
    return face.said("{kind}, {risk}", kind=kind, risk=face.said(GRADES[one.grade]))


def _table(found: list[Holding]) -> face.Table:
    titles = (face.said("Value"), face.said("Paid for it"), face.said("Gain"))
    return face.Table(
        columns=[
            face.Column(title=face.said("Product")),
            face.Column(title=face.said("Grade")),
            *(face.Column(title=title, is_number=True) for title in titles),
        ],
        rows=[_line(one) for one in found],
    )


def _line(one: Holding) -> list[face.Value]:
    gain = _gain(one)
    told: face.Value = face.Words(text="–")
    if gain is not None:
        told = face.amount(Money(minor=gain, currency=one.value.currency), signed=True)
    grade = face.Words(text=f"R{one.grade}" if one.grade else "–")
    return [face.Words(text=one.name), grade, face.amount(one.value), face.amount(one.cost), told]


_NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def _example(
    product: str, zh: str, en: str, about: tuple[str, int], money: tuple[int, int]
) -> Holding:
    return Holding(
        product_id=product,
        name={"zh-Hans": zh, "en": en},
        product_type=about[0],
        grade=about[1],
        value=Money(minor=money[0] * 100),
        cost=Money(minor=money[1] * 100),
        as_of=_NOW,
    )


_SAMPLE = [
    _example("e1", "一年期定期存款", "1-year deposit", ("deposit", 1), (200_000, 200_000)),
    _example("e2", "纯债基金", "Pure bond fund", ("fund", 2), (126_480, 120_000)),
    _example("e3", "沪深 300 指数基金", "CSI 300 index fund", ("fund", 4), (84_310, 90_000)),
    _example("e4", "积存金", "Gold savings", ("gold", 3), (71_250, 60_000)),
]

WIDGET = base.Widget(
    kind="holdings",
    title="Holdings",
    summary="What you hold, with value, gain and grade.",
    icon="briefcase",
    category="wealth",
    sizes=("L", "M", "S", "XL"),
    needs=("bank",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE, 40),
)
