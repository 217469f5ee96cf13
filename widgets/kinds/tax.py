"""Income tax: the year so far, estimated on a stated assumption, with the deductions to tick."""

from datetime import UTC, date, datetime

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Deduction, MonthOfIncome, TaxYear

TOGGLE = "toggle"


class Config(base.Config):
    """Nothing to choose: deductions are ticked on the card."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """Ask for the year so far."""
    year = await context.ports.tax.tax_year(context.customer_id)
    if year is None:
        raise NoData(
            "No salary has come in this year, so there is nothing to estimate.",
            label="Choose another card",
            href="/gallery",
        )
    return _face(year, context.now)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Claim a deduction, or claim it no more."""
    await context.ports.tax.toggle_deduction(context.customer_id, deed.item)


def _face(year: TaxYear, now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Your own postings"),
        blocks=[
            face.Figure(
                label=face.said("Income tax {year}, estimated", year=year.year),
                value=face.amount(year.tax),
                note=face.said("Estimate: what your employer paid in counts as gross"),
            ),
            _assumption(),
            _sums(year),
            _months(year),
            _deductions(year.deductions),
            _table(year),
        ],
    )


def _assumption() -> face.Note:
    text = face.said(
        "Assumes that what your employer paid in is your gross salary. Social insurance and income "
        "from elsewhere are not known here. Nothing is sent to the tax office."
    )
    return face.Note(text=text, icon="info", since="XL")


def _sums(year: TaxYear) -> face.Rows:
    return face.Rows(
        rows=[
            face.Row(title=face.said("Salary so far"), value=face.amount(year.income)),
            face.Row(title=face.said("Deducted"), value=face.amount(year.deducted)),
            face.Row(
                title=face.said("Taxable"),
                note=face.said("Highest bracket {rate} %", rate=round(year.rate * 100)),
                value=face.amount(year.taxable),
            ),
        ],
        since="M",
        until="M",
    )


def _months(year: TaxYear) -> face.Chart:
    return face.Chart(
        shape="bars",
        alt=face.said(
            "Salary by month: {n} months, {amount} in all.",
            n=len(year.months),
            amount=year.income.told(),
        ),
        labels=[face.Day(on=date(year.year, one.month, 1)) for one in year.months],
        series=[face.Series(values=[face.amount(one.income) for one in year.months])],
        since="XL",
    )


def _deductions(deductions: list[Deduction]) -> face.Rows:
    return face.Rows(
        label=face.said("Deductions"), rows=[_deduction(one) for one in deductions], since="L"
    )


def _deduction(one: Deduction) -> face.Row:
    label = face.said("Take away") if one.is_claimed else face.said("Claim")
    return face.Row(
        id=one.code,
        title=one.name,
        note=face.said("a month"),
        icon="circle-check" if one.is_claimed else "circle",
        value=face.amount(one.monthly),
        chip=face.said("Claimed") if one.is_claimed else "",
        chip_tone="good",
        acts=[face.Act(label=label, name=TOGGLE, item=one.code)],
    )


def _table(year: TaxYear) -> face.Table:
    sums = {
        "Salary so far": year.income,
        "Deducted": year.deducted,
        "Taxable": year.taxable,
        "Tax": year.tax,
    }
    return face.Table(
        columns=[
            face.Column(title=face.said("What")),
            face.Column(title=face.said("Amount"), is_number=True),
        ],
        rows=[
            [face.Words(text=face.said(name)), face.amount(value)] for name, value in sums.items()
        ],
    )


_SAMPLE = TaxYear(
    year=2026,
    months=[MonthOfIncome(month=one, income=Money(minor=3_812_400)) for one in range(1, 11)],
    income=Money(minor=38_124_000),
    deducted=Money(minor=10_000_000),
    taxable=Money(minor=28_124_000),
    tax=Money(minor=3_932_800),
    rate=0.2,
    deductions=[
        Deduction(
            code="children",
            name={"zh-Hans": "子女教育", "en": "Children's education"},
            monthly=Money(minor=200_000),
            is_claimed=True,
        ),
        Deduction(
            code="parents",
            name={"zh-Hans": "赡养老人", "en": "Care of parents"},
            monthly=Money(minor=300_000),
            is_claimed=True,
        ),
        Deduction(
            code="rent",
            name={"zh-Hans": "住房租金", "en": "Rent"},
            monthly=Money(minor=150_000),
            is_claimed=False,
        ),
    ],
)

WIDGET = base.Widget(
    kind="tax",
    title="Income tax",
    summary="This year's tax, estimated from your salary, and the deductions you can claim.",
    icon="calculator",
    category="services",
    sizes=("M", "L", "XL", "S"),
    needs=("tax",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(TOGGLE,),
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
