"""The demo's products and contents on their way into sheets, catalogue and cards."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zlib import crc32

from content.audience import Audience
from content.cards.model import Cap, CardContent, LiveCard
from content.cards.repository import CardRepository
from content.checks import disclosed
from content.linking import item_of as card_item
from dashboard.bank.demo import sheets
from dashboard.bank.demo.columns import COLUMNS
from dashboard.bank.demo.ground import Unit
from dashboard.bank.demo.plan import Plan
from dashboard.bank.demo.repository import DemoRepository
from recommender.catalogue.model import CLOSED, OPEN, PRODUCT, CatalogueItem
from recommender.catalogue.repository import CatalogueRepository
from recommender.changes.model import Action, State, hash_of
from recommender.database import new_id
from recommender.ports import SYSTEM_ACTOR

NO_GRADE = 0
WRITERS, REVIEWER_ID = ("marketer1", "marketer2"), "reviewer1"
CARD_LINK_FROM = 0.4
OFFER_CAP = Cap(times=6, days=7)
WORKFLOW = ((Action.EDIT, 3), (Action.SUBMIT, 2), (Action.APPROVE, 1))
"""What was done with each card, how many days before it was published."""
ART = {
    "saving": ("coins", "sprout", "steps", "kite", "terrace", "dawn"),
    "gold": ("lantern", "coins", "dawn", "ridge", "bridge"),
    "cash": ("river", "harbour", "kite", "sprout", "steps"),
    "bonds": ("terrace", "bridge", "ridge", "river", "books"),
    "funds": ("loom", "city", "steps", "orchard", "ridge", "compass"),
    "index": ("compass", "city", "tide", "loom", "ridge"),
    "basics": ("books", "compass", "sprout", "kite", "steps"),
    "safety": ("umbrella", "lantern", "moon", "harbour"),
    "insurance": ("umbrella", "moon", "grove", "orchard", "bridge"),
    "pension": ("orchard", "dawn", "bridge", "grove", "river"),
    "family": ("grove", "kite", "moon", "sprout", "lantern"),
    "housing": ("terrace", "bridge", "sprout", "city", "orchard"),
    "legacy": ("grove", "books", "orchard", "moon"),
    "business": ("harbour", "city", "loom", "steps", "tide"),
    "currency": ("harbour", "bridge", "tide", "compass", "kite"),
    "market": ("tide", "dawn", "city", "ridge", "compass"),
    "tax": ("books", "steps", "coins", "loom"),
}
"""Pictures that suit a topic; neighbours in a feed rarely share one."""


def sheet_rows() -> Iterator[tuple[Any, ...]]:
    """Yield the products in the columns of their table."""
    for one in sheets.products():
        yield (
            one.id,
            one.type,
            one.grade or NO_GRADE,
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
        "risk": _risk(product),
        "type": words["type"][product.type],
        "exit": words["exit"][product.exit],
        "rate_label": words["rate"][product.rate_label],
        "rate": rate,
        "fees": [{"label": words["fee"][name], "value": value} for name, value in fees.items()],
        "documents": words["documents"][product.type],
        "topics": list(product.topics),
    }


def _risk(product: sheets.Product) -> sheets.Texts:
    """Say in plain words what can be lost: by the grade, or by the type where no grade tells."""
    words = sheets.read("terms")
    told = "cover" if product.cover else product.type
    found: sheets.Texts = words["risk"].get(told) or words["grade"][str(product.grade)]
    return found


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
    """Publish everything to read as approved cards, dated as in the demo's past, in bulk."""
    rows, cards = DemoRepository(app.session), list(_cards(plan))
    tables: dict[str, Iterable[tuple[Any, ...]]] = {
        "cards": map(_card_row, cards),
        "card_publications": map(_publication_row, cards),
    }
    versions = [(new_id(), card) for card in cards]
    tables["change_versions"] = (_version_row(id_, card) for id_, card in versions)
    tables["change_steps"] = (row for id_, card in versions for row in _step_rows(id_, card))
    for name, values in tables.items():
        await rows.insert(name, COLUMNS[name], values)
    await CardRepository(app.session).touch_shelf()
    store = CatalogueRepository(app.session)
    await store.put([card_item(card, SYSTEM_ACTOR) for card in cards], app.clock.now())
    await store.rise()


def _cards(plan: Plan) -> Iterator[LiveCard]:
    """Yield the cards as their readers see them."""
    for place, one in enumerate(sheets.contents()):
        at = _midnight(plan, one.day) + timedelta(hours=9)
        ends = None if one.ends is None else _midnight(plan, one.ends)
        content = card_of(one, at).model_copy(update={"ends_at": ends})
        writer = WRITERS[place % len(WRITERS)]
        yield LiveCard(id=one.id, number=1, content=content, published_at=at, published_by=writer)


def card_of(one: sheets.Content, at: datetime) -> CardContent:
    """Return an article, video or offer as the content of a card; an offer is marketing."""
    is_offer = one.format == "offer"
    content = CardContent(
        kind=one.format,
        title=one.title,
        summary=one.summary,
        body=one.body,
        topics=one.topics,
        products=_linked(one),
        image=art_of(one),
        marketing=is_offer,
        starts_at=at,
        minutes=one.minutes,
        audience=Audience(segments=one.segments, minimum_capacity=one.capacity),
        cap=OFFER_CAP if is_offer else None,
    )
    return disclosed(content)


def _linked(one: sheets.Content) -> tuple[str, ...]:
    """Return the products that a card speaks of and that are for sale, the closest first."""
    for_sale = {product.id for product in sheets.products() if product.available is None}
    strong = [id_ for id_, weight in one.links.items() if weight >= CARD_LINK_FROM]
    return tuple(id_ for id_ in sorted(strong, key=lambda id_: -one.links[id_]) if id_ in for_sale)


def art_of(one: sheets.Content) -> str:
    """Choose a picture that suits one of its topics, the same one every time."""
    names = tuple(dict.fromkeys(name for topic in one.topics for name in ART[topic]))
    return f"art:{names[crc32(one.id.encode()) % len(names)]}"


def _card_row(card: LiveCard) -> tuple[Any, ...]:
    at, writer = card.published_at, card.published_by
    stored = card.content.model_dump(mode="json")
    return card.id, writer, at - timedelta(days=3), card.number, stored, at, writer


def _publication_row(card: LiveCard) -> tuple[Any, ...]:
    return _new_key(), card.id, card.number, card.published_by, card.published_at


def _version_row(id_: str, card: LiveCard) -> tuple[Any, ...]:
    """Return the one version of a card, approved."""
    stored = card.content.model_dump(mode="json")
    made_at, writer = card.published_at - timedelta(days=3), card.published_by
    subject = ("card", card.id, card.number)
    state = State.APPROVED.value
    return UUID(id_).bytes, *subject, stored, hash_of(stored), state, [writer], made_at


def _step_rows(version_id: str, card: LiveCard) -> Sequence[tuple[Any, ...]]:
    """Return the steps of a version: written, submitted, approved by somebody else."""
    digest = hash_of(card.content.model_dump(mode="json"))
    owner = UUID(version_id).bytes
    rows = []
    for action, ago in WORKFLOW:
        who = REVIEWER_ID if action is Action.APPROVE else card.published_by
        at = card.published_at - timedelta(days=ago)
        rows.append((_new_key(), owner, action.value, who, digest, "", at))
    return rows


def _new_key() -> bytes:
    return UUID(new_id()).bytes


def _midnight(plan: Plan, offset: int) -> datetime:
    return datetime.combine(plan.anchor + timedelta(days=offset), time(), plan.zone)
