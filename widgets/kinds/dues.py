"""Bills and maturities: what must be paid and what comes back, by day."""

from datetime import UTC, date, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Due


class Config(base.Config):
    """How far ahead the card looks."""

    days: int = Field(45, ge=7, le=180, description="Days ahead.")
    rows: int = Field(20, ge=1, le=60, description="Most rows shown.")


async def load(context: base.Context, config: Config) -> face.Face:
    """List open bills and maturities of the next days; an overdue bill stays on top."""
    found = await context.ports.bank.dues(context.customer_id, config.days)
    open_ones = sorted((one for one in found if one.state != "paid"), key=lambda one: one.on)
    if not open_ones:
        raise NoData("Nothing is due in the next weeks.")
    shown = open_ones[: config.rows]
    return face.Face(
        as_of=context.now,
        source=face.said("Core bank"),
        blocks=[
            *_sums(open_ones),
            face.Rows(
                rows=[_row(one, context.today) for one in shown], more=len(open_ones) - len(shown)
            ),
        ],
    )


def _sums(dues: list[Due]) -> list[face.Figure]:
    """Say what is to pay, and from L up what comes back."""
    currency = dues[0].amount.currency
    sums = {
        kind: Money(
            minor=sum(
                one.amount.minor
                for one in dues
                if one.kind == kind and one.amount.currency == currency
            ),
            currency=currency,
        )
        for kind in ("bill", "maturity")
    }
    to_pay = face.Figure(label=face.said("To pay"), value=face.amount(sums["bill"]))
    back = face.Figure(
        label=face.said("Comes back"), value=face.amount(sums["maturity"]), since="XL"
    )
    return [to_pay, back] if sums["maturity"].minor else [to_pay]


def _row(due: Due, today: date) -> face.Row:
    is_overdue = due.kind == "bill" and due.on < today
    chip: tuple[str, face.Tone] = ("Bill", "plain")
    if due.kind == "maturity":
        chip = ("Matures", "good")
    if is_overdue:
        chip = ("Overdue", "bad")
    return face.Row(
        id=due.id,
        title=due.name,
        icon="receipt" if due.kind == "bill" else "landmark",
        value=face.amount(due.amount),
        delta=face.Day(on=due.on),
        chip=face.said(chip[0]),
        chip_tone=chip[1],
    )


_SAMPLE = (
    Due(
        id="b1",
        kind="bill",
        name={"zh-Hans": "电费", "en": "Electricity"},
        amount=Money(minor=38_640),
        on=date(2026, 11, 25),
    ),
    Due(
        id="b2",
        kind="bill",
        name={"zh-Hans": "宽带费", "en": "Broadband"},
        amount=Money(minor=12_900),
        on=date(2026, 11, 28),
    ),
    Due(
        id="m1",
        kind="maturity",
        name={"zh-Hans": "一年期定期存款", "en": "1-year deposit"},
        amount=Money(minor=10_000_000),
        on=date(2026, 12, 2),
    ),
)

WIDGET = base.Widget(
    kind="dues",
    title="Bills and maturities",
    summary="What must be paid and what comes back, day by day.",
    icon="calendar-clock",
    category="money",
    sizes=("M", "L", "S", "XL"),
    needs=("bank",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=face.Face(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        source=face.said("Core bank"),
        blocks=[
            *_sums(list(_SAMPLE)),
            face.Rows(rows=[_row(one, date(2026, 11, 20)) for one in _SAMPLE]),
        ],
    ),
)
