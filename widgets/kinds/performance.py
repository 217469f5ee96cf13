"""Performance: value over time from real trades and prices, and the gain that is left."""

from datetime import UTC, date, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Performance, ValuePoint


class Config(base.Config):
    """How far back the card looks."""

    months: int = Field(12, ge=3, le=24, description="Months shown.")


async def load(context: base.Context, config: Config) -> face.Face:
    """Ask for value and gain."""
    found = await context.ports.wealth.performance(context.customer_id, config.months)
    if found is None:
        raise NoData(
            "You hold nothing that has a price yet.",
            label="Look at what suits you",
            href="/discover",
        )
    return _face(found)


def _face(found: Performance) -> face.Face:
    return face.Face(
        as_of=found.as_of,
        source=face.said("Your trades"),
        blocks=[
            _figure(found),
            _note(found),
            _chart(found),
            *_yearly(found),
            _table(found),
        ],
    )


def _figure(found: Performance) -> face.Figure:
    months = len(found.points) - 1
    return face.Figure(
        label=face.said("Gain of the last {n} months", n=months)
        if months
        else face.said("Gain since you bought"),
        value=_amount(found.gain_minor, found, signed=True),
        tone="up" if found.gain_minor >= 0 else "down",
        delta=None
        if found.yearly is None
        else face.Share(share=found.yearly, digits=1, signed=True),
        note=face.said("without what you paid in")
        if found.yearly is None
        else face.said("a year, money-weighted"),
    )


def _chart(found: Performance) -> face.Chart:
    return face.Chart(
        shape="line",
        since="M",
        alt=face.said("The value of your investments and what you paid for them, month by month."),
        labels=[face.Day(on=point.on) for point in found.points],
        series=[
            face.Series(
                name=face.said("Value"),
                values=[_amount(point.value_minor, found) for point in found.points],
            ),
            face.Series(
                name=face.said("Paid in"),
                values=[_amount(point.paid_in_minor, found) for point in found.points],
            ),
        ],
    )


def _yearly(found: Performance) -> list[face.Rows]:
    now = found.points[-1]
    rows = [
        face.Row(id="value", title=face.said("Value now"), value=_amount(now.value_minor, found)),
        face.Row(
            id="paid",
            title=face.said("Paid in, less what was taken out"),
            value=_amount(now.paid_in_minor, found),
        ),
    ]
    if found.yearly is not None:
        rows.insert(0, _rate(found.yearly))
    return [face.Rows(rows=rows, since="XL")]


def _rate(yearly: float) -> face.Row:
    return face.Row(
        id="yearly",
        title=face.said("Money-weighted return, a year"),
        value=face.Share(share=yearly, digits=1, signed=True),
        tone="up" if yearly >= 0 else "down",
    )


def _note(found: Performance) -> face.Note:
    text = face.said(
        "Counted is what has a price. Deposits earn their own rate and are left out. "
        "Past gains say nothing about future ones."
    )
    if found.left_out:
        text = face.said(
            "Counted is what has a price in yuan; {n} in other currencies are left out. "
            "Past gains say nothing about future ones.",
            n=found.left_out,
        )
    return face.Note(text=text, since="L")


def _table(found: Performance) -> face.Table:
    return face.Table(
        columns=[
            face.Column(title=face.said("Day")),
            face.Column(title=face.said("Value"), is_number=True),
            face.Column(title=face.said("Paid in"), is_number=True),
        ],
        rows=[
            [
                face.Day(on=point.on),
                _amount(point.value_minor, found),
                _amount(point.paid_in_minor, found),
            ]
            for point in reversed(found.points)
        ],
    )


def _amount(minor: int, found: Performance, *, signed: bool = False) -> face.Amount:
    return face.amount(Money(minor=minor, currency=found.currency), signed=signed)


_VALUES = (272, 276, 271, 279, 284, 281, 288, 296, 291, 299, 304)
_PAID = (260, 260, 260, 262, 264, 266, 268, 270, 272, 274, 276)
_SAMPLE = Performance(
    currency="CNY",
    points=tuple(
        ValuePoint(
            on=date(2026, month, 20), value_minor=value * 100_000, paid_in_minor=paid * 100_000
        )
        for month, (value, paid) in enumerate(zip(_VALUES, _PAID, strict=True), 1)
    ),
    gain_minor=1_600_000,
    yearly=0.068,
    as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
)

WIDGET = base.Widget(
    kind="performance",
    title="Performance",
    summary="What your investments did, from real trades and prices.",
    icon="chart-line",
    category="wealth",
    sizes=("L", "M", "S", "XL"),
    needs=("wealth",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE),
)
