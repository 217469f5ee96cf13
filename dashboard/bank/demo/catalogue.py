"""The demo's products and contents on their way into sheets, catalogue and cards."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zlib import crc32

from content.cards.model import CardContent, LiveCard
from content.cards.repository import CardRepository
from content.checks import disclosed
from content.linking import CatalogueListing
from dashboard.bank.demo import sheets
from dashboard.bank.demo.ground import Unit
from dashboard.bank.demo.plan import Plan
from recommender.catalogue.model import CLOSED, OPEN, PRODUCT, CatalogueItem
from recommender.catalogue.repository import CatalogueRepository
from recommender.changes.model import Action, State, Step, Subject, Version, hash_of
from recommender.changes.repository import ChangeRepository
from recommender.database import new_id
from recommender.ports import SYSTEM_ACTOR

WRITERS, REVIEWER_ID = ("marketer1", "marketer2"), "reviewer1"
CARD_LINK_FROM = 0.4
ART = {
    "saving": ("coins", "sprout", "steps", "kite"),
    "gold": ("lantern", "coins", "dawn"),
    "cash": ("river", "harbour", "kite"),
    "bonds": ("terrace", "bridge", "ridge"),
    "funds": ("loom", "city", "steps", "orchard"),
    "index": ("compass", "city", "tide"),
    "basics": ("books", "compass", "sprout"),
    "safety": ("umbrella", "lantern"),
    "insurance": ("umbrella", "moon"),
    "pension": ("orchard", "dawn", "bridge"),
    "family": ("grove", "kite", "moon"),
    "legacy": ("grove", "books"),
    "business": ("harbour", "city"),
    "currency": ("harbour", "bridge", "tide"),
    "market": ("tide", "dawn", "city", "ridge"),
    "tax": ("books", "steps"),
}
"""Pictures that suit a topic; neighbours in a feed rarely share one."""


def sheet_rows() -> Iterator[tuple[Any, ...]]:
    """Yield the products in the columns of their table."""
    for one in sheets.products():
        yield (
            one.id,
            one.type,
            one.grade,
            one.currency,
            one.minimum_minor,
            one.term_days,
            one.rate_e8,
            sheet_of(one),
        )


def sheet_of(product: sheets.Product) -> dict[str, Any]:
    """Return every text of a product's sheet by language."""
    words = sheets.read("terms")
    fees = product.fees or {"none": ""}
    rate = product.shown or {language: _rate(product) for language in ("zh-Hans", "en")}
    return {
        "titles": product.title,
        "summary": product.summary,
        "suits": product.suits,
        "avoids": product.avoids,
        "risk": words["grade"][str(product.grade)],
        "type": words["type"][product.type],
        "exit": words["exit"][product.exit],
        "rate_label": words["rate"][product.rate_label],
        "rate": rate,
        "fees": [{"label": words["fee"][name], "value": value} for name, value in fees.items()],
        "documents": words["documents"][product.type],
        "topics": list(product.topics),
    }


def _rate(product: sheets.Product) -> str:
    """Show the rate; without one, what the price path says of the past year is left to prices."""
    return "" if product.rate is None else f"{product.rate:.2f}%"


async def list_products(app: Unit, plan: Plan) -> None:
    """Put the products into the recommender's catalogue."""
    store = CatalogueRepository(app.session)
    await store.put([item_of(one, plan) for one in sheets.products()], app.clock.now())
    await store.rise()


def item_of(product: sheets.Product, plan: Plan) -> CatalogueItem:
    """Return a product as an item that can be ranked."""
    first, last = product.available or (-3650, None)
    is_over = last is not None and last < 0
    return CatalogueItem(
        PRODUCT,
        product.id,
        product.title,
        grade=product.grade,
        topics=product.topics,
        state=CLOSED if is_over else OPEN,
        available_from=_midnight(plan, first),
        available_until=None if last is None else _midnight(plan, last + 1),
        single_hold=product.single_hold,
        private=product.private,
        min_age=product.min_age,
        max_age=product.max_age,
        product_type=product.type,
        minimum_minor=product.minimum_minor,
        currency=product.currency,
        attributes={
            "kind": product.kind or product.type,
            "rate_e8": product.rate_e8,
            "segments": ",".join(product.segments),
        },
        put_by="demo",
    )


async def publish_cards(app: Unit, plan: Plan) -> None:
    """Publish every article and video as an approved card, dated as in the demo's past."""
    cards, changes = CardRepository(app.session), ChangeRepository(app.session)
    for place, one in enumerate(sheets.contents()):
        writer, at = WRITERS[place % 2], _midnight(plan, one.day) + timedelta(hours=9)
        content = card_of(one, at)
        version = _approved(one.id, content, writer, at)
        await cards.add(one.id, writer, at - timedelta(days=3))
        await changes.add(version)
        for step in version.steps:
            await changes.record(version.id, step)
        live = LiveCard(id=one.id, number=1, content=content, published_at=at, published_by=writer)
        await cards.put_live(live)
        await CatalogueListing(CatalogueRepository(app.session), app.clock).put_up(
            SYSTEM_ACTOR, live
        )


def card_of(one: sheets.Content, at: datetime) -> CardContent:
    """Return an article or video as the content of a card."""
    linked = sorted(
        (name for name, weight in one.links.items() if weight >= CARD_LINK_FROM),
        key=lambda name: -one.links[name],
    )
    open_ones = [product.id for product in sheets.products() if product.available is None]
    content = CardContent(
        kind="video" if one.format == "video" else "article",
        title=one.title,
        summary=one.summary,
        body=sheets.bodies().get(one.id, one.summary),
        topics=one.topics,
        products=tuple(name for name in linked if name in open_ones),
        image=art_of(one),
        starts_at=at,
        minutes=one.minutes if one.format == "video" else None,
    )
    return disclosed(content)


def art_of(one: sheets.Content) -> str:
    """Choose a picture that suits the first topic, the same one every time."""
    names = ART.get(one.topics[0], ("ridge",))
    return f"art:{names[crc32(one.id.encode()) % len(names)]}"


def _approved(card_id: str, content: CardContent, writer: str, at: datetime) -> Version:
    stored = content.model_dump(mode="json")
    digest = hash_of(stored)
    days = (
        (Action.EDIT, writer, 3),
        (Action.SUBMIT, writer, 2),
        (Action.APPROVE, REVIEWER_ID, 1),
    )
    return Version(
        id=new_id(),
        subject=Subject("card", card_id),
        number=1,
        content=stored,
        content_hash=digest,
        state=State.APPROVED,
        editors=frozenset({writer}),
        made_at=at - timedelta(days=3),
        steps=tuple(
            Step(action, who, at - timedelta(days=ago), digest, "") for action, who, ago in days
        ),
    )


def _midnight(plan: Plan, offset: int) -> datetime:
    return datetime.combine(plan.anchor + timedelta(days=offset), time(), plan.zone)
