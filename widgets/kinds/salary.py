"""Salary: the last pay against the usual one, and when the next is expected."""

from datetime import UTC, date, datetime

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Pay


class Config(base.Config):
    """Nothing to choose: the largest regular income is shown."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """Ask for the regular income."""
    pay = await context.ports.spending.pay(context.customer_id)
    if pay is None:
        raise NoData("No regular income has been seen yet. It shows after the second pay day.")
    return _face(pay, context.today, context.now)


def _face(pay: Pay, today: date, now: datetime) -> face.Face:
    days = (pay.next_on - today).days
    share = pay.amount.minor / pay.usual.minor - 1
    return face.Face(
        as_of=now,
        source=face.said("Your postings"),
        blocks=[
            face.Figure(
                label=face.said("Last pay"),
                value=face.amount(pay.amount),
                delta=face.Share(share=share, digits=1, signed=True),
                note=_next(days),
            ),
            *_late(days),
            _chart(pay),
            face.Rows(rows=_rows(pay), since="M"),
        ],
    )


def _next(days: int) -> face.Text:
    if days > 1:
        return face.said("The next one is expected in {n} days.", n=days)
    if days == 1:
        return face.said("The next one is expected tomorrow.")
    if days == 0:
        return face.said("The next one is expected today.")
    return face.said("It was expected {n} days ago and has not come yet.", n=-days)


def _late(days: int) -> list[face.Note]:
    if days >= 0:
        return []
    text = face.said("Ask your employer, or look whether it came to another account.")
    return [face.Note(text=text, tone="warn", since="L")]


def _chart(pay: Pay) -> face.Chart:
    return face.Chart(
        shape="bars",
        since="L",
        alt=face.said("Your last {n} pays.", n=len(pay.past)),
        labels=[face.Day(on=day) for day in pay.days],
        series=[face.Series(values=[face.amount(one) for one in pay.past])],
    )


def _rows(pay: Pay) -> list[face.Row]:
    return [
        face.Row(
            id="usual",
            title=face.said("Usual pay"),
            note=face.said("Median of {n} pays", n=len(pay.past)),
            value=face.amount(pay.usual),
        ),
        face.Row(
            id="last",
            title=pay.party,
            note=face.said("Last paid"),
            value=face.Day(on=pay.on),
        ),
    ]


_PAST = (37_900, 38_150, 68_400, 38_020, 37_980, 38_110)
_DAYS = tuple(date(2026, month, 10) for month in range(6, 12))
_SAMPLE = Pay(
    party_id="works",
    party={"zh-Hans": "华信软件", "en": "Huaxin Software"},
    amount=Money(minor=3_811_000),
    on=_DAYS[-1],
    next_on=date(2026, 12, 10),
    usual=Money(minor=3_806_500),
    past=tuple(Money(minor=yuan * 100) for yuan in _PAST),
    days=_DAYS,
)

WIDGET = base.Widget(
    kind="salary",
    title="Salary",
    summary="Your last pay against the usual, and when the next is expected.",
    icon="banknote",
    category="money",
    sizes=("S", "M", "L"),
    needs=("spending",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE, date(2026, 11, 20), datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
