"""A bank of a size that is measured: 10,000 items, thousands of customers, a fitted model."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from content.audience import Audience
from content.cards.model import CardContent
from dashboard.wiring import Root
from recommender.algorithms.als import AlsConfig
from recommender.algorithms.rp3beta import Rp3betaConfig
from recommender.catalogue.model import CatalogueItem, Link
from recommender.chunks import chunked
from recommender.customers.model import SEGMENTS, CustomerIn
from recommender.database import new_id
from recommender.dataset import Dataset, Interaction, ItemKey, build_dataset
from recommender.experiments.model import ModelRun
from recommender.experiments.repository import ModelRepository
from recommender.experiments.store import write_artefact
from recommender.fusion import Member, fit_fusion
from recommender.interactions.model import EventIn
from recommender.linking import Links
from recommender.ports import MARKETER, MARKETING, PERSONALISATION, REVIEWER, SYSTEM_ACTOR, Actor
from recommender.surfaces import CONTENTS, PRODUCTS, Blend, Surface, SurfaceModel, make_priors

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
TYPES = ("deposit", "money_market", "wealth", "bond", "fund", "gold", "structured", "insurance")
TOPICS = ("saving", "bonds", "funds", "index", "gold", "pension", "family", "tax")
BLEND = (Member("als", AlsConfig(factors=64), 1.0), Member("rp3beta", Rp3betaConfig(), 1.0))
ANNA = Actor("anna", frozenset({MARKETER}))
RITA = Actor("rita", frozenset({REVIEWER}))


class Crowd:
    """Customers whose interests lie close together in a long row of items.

    Args:
        products: Number of products.
        contents: Number of contents, each linked to a product; the first `cards` are published.
        events: Mean number of interactions of a customer.
    """

    def __init__(
        self,
        *,
        customers: int = 2_000,
        products: int = 8_000,
        contents: int = 2_000,
        cards: int = 200,
        events: int = 15,
    ) -> None:
        chance = self._chance = np.random.default_rng(5)
        self.customers = [f"c{number:05d}" for number in range(customers)]
        self.products = [self._product(number) for number in range(products)]
        self.contents = [self._content(number, products) for number in range(contents)]
        self.cards = cards
        self.known = {one: self._customer() for one in self.customers}
        centres = chance.random(customers)
        self.interactions = [
            event
            for one, centre in zip(self.customers, centres, strict=True)
            for event in self._life(one, centre, int(chance.integers(2, 2 * events)))
        ]

    @property
    def items(self) -> list[CatalogueItem]:
        """Products and contents."""
        return [*self.products, *self.contents]

    def dataset(self) -> Dataset:
        """Return what a training reads."""
        return build_dataset(
            self.interactions,
            as_of=NOW,
            catalogue=[ItemKey(one.kind, one.id) for one in self.items],
            segments={one: known.segment for one, known in self.known.items()},
            links=Links(
                (one.id, tie.product_id, tie.weight) for one in self.contents for tie in one.links
            ),
        )

    def _product(self, number: int) -> CatalogueItem:
        chance = self._chance
        return CatalogueItem(
            "product",
            f"p{number:05d}",
            {"en": f"Product {number}", "zh-Hans": f"产品{number}"},
            grade=int(chance.integers(1, 6)),
            product_type=TYPES[int(chance.integers(len(TYPES)))],
            topics=(TOPICS[number % len(TOPICS)],),
            single_hold=bool(chance.random() < 0.5),
            private=bool(chance.random() < 0.05),
            min_age=18 if chance.random() < 0.2 else None,
            max_age=70 if chance.random() < 0.1 else None,
        )

    def _content(self, number: int, products: int) -> CatalogueItem:
        linked = f"p{int(self._chance.integers(products)):05d}"
        return CatalogueItem(
            "content",
            f"a{number:05d}",
            {"en": f"About {linked}", "zh-Hans": f"关于{linked}"},
            topics=(TOPICS[number % len(TOPICS)],),
            links=(Link(linked, 1.0),),
        )

    def _customer(self) -> CustomerIn:
        chance = self._chance
        return CustomerIn(
            segment=str(chance.choice(SEGMENTS)),  # type: ignore[arg-type]  # one of them
            birth_date=date(int(chance.integers(1945, 2006)), 6, 1),
            capacity=int(chance.integers(2, 6)),
            assessed_until=date(2027, 6, 1),
            held=tuple(f"p{n:05d}" for n in chance.integers(0, len(self.products), 3)),
        )

    def _life(self, user: str, centre: float, length: int) -> list[Interaction]:
        chance = self._chance
        return [self._deed(user, (centre + chance.normal(0, 0.01)) % 1) for _ in range(length)]

    def _deed(self, user: str, where: float) -> Interaction:
        at = NOW - timedelta(minutes=float(self._chance.exponential(60 * 24 * 30)))
        if self._chance.random() < 0.4:
            content = ItemKey("content", self.contents[int(where * len(self.contents))].id)
            return Interaction(user, content, "view", at, dwell_ms=8_000)
        action = str(self._chance.choice(["buy", "click", "view"]))
        return Interaction(
            user, ItemKey("product", f"p{int(where * len(self.products)):05d}"), action, at
        )


def fit(dataset: Dataset, folder: Path, mix: Sequence[Member] = BLEND) -> None:
    """Fit and store a model of a fixed mix: what is measured does not depend on a search."""
    surfaces = (PRODUCTS, CONTENTS)
    write_artefact(folder, {one.name: _fitted(dataset, one, mix) for one in surfaces}, {})


def _fitted(dataset: Dataset, surface: Surface, mix: Sequence[Member]) -> SurfaceModel:
    inputs = dataset.restricted(surface.inputs)
    return SurfaceModel(
        surface=surface,
        items=inputs.items,
        fusion=fit_fusion(mix, inputs, seed=7),
        priors=make_priors(inputs, np.ones(inputs.user_items.nnz)),
        segment_names=inputs.segment_names,
        blend=Blend(0.1, 2.0, 0.5, 0.5, by_segment=True),
    )


async def store_run(root: Root, model_id: str) -> None:
    """Let a stored model serve, as after a training."""
    run = ModelRun(
        id=model_id,
        created_at=NOW,
        seconds=1.0,
        name="als+rp3beta",
        data_hash="",
        publishable=True,
        reason="A fixed mix.",
        report={},
        requested_by="system",
    )
    async with root.writing() as app:
        models = ModelRepository(app.session)
        await models.add(run)
        await models.activate(model_id, "system", NOW)


async def settle(root: Root, crowd: Crowd) -> None:
    """Store customers, consents, items, cards and events."""
    for some in chunked(crowd.customers, 1_000):
        async with root.writing() as app:
            await app.customers.put_many(SYSTEM_ACTOR, {one: crowd.known[one] for one in some})
            agreed = dict.fromkeys(some, frozenset({PERSONALISATION, MARKETING}))
            await app.consents.set_many(SYSTEM_ACTOR, agreed)
    async with root.writing() as app:
        await app.catalogue.put_many(SYSTEM_ACTOR, crowd.items)
    for one in crowd.contents[: crowd.cards]:
        await _publish(root, one)
    for some in chunked(crowd.interactions, 5_000):
        async with root.writing() as app:
            await app.interactions.take_over(SYSTEM_ACTOR, [event_of(one) for one in some])


async def _publish(root: Root, item: CatalogueItem) -> None:
    titles = dict(item.titles)
    content = CardContent(
        title=titles,
        summary=titles,
        body=titles,
        topics=item.topics,
        products=(),
        starts_at=NOW - timedelta(days=60),
        audience=Audience(),
    )
    async with root.writing() as app:
        view = await app.cards.create(ANNA, content, card_id=item.id)
        await app.cards.submit(ANNA, item.id)
        await app.cards.approve(RITA, item.id, content_hash=view.content_hash)
        await app.cards.publish(ANNA, item.id)


def event_of(one: Interaction) -> EventIn:
    """Return an interaction as it comes in."""
    return EventIn(
        event_id=new_id(),
        customer_id=one.user,
        kind=one.item.kind,  # type: ignore[arg-type]  # product or content
        item_id=one.item.id,
        action=one.action,  # type: ignore[arg-type]  # one of the actions
        at=one.at,
        dwell_ms=one.dwell_ms,
    )
