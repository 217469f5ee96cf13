"""Watch list: products that the customer keeps an eye on, and what changed since."""

from datetime import UTC, date, datetime

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Holding, Offer, Suggestions, Watched
from widgets.products import WITHHELD

WATCH, UNWATCH = "watch", "unwatch"
SUGGESTED = 6
RATE_SCALE, PRICE_SCALE, PRICE_DIGITS = 10**8, 10**6, 4


class Config(base.Config):
    """Nothing to choose: the list itself is what is chosen."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """List what is watched; what could be watched comes from the engine and the holdings."""
    ports = context.ports
    found = await ports.shelf.watched(context.customer_id)
    answer = await ports.recommend.products(context.customer_id, SUGGESTED, context.language)
    held = await ports.bank.holdings(context.customer_id)
    options = _options(found, answer, held)
    if not found and not options:
        raise NoData("You watch nothing yet.", label="Look through the products", href="/discover")
    return _face(found, options, answer.decision_id, context.now)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Put a product on the list, or take it off."""
    shelf = context.ports.shelf
    change = shelf.watch if deed.name == WATCH else shelf.unwatch
    await change(context.customer_id, deed.item)


def _options(found: list[Watched], answer: Suggestions, held: list[Holding]) -> list[face.Option]:
    """Return what is suggested or held and not watched yet."""
    watched = {one.offer.product_id for one in found}
    options = {one.id: face.Option(value=one.id, label=one.title) for one in answer.items}
    for one in held:
        label = face.said("{product} (you hold it)", product=one.name)
        options.setdefault(one.product_id, face.Option(value=one.product_id, label=label))
    return [option for id_, option in options.items() if id_ not in watched]


def _face(
    found: list[Watched], options: list[face.Option], decision_id: str, now: datetime
) -> face.Face:
    blocks: list[face.Drawn] = [face.Note(text=face.said("Choose what to keep an eye on."))]
    if found:
        blocks = [face.Rows(rows=[_row(one) for one in found])]
    if options:
        blocks.append(_choice(options, since="L" if found else "S"))
    if found:
        text = face.said("Changes are counted from the day you added it. Watching is no advice.")
        blocks.append(face.Note(text=text, since="L"))
    source = face.said("Our products")
    return face.Face(as_of=now, decision_id=decision_id, source=source, blocks=blocks)


def _choice(options: list[face.Option], since: base.Size) -> face.Choice:
    first = face.Option(value="", label=face.said("Choose a product"))
    label = face.said("Watch a product")
    return face.Choice(name=WATCH, label=label, options=[first, *options], since=since)


def _row(one: Watched) -> face.Row:
    offer = one.offer
    delta = _change(one)
    return face.Row(
        id=offer.product_id,
        title=offer.name,
        note=face.said(WITHHELD[offer.withheld])
        if offer.withheld in WITHHELD
        else face.said("Watched since {day}", day=one.since.isoformat()),
        value=_value(offer),
        delta=delta,
        tone="up"
        if delta and delta.share > 0
        else "down"
        if delta and delta.share < 0
        else "plain",
        chip=f"R{offer.grade}" if offer.grade else "",
        chip_tone="warn" if offer.withheld in WITHHELD else "plain",
        href=f"/products/{offer.product_id}",
        acts=[face.Act(label=face.said("Stop watching"), name=UNWATCH, item=offer.product_id)],
    )


def _value(offer: Offer) -> face.Value:
    """Show the fixed rate, else the newest price, else the one figure of its sheet."""
    if offer.rate_e8 is not None:
        return face.Share(share=offer.rate_e8 / RATE_SCALE, digits=2)
    if offer.price_e6 is not None:
        scaled = offer.price_e6 * 10**PRICE_DIGITS // PRICE_SCALE
        return face.Number(scaled=scaled, digits=PRICE_DIGITS)
    return face.Words(text=offer.rate)


def _change(one: Watched) -> face.Share | None:
    """Return the change since the day it was added: of the rate in points, of a price in %."""
    now, then = one.offer.rate_e8, one.rate_then_e8
    if now is not None and then is not None:
        return face.Share(share=(now - then) / RATE_SCALE, digits=2, signed=True)
    price, before = one.offer.price_e6, one.price_then_e6
    if price and before:
        return face.Share(share=price / before - 1, digits=1, signed=True)
    return None


def _example(product: str, zh: str, en: str, **fields: object) -> Offer:
    words = {"zh-Hans": "–", "en": "–"}
    return Offer.model_validate(
        {
            "product_id": product,
            "name": {"zh-Hans": zh, "en": en},
            "product_type": "fund",
            "type_name": words,
            "grade": 1,
            "rate": words,
            "rate_label": words,
            "minimum": Money(minor=1000),
            "exit": words,
            **fields,
        }
    )


_SAMPLE = [
    Watched(
        offer=_example("e1", "三年期定期存款", "3-year deposit", rate_e8=1_550_000),
        since=date(2026, 8, 3),
        rate_then_e8=1_600_000,
    ),
    Watched(
        offer=_example("e2", "纯债基金", "Pure bond fund", grade=2, price_e6=1_254_300),
        since=date(2026, 9, 14),
        price_then_e6=1_241_000,
    ),
    Watched(
        offer=_example(
            "e3",
            "科技主题基金",
            "Technology fund",
            grade=5,
            price_e6=2_010_000,
            withheld="suitability",
        ),
        since=date(2026, 10, 2),
        price_then_e6=2_160_000,
    ),
]

WIDGET = base.Widget(
    kind="watch_list",
    title="Watch list",
    summary="Products you keep an eye on, and what changed since.",
    icon="star",
    category="wealth",
    sizes=("L", "M", "S"),
    needs=("shelf", "recommend", "bank"),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(WATCH, UNWATCH),
    act=act,
    sample=_face(_SAMPLE, [], "", datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
