"""Deposit rates: the bank's own shelf by term, only what may be offered to this customer."""

from datetime import UTC, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Offer

RATE_SCALE, YEAR_DAYS, MONTH_DAYS = 10**8, 365, 30.4


class Config(base.Config):
    """For which sum and currency the card calculates."""

    yuan: int = Field(
        100_000,
        ge=1000,
        le=100_000_000,
        title="Sum",
        description="Sum for which the interest is shown.",
    )
    currency: str = Field("CNY", pattern="^[A-Z]{3}$", description="Currency of the deposits.")


async def load(context: base.Context, config: Config) -> face.Face:
    """Ask for the deposits that may be offered; nothing else is named here."""
    found = await context.ports.shelf.deposits(context.customer_id)
    own = [one for one in found if one.minimum.currency == config.currency]
    if not own:
        raise NoData(
            "No deposit may be offered to you right now. Look whether your assessment is valid.",
            label="Check my assessment",
            href="/me",
        )
    return _face(own, config.yuan, context.now)


def _face(found: list[Offer], units: int, now: datetime) -> face.Face:
    best = max(found, key=lambda one: one.rate_e8 or 0)
    return face.Face(
        as_of=now,
        source=face.said("Our products"),
        blocks=[
            face.Figure(
                label=face.said("Highest rate of a year"),
                value=_rate(best),
                note=best.name,
            ),
            face.Rows(rows=[_row(one, units) for one in found], until="L"),
            face.Note(
                text=face.said(
                    "Simple interest on {sum}, if it stays until the end. "
                    "Only what may be offered to you is listed.",
                    sum=Money(minor=units * 100, currency=best.minimum.currency).told(),
                ),
                since="L",
            ),
            _table(found, units),
        ],
    )


def _row(one: Offer, units: int) -> face.Row:
    return face.Row(
        id=one.product_id,
        title=one.name,
        note=face.said("{term}, from {minimum}", term=_term(one), minimum=one.minimum.told()),
        icon="piggy-bank",
        value=_rate(one),
        delta=_interest(one, units),
        chip=face.said("You hold it") if one.is_held else "",
        href=f"/products/{one.product_id}",
    )


def _term(one: Offer) -> face.Text:
    if one.term_days is None:
        return face.said("No fixed term")
    months = round(one.term_days / MONTH_DAYS)
    if months >= 12 and months % 12 == 0:
        years = months // 12
        return face.said("{n} years", n=years) if years > 1 else face.said("1 year")
    return face.said("{n} months", n=months)


def _interest(one: Offer, units: int) -> face.Amount | None:
    """Return the interest until the end, of a year where there is none; None below the minimum."""
    if units * 100 < one.minimum.minor:
        return None
    days = one.term_days or YEAR_DAYS
    minor = units * 100 * (one.rate_e8 or 0) * days // (RATE_SCALE * YEAR_DAYS)
    return face.amount(Money(minor=minor, currency=one.minimum.currency), signed=True)


def _rate(one: Offer) -> face.Share:
    return face.Share(share=(one.rate_e8 or 0) / RATE_SCALE, digits=2)


def _table(found: list[Offer], units: int) -> face.Table:
    titles = (face.said("Rate of a year"), face.said("Interest"), face.said("Minimum"))
    return face.Table(
        columns=[
            face.Column(title=face.said("Product")),
            face.Column(title=face.said("Term")),
            *(face.Column(title=title, is_number=True) for title in titles),
        ],
        rows=[
            [
                face.Words(text=one.name),
                face.Words(text=_term(one)),
                _rate(one),
                _interest(one, units) or face.Words(text="–"),
                face.amount(one.minimum),
            ]
            for one in found
        ],
    )


def _example(product: str, zh: str, en: str, days: int, rate_e8: int) -> Offer:
    words = {"zh-Hans": "存款", "en": "Deposit"}
    return Offer(
        product_id=product,
        name={"zh-Hans": zh, "en": en},
        product_type="deposit",
        type_name=words,
        grade=1,
        rate_e8=rate_e8,
        rate=words,
        rate_label=words,
        term_days=days,
        minimum=Money(minor=5000),
        exit=words,
    )


_SAMPLE = [
    _example("e1", "三个月定期存款", "3-month deposit", 91, 800_000),
    _example("e2", "六个月定期存款", "6-month deposit", 182, 1_000_000),
    _example("e3", "一年期定期存款", "1-year deposit", 365, 1_150_000),
    _example("e4", "三年期定期存款", "3-year deposit", 1095, 1_550_000),
]

WIDGET = base.Widget(
    kind="deposit_rates",
    title="Deposit rates",
    summary="The bank's own deposits by term, and what they would bring.",
    icon="percent",
    category="wealth",
    sizes=("M", "L", "S", "XL"),
    needs=("shelf",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE, 100_000, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
