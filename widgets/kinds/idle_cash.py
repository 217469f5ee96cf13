"""Idle cash: what is left after the coming weeks, and what the bank's own deposits would pay."""

import asyncio
from datetime import UTC, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Account, Due, MonthFlow, Offer

RATE_SCALE, YEAR_DAYS = 10**8, 365
AT_HAND = ("current", "savings")
MOST_OFFERS = 4


class Config(base.Config):
    """What is kept back."""

    months: int = Field(
        2, ge=1, le=12, description="Months of usual spending that are kept at hand."
    )
    days: int = Field(45, ge=7, le=180, description="Bills of the next days are kept back as well.")


async def load(context: base.Context, config: Config) -> face.Face:
    """Take needs from what is at hand; the rest could earn what the shelf offers."""
    ports, customer = context.ports, context.customer_id
    accounts, dues, flows, offers = await asyncio.gather(
        ports.bank.accounts(customer),
        ports.bank.dues(customer, config.days),
        ports.spending.flows(customer, 7),
        ports.shelf.deposits(customer),
    )
    own = [one for one in accounts if one.kind in AT_HAND and one.balance.currency == "CNY"]
    if not own:
        raise NoData("No account has been opened yet.", label="Find an account", href="/discover")
    kept = _kept(dues, flows, config.months)
    return _face(own, kept, [one for one in offers if one.minimum.currency == "CNY"], context.now)


def _kept(dues: list[Due], flows: list[MonthFlow], months: int) -> int:
    """Return what stays at hand: open bills, and some months of the median spending."""
    bills = sum(
        one.amount.minor
        for one in dues
        if one.kind == "bill" and one.state != "paid" and one.amount.currency == "CNY"
    )
    whole = sorted(one.went.minor for one in flows if one.is_whole)
    usual = whole[len(whole) // 2] if whole else 0
    return bills + usual * months


def _face(own: list[Account], kept: int, offers: list[Offer], now: datetime) -> face.Face:
    at_hand = sum(one.balance.minor for one in own)
    idle = max(0, at_hand - kept)
    fitting = [one for one in offers if one.minimum.minor <= idle]
    fitting.sort(key=lambda one: -(one.rate_e8 or 0))
    return face.Face(
        as_of=min(one.as_of for one in own),
        source=face.said("Core bank"),
        blocks=[
            face.Figure(
                label=face.said("Not needed for now"), value=face.amount(Money(minor=idle))
            ),
            *_offers(fitting[:MOST_OFFERS], idle),
            _sums(at_hand, kept),
            face.Note(
                text=face.said(
                    "Only deposits that may be offered to you. Money in a deposit is not at hand "
                    "until its end, or earns less."
                ),
                since="L",
            ),
        ],
    )


def _offers(offers: list[Offer], idle: int) -> list[face.Drawn]:
    if not offers:
        text = face.said("Everything at hand is needed in the coming weeks.")
        return [face.Note(text=text, tone="good")]
    rows = [
        face.Row(
            id=one.product_id,
            title=one.name,
            note=face.said("in a year"),
            icon="piggy-bank",
            value=face.amount(Money(minor=_interest(one, idle)), signed=True),
            delta=face.Share(share=(one.rate_e8 or 0) / RATE_SCALE, digits=2),
            href=f"/products/{one.product_id}",
        )
        for one in offers
    ]
    return [face.Rows(label=face.said("Could earn"), rows=rows, since="M")]


def _interest(one: Offer, idle: int) -> int:
    return idle * (one.rate_e8 or 0) // RATE_SCALE


def _sums(at_hand: int, kept: int) -> face.Rows:
    rows = [
        face.Row(id="hand", title=face.said("At hand"), value=face.amount(Money(minor=at_hand))),
        face.Row(
            id="kept",
            title=face.said("Kept for bills and daily life"),
            value=face.amount(Money(minor=-kept)),
        ),
    ]
    return face.Rows(label=face.said("How it is counted"), rows=rows, since="XL")


_NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
_WORDS = {"zh-Hans": "存款", "en": "Deposit"}


def _example(product: str, zh: str, en: str, rate_e8: int) -> Offer:
    return Offer(
        product_id=product,
        name={"zh-Hans": zh, "en": en},
        product_type="deposit",
        type_name=_WORDS,
        grade=1,
        rate_e8=rate_e8,
        rate=_WORDS,
        rate_label=_WORDS,
        term_days=365,
        minimum=Money(minor=5000),
        exit=_WORDS,
    )


_ACCOUNT = Account(
    id="a1",
    name={"zh-Hans": "活期账户", "en": "Current account"},
    kind="current",
    balance=Money(minor=18_640_000),
    as_of=_NOW,
)
_SAMPLE = [
    _example("e1", "三年期定期存款", "3-year deposit", 1_550_000),
    _example("e2", "一年期定期存款", "1-year deposit", 1_150_000),
]

WIDGET = base.Widget(
    kind="idle_cash",
    title="Idle cash",
    summary="What you do not need for now, and what our deposits would pay for it.",
    icon="wallet",
    category="wealth",
    sizes=("M", "S", "L", "XL"),
    needs=("bank", "spending", "shelf"),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face([_ACCOUNT], 5_240_000, _SAMPLE, _NOW),
)
