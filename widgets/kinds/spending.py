"""Spending: this month by category, held against the customer's own usual months."""

from datetime import UTC, date, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import CategorySpending, Spent
from widgets.ports.spending import CATEGORY_ICONS, CATEGORY_NAMES

MOST_NOTES, MOST_PARTS = 2, 5


class Config(base.Config):
    """How far back the card looks."""

    months: int = Field(6, ge=3, le=12, description="Months in the chart, this one included.")


async def load(context: base.Context, config: Config) -> face.Face:
    """Ask for the spending of the last months by category."""
    spent = await context.ports.spending.by_category(context.customer_id, config.months)
    if not spent.categories:
        raise NoData(
            "Nothing has been spent yet. The card fills itself with your first payments.",
            label="See your other cards",
            href="/gallery",
        )
    return _face(spent)


def _face(spent: Spent) -> face.Face:
    return face.Face(
        as_of=spent.as_of,
        source=face.said("Your postings"),
        blocks=[
            _figure(spent),
            *_notes(spent),
            _ring(spent),
            _months(spent),
            face.Rows(
                rows=[_row(one, spent) for one in spent.categories if one.by_month[-1]], until="M"
            ),
            _table(spent),
        ],
    )


def _figure(spent: Spent) -> face.Figure:
    """Show what was spent so far, and how that compares with the same days of usual months."""
    usual = sum(one.usual_minor or 0 for one in spent.categories)
    total = _amount(spent.so_far_minor, spent)
    label = face.said("Spent this month")
    if not usual:
        return face.Figure(label=label, value=total)
    share = spent.so_far_minor / usual - 1
    return face.Figure(
        label=label,
        value=total,
        delta=face.Share(share=share, signed=True),
        tone="warn" if share > 0 else "good",
        note=face.said("against your usual month by this day"),
    )


def _notes(spent: Spent) -> list[face.Note]:
    """Name what is unusual; where nothing is, say so on cards with room."""
    found = [one for one in spent.categories if one.above is not None or one.is_new]
    if found:
        return [_unusual(one) for one in found[:MOST_NOTES]]
    if all(one.usual_minor is None for one in spent.categories):
        text = face.said("After three full months this card knows what is usual for you.")
        return [face.Note(text=text, since="L")]
    return [face.Note(text=face.said("Nothing unusual this month."), tone="good", since="L")]


def _unusual(one: CategorySpending) -> face.Note:
    name = face.said(CATEGORY_NAMES[one.category])
    text = face.said("{category}: usually nothing by this day.", category=name)
    if one.above is not None:
        share = round(one.above * 100)
        text = face.said(
            "{category}: {share} % above your usual month.", category=name, share=share
        )
    return face.Note(
        text=text,
        tone="warn",
        icon="trending-up",
        since="L",
    )


def _ring(spent: Spent) -> face.Chart:
    """Draw the parts of this month, named beside the ring; small ones are one part."""
    parts = [
        (face.said(CATEGORY_NAMES[one.category]), one.by_month[-1])
        for one in spent.categories
        if one.by_month[-1]
    ]
    if len(parts) > MOST_PARTS:
        rest = sum(minor for _, minor in parts[MOST_PARTS - 1 :])
        parts = [*parts[: MOST_PARTS - 1], (face.said("The rest"), rest)]
    return face.Chart(
        shape="ring",
        since="L",
        until="L",
        alt=face.said("This month's spending in {n} categories.", n=len(parts)),
        labels=[face.Words(text=name) for name, _ in parts],
        series=[face.Series(values=[_amount(minor, spent) for _, minor in parts])],
    )


def _months(spent: Spent) -> face.Chart:
    """Draw the sums of the months."""
    totals = [
        sum(one.by_month[place] for one in spent.categories) for place in range(len(spent.months))
    ]
    return face.Chart(
        shape="bars",
        since="XL",
        alt=face.said("Your spending in each of the last {n} months.", n=len(spent.months)),
        labels=[face.Day(on=month) for month in spent.months],
        series=[face.Series(values=[_amount(total, spent) for total in totals])],
    )


def _row(one: CategorySpending, spent: Spent) -> face.Row:
    above = None if one.above is None else face.Share(share=one.above, signed=True)
    return face.Row(
        id=one.category,
        title=face.said(CATEGORY_NAMES[one.category]),
        icon=CATEGORY_ICONS[one.category],
        value=_amount(one.by_month[-1], spent),
        delta=above,
        tone="warn" if above else "plain",
        progress=min(1.0, one.by_month[-1] / max(1, spent.so_far_minor)),
    )


def _table(spent: Spent) -> face.Table:
    columns = [face.Column(title=face.said("Category"))]
    columns += [
        face.Column(title=face.said("This month"), is_number=True),
        face.Column(title=face.said("Usual by this day"), is_number=True),
        face.Column(title=face.said("Last month"), is_number=True),
    ]
    return face.Table(
        columns=columns,
        rows=[
            [
                face.Words(text=face.said(CATEGORY_NAMES[one.category])),
                _amount(one.by_month[-1], spent),
                face.Words(text="–")
                if one.usual_minor is None
                else _amount(one.usual_minor, spent),
                _amount(one.by_month[-2], spent),
            ]
            for one in spent.categories
        ],
    )


def _amount(minor: int, spent: Spent) -> face.Amount:
    return face.amount(Money(minor=minor, currency=spent.currency))


def _example(
    category: str, last: tuple[int, ...], usual: int, above: float | None = None
) -> CategorySpending:
    return CategorySpending.model_validate(
        {
            "category": category,
            "by_month": [yuan * 100 for yuan in last],
            "usual_minor": usual * 100,
            "above": above,
        }
    )


_SAMPLE = Spent(
    months=tuple(date(2026, month, 1) for month in range(6, 12)),
    through=date(2026, 11, 20),
    currency="CNY",
    categories=(
        _example("shopping", (1180, 1240, 990, 1310, 1150, 2430), 1040, 1.34),
        _example("groceries", (2310, 2250, 2400, 2190, 2380, 1620), 1600),
        _example("dining", (680, 720, 650, 700, 690, 410), 450),
        _example("home_bills", (420, 455, 510, 470, 430, 385), 390),
        _example("subscriptions", (242, 242, 242, 247, 247, 247), 242),
    ),
    as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
)

WIDGET = base.Widget(
    kind="spending",
    title="Spending",
    summary="This month by category, held against your own usual months.",
    icon="chart-pie",
    category="money",
    sizes=("L", "S", "M", "XL"),
    needs=("spending",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE),
)
