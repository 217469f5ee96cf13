"""Cash flow: what came, what went and what was left, month by month."""

from datetime import UTC, date, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import MonthFlow


class Config(base.Config):
    """How far back the card looks."""

    months: int = Field(6, ge=2, le=12, description="Months shown, this one included.")


async def load(context: base.Context, config: Config) -> face.Face:
    """Ask for the flows of the last months."""
    flows = await context.ports.spending.flows(context.customer_id, config.months)
    if not any(one.came.minor or one.went.minor for one in flows):
        raise NoData(
            "No money has come or gone yet. The card begins with your first payment.",
            label="See your other cards",
            href="/gallery",
        )
    return _face(flows, context.now)


def _face(flows: list[MonthFlow], now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Your postings"),
        blocks=[
            _figure(flows[-1]),
            *_last(flows),
            _note(),
            _chart(flows),
            _table(flows),
        ],
    )


def _figure(month: MonthFlow) -> face.Figure:
    left = month.left
    return face.Figure(
        label=face.said("Left over this month so far"),
        value=face.amount(left, signed=True),
        tone="good" if left.minor >= 0 else "warn",
    )


def _last(flows: list[MonthFlow]) -> list[face.Figure]:
    """Show what was left of the last full month, where there is one."""
    whole = [one for one in flows if one.is_whole]
    if not whole:
        return []
    label = face.said("Left over last month")
    return [face.Figure(label=label, value=face.amount(whole[-1].left, signed=True), since="XL")]


def _chart(flows: list[MonthFlow]) -> face.Chart:
    return face.Chart(
        shape="bars",
        since="M",
        alt=face.said("Money in and money out in each of the last {n} months.", n=len(flows)),
        labels=[face.Day(on=one.month) for one in flows],
        series=[
            face.Series(name=face.said("In"), values=[face.amount(one.came) for one in flows]),
            face.Series(name=face.said("Out"), values=[face.amount(one.went) for one in flows]),
        ],
    )


def _note() -> face.Note:
    text = face.said("Moves between your own accounts and into investments are left out.")
    return face.Note(text=text, since="L")


def _table(flows: list[MonthFlow]) -> face.Table:
    titles = (face.said("In"), face.said("Out"), face.said("Left over"))
    return face.Table(
        columns=[
            face.Column(title=face.said("Month")),
            *(face.Column(title=title, is_number=True) for title in titles),
        ],
        rows=[
            [
                face.Day(on=one.month),
                face.amount(one.came),
                face.amount(one.went),
                face.amount(one.left, signed=True),
            ]
            for one in reversed(flows)
        ],
    )


def _example(month: int, came: int, went: int, *, is_whole: bool = True) -> MonthFlow:
    return MonthFlow(
        month=date(2026, month, 1),
        came=Money(minor=came * 100),
        went=Money(minor=went * 100),
        is_whole=is_whole,
    )


_SAMPLE = [
    _example(6, 38_000, 24_600),
    _example(7, 38_200, 26_100),
    _example(8, 37_900, 23_800),
    _example(9, 38_000, 25_200),
    _example(10, 38_400, 27_900),
    _example(11, 38_100, 19_300, is_whole=False),
]

WIDGET = base.Widget(
    kind="cash_flow",
    title="Cash flow",
    summary="What came, what went and what was left, month by month.",
    icon="arrow-left-right",
    category="money",
    sizes=("L", "S", "M", "XL"),
    needs=("spending",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
