"""Exchange rates: today's rate with its change and its day, and a small converter."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.ports import DayRate, Exchange

Currency = Literal["USD", "EUR", "HKD", "JPY", "GBP", "AUD", "SGD", "CHF"]
NAMES = {
    "USD": "US dollar",
    "EUR": "Euro",
    "HKD": "Hong Kong dollar",
    "JPY": "Japanese yen",
    "GBP": "Pound sterling",
    "AUD": "Australian dollar",
    "SGD": "Singapore dollar",
    "CHF": "Swiss franc",
}
PER_HUNDRED = frozenset({"JPY"})
"""Quoted for 100 units, as banks in China do."""

RATE_SCALE, DIGITS = 10**8, 4
ASKED = re.compile(r"(?P<amount>\d[\d,]{0,14}(?:\.\d{1,2})?)|(?P<code>[A-Za-z]{3})")
WORDS = {"美元": "USD", "欧元": "EUR", "歐元": "EUR", "港币": "HKD", "港元": "HKD", "港幣": "HKD",
         "日元": "JPY", "日圓": "JPY", "英镑": "GBP", "英鎊": "GBP", "澳元": "AUD", "新元": "SGD",
         "瑞郎": "CHF", "dollar": "USD", "euro": "EUR", "yen": "JPY", "pound": "GBP"}  # fmt: skip


class Config(base.Config):
    """Which currency stands first, and how far back the chart looks."""

    currency: Currency = Field(
        "USD",
        description="Currency shown as the card's figure.",
        json_schema_extra={"labels": {**NAMES}},
    )
    days: int = Field(90, ge=14, le=365, description="Days in the chart.")


async def load(context: base.Context, config: Config) -> face.Face:
    """Ask for the rates, and convert what was asked for on the card."""
    found = await context.ports.markets.exchange(config.days)
    found.sort(key=lambda one: (one.base != config.currency, list(NAMES).index(one.base)))
    return _face(found, context.query)


def _face(found: list[Exchange], query: str) -> face.Face:
    first = found[0]
    return face.Face(
        as_of=min(one.as_of for one in found),
        source=first.source,
        blocks=[
            _figure(first),
            *_converted(found, query),
            face.Search(label=face.said("Convert, for example 500 USD"), query=query, since="L"),
            _chart(first),
            *_others(found[1:]),
            face.Note(
                text=face.said(
                    "Middle rates of the last trading day, in yuan. "
                    "The rate of your own exchange is shown before you agree to it."
                ),
                since="XL",
            ),
        ],
    )


def _others(found: list[Exchange]) -> list[face.Rows]:
    """List the other currencies beside the figure, and again where there is room for all."""
    rows = [_row(one) for one in found]
    return [face.Rows(rows=rows, since="M", until="M"), face.Rows(rows=rows, since="XL")]


def _figure(one: Exchange) -> face.Figure:
    change = one.change
    return face.Figure(
        label=face.said("{units} {currency} in yuan", units=_units(one), currency=_name(one)),
        value=_rate(one, one.rate_e8),
        delta=None if change is None else face.Share(share=change, digits=2, signed=True),
        tone=_tone(change),
        note=face.said("on the day"),
    )


def _chart(one: Exchange) -> face.Chart:
    return face.Chart(
        shape="line",
        since="L",
        alt=face.said(
            "{currency} in yuan on the last {n} trading days.", currency=_name(one), n=len(one.days)
        ),
        labels=[face.Day(on=day.on) for day in one.days],
        series=[face.Series(values=[_rate(one, day.rate_e8) for day in one.days])],
    )


def _row(one: Exchange) -> face.Row:
    change = one.change
    return face.Row(
        id=one.base,
        title=_name(one),
        note=f"{_units(one)} {one.base}",
        value=_rate(one, one.rate_e8),
        delta=None if change is None else face.Share(share=change, digits=2, signed=True),
        tone=_tone(change),
    )


def _converted(found: list[Exchange], query: str) -> list[face.Drawn]:
    """Answer a query such as `500 USD`; say how to ask where nothing is understood."""
    if not query.strip():
        return []
    asked = _asked(query, {one.base for one in found})
    if asked is None:
        text = face.said("Write an amount and a currency, for example 500 USD.")
        return [face.Note(text=text, tone="info")]
    minor, code = asked
    one = next(rate for rate in found if rate.base == code)
    yuan = Money(minor=minor * one.rate_e8 // RATE_SCALE)
    label = face.said("{amount} in yuan", amount=f"{minor / 100:,.2f} {code}")
    return [face.Figure(label=label, value=face.amount(yuan), note=face.said("at the middle rate"))]


def _asked(query: str, known: set[str]) -> tuple[int, str] | None:
    """Read an amount in hundredths and a currency; the dollar where none is named.

    >>> _asked("1,500.50 eur", {"EUR", "USD"})
    (150050, 'EUR')
    """
    amounts = [found["amount"] for found in ASKED.finditer(query) if found["amount"]]
    named = {code for word, code in WORDS.items() if word in query.lower()}
    named |= {found["code"].upper() for found in ASKED.finditer(query) if found["code"]}
    codes = sorted(named & known) or ["USD"]
    if not amounts or codes[0] not in known:
        return None
    whole, _, part = amounts[0].replace(",", "").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0), codes[0]


def _units(one: Exchange) -> int:
    return 100 if one.base in PER_HUNDRED else 1


def _name(one: Exchange) -> face.Text:
    return face.said(NAMES[one.base]) if one.base in NAMES else one.base


def _rate(one: Exchange, rate_e8: int) -> face.Number:
    scaled = rate_e8 * _units(one) * 10**DIGITS // RATE_SCALE
    return face.Number(scaled=scaled, digits=DIGITS)


def _tone(change: float | None) -> face.Tone:
    if not change:
        return "plain"
    return "up" if change > 0 else "down"


_DAY = date(2026, 11, 20)
_SOURCE = {"zh-Hans": "演示收盘价", "en": "Demo close"}


def _example(code: str, *rates: int) -> Exchange:
    days = tuple(
        DayRate(on=_DAY - timedelta(days=2 * back), rate_e8=rate * 10_000)
        for back, rate in zip(range(len(rates) - 1, -1, -1), rates, strict=True)
    )
    as_of = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    return Exchange(base=code, quote="CNY", days=days, as_of=as_of, source=_SOURCE)


_SAMPLE = [
    _example("USD", 71_120, 71_245, 71_080, 71_190, 71_310, 71_265, 71_402, 71_388, 71_455),
    _example("EUR", 82_410, 82_175),
    _example("HKD", 9_142, 9_151),
    _example("JPY", 478, 475),
    _example("GBP", 94_620, 94_870),
]

WIDGET = base.Widget(
    kind="exchange",
    title="Exchange rates",
    summary="Rates with their change and day, and a small converter.",
    icon="coins",
    category="money",
    sizes=("M", "S", "L", "XL"),
    needs=("markets",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    stale_seconds=4 * 86_400,
    sample=_face(_SAMPLE, ""),
)
