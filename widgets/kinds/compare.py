"""Compare: two or three products side by side, from what is watched, suggested or held."""

from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Offer
from widgets.products import GRADES, WITHHELD

MOST, LEAST = 3, 2
RATE_SCALE, MONTH_DAYS = 10**8, 30.4
From = Literal["watched", "suggested", "held"]


class Config(base.Config):
    """Which products are compared."""

    products: tuple[str, ...] = Field(
        (),
        max_length=MOST,
        description="Ids of the products; empty takes them from the list below.",
    )
    of: From = Field(
        "watched",
        title="List that comes first",
        description="Which list comes first: watched, suggested or held.",
    )


async def load(context: base.Context, config: Config) -> face.Face:
    """Choose two or three products and put their facts side by side."""
    ids, decision_id = list(config.products), ""
    if not ids:
        ids, decision_id = await _chosen(context, config.of)
    found = await context.ports.shelf.products(context.customer_id, ids)
    if len(found) < LEAST:
        raise NoData(
            "Two products are needed to compare. Watch some, or look at what suits you.",
            label="Look through the products",
            href="/discover",
        )
    return _face(found[:MOST], decision_id, context.now)


async def _chosen(context: base.Context, first: From) -> tuple[list[str], str]:
    """Return product ids, the preferred list first, and the decision behind suggestions."""
    ports, customer = context.ports, context.customer_id
    watched = [one.offer.product_id for one in await ports.shelf.watched(customer)]
    answer = await ports.recommend.products(customer, MOST, context.language)
    held = [one.product_id for one in await ports.bank.holdings(customer)]
    lists = {"watched": watched, "suggested": [one.id for one in answer.items], "held": held}
    order = [first, *(name for name in lists if name != first)]
    ids = list(dict.fromkeys(id_ for name in order for id_ in lists[name]))
    return ids[:MOST], answer.decision_id


def _face(found: list[Offer], decision_id: str, now: datetime) -> face.Face:
    blocks: list[face.Drawn] = [
        face.Rows(rows=[_row(one) for one in found], until="M"),
        _table(found),
    ]
    blocks += [_warning(one) for one in found if one.withheld in WITHHELD]
    source = face.said("Our products")
    return face.Face(as_of=now, decision_id=decision_id, source=source, blocks=blocks)


def _warning(one: Offer) -> face.Note:
    why = face.said(WITHHELD[one.withheld])
    text = face.said("{product}: {why}", product=one.name, why=why)
    return face.Note(text=text, tone="warn", since="M")


def _row(one: Offer) -> face.Row:
    return face.Row(
        id=one.product_id,
        title=one.name,
        note=_risk(one),
        value=_figure(one),
        href=f"/products/{one.product_id}",
    )


def _table(found: list[Offer]) -> face.Table:
    lines: list[tuple[face.Text, list[face.Value]]] = [
        (face.said("Figure"), [face.Words(text=_told(one)) for one in found]),
        (face.said("Risk"), [face.Words(text=_risk(one)) for one in found]),
        (face.said("Term"), [face.Words(text=_term(one)) for one in found]),
        (face.said("Minimum"), [face.amount(one.minimum) for one in found]),
        (face.said("Fee"), [face.Words(text=_fee(one)) for one in found]),
        (face.said("Getting out"), [face.Words(text=one.exit) for one in found]),
    ]
    return face.Table(
        since="L",
        columns=[
            face.Column(title=face.said("Fact")),
            *(face.Column(title=one.name) for one in found),
        ],
        rows=[[face.Words(text=name), *values] for name, values in lines],
    )


def _figure(one: Offer) -> face.Value:
    if one.rate_e8 is not None:
        return face.Share(share=one.rate_e8 / RATE_SCALE, digits=2)
    if one.change is not None:
        return face.Share(share=one.change, digits=1, signed=True)
    return face.Words(text=one.rate)


def _risk(one: Offer) -> face.Text:
    if not one.grade:
        return face.said("No investment")
    return face.said("R{grade}, {words}", grade=one.grade, words=face.said(GRADES[one.grade]))


def _term(one: Offer) -> face.Text:
    if one.term_days is None:
        return face.said("No fixed term")
    return face.said("{n} months", n=round(one.term_days / MONTH_DAYS))


def _fee(one: Offer) -> face.Text:
    label, value = one.fees[0] if one.fees else ({}, "")
    return face.said("{label} {value}", label=label, value=value) if label else face.said("None")


def _told(one: Offer) -> face.Text:
    """Return the figure with what it is: a rate and a past change are not the same."""
    if one.rate_e8 is not None:
        return face.said("{rate} a year", rate=one.rate)
    if one.change is not None:
        return face.said("{change} in the past year", change=f"{one.change:+.1%}")
    return one.rate


def _example(product: str, zh: str, en: str, **fields: object) -> Offer:
    rate = {"zh-Hans": "年利率", "en": "Rate of a year"}
    leave = {"zh-Hans": "到期支取", "en": "At the end of the term"}
    kind = {"zh-Hans": "存款", "en": "Deposit"}
    return Offer.model_validate(
        {
            "product_id": product,
            "name": {"zh-Hans": zh, "en": en},
            "product_type": "deposit",
            "type_name": kind,
            "grade": 1,
            "rate": rate,
            "rate_label": rate,
            "minimum": Money(minor=5000),
            "exit": leave,
            **fields,
        }
    )


_SAMPLE = [
    _example("e1", "一年期定期存款", "1-year deposit", term_days=365, rate_e8=1_150_000),
    _example("e2", "三年期定期存款", "3-year deposit", term_days=1095, rate_e8=1_550_000),
    _example(
        "e3", "六个月理财", "6-month wealth product", grade=2, term_days=184, rate_e8=2_400_000
    ),
]

WIDGET = base.Widget(
    kind="compare",
    title="Compare",
    summary="Two or three products side by side: rate, risk, term, fee and the way out.",
    icon="scale",
    category="wealth",
    sizes=("XL", "L", "M"),
    needs=("shelf", "recommend", "bank"),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE, "", datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
