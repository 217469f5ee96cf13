"""Builders for the engine: facts, items, a trained scorer, a bank stored in a Root."""

import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from dashboard.wiring import Root
from recommender.catalogue.model import CatalogueItem, Link
from recommender.customers.model import CustomerIn, Facts
from recommender.database import new_id
from recommender.dataset import Interaction, ItemKey
from recommender.decide import Decided, Inputs, decide
from recommender.eligibility import standing_masks
from recommender.experiments.model import ModelRun
from recommender.experiments.runs import Trained
from recommender.experiments.store import open_artefact
from recommender.experiments.training import TrainingReport, TrainingSettings, train
from recommender.interactions.model import EventIn
from recommender.linking import Links
from recommender.ports import PERSONALISATION, RM_SHARING, SYSTEM_ACTOR, Scope
from recommender.scoring import Scorer
from recommender.shelf import Shelf
from tests.support.banks import NOW, Bank

TYPES = ("fund", "bond", "gold", "deposit")
CONSENTS = frozenset({PERSONALISATION, RM_SHARING})
TRAINING = TrainingSettings(budget_seconds=2.0)


def today(at: datetime) -> date:
    return at.astimezone(UTC).date()


def facts(customer_id: str = "c1", **fields: Any) -> Facts:
    given = {"segment": "mass", "capacity": 5, "scope": Scope(CONSENTS, 1)} | fields
    return Facts(customer_id, **given)


@cache
def bank() -> Bank:
    return Bank(customers=500, coupling=0.5)


def items() -> list[CatalogueItem]:
    """Return the bank's products (grades 1 to 5 in turn) and its linked contents."""
    products = [
        CatalogueItem(
            "product", key.id, {"en": key.id}, grade=1 + at % 5, product_type=TYPES[at % 4]
        )
        for at, key in enumerate(bank().products)
    ]
    contents = [
        CatalogueItem("content", key.id, {"en": f"About {key.id}"}, links=_ties(key.id))
        for key in bank().contents
    ]
    return products + contents


def _ties(content_id: str) -> tuple[Link, ...]:
    return tuple(Link(one, tie) for one, tie in bank().links.products_of(content_id).items())


@cache
def trained() -> tuple[Path, TrainingReport]:
    """Return the folder and the report of a training on the bank."""
    folder = Path(mkdtemp()) / "model"
    return folder, train(bank().dataset(), TRAINING, folder)


@cache
def scorer() -> Scorer:
    """Return a scorer that was trained on the bank."""
    return Scorer(open_artefact(trained()[0]))


async def serve(root: Root) -> ModelRun:
    """Let the bank's model serve in a Root, as after a training."""
    _, report = trained()
    found = Trained(place_model(root), report)
    async with root.writing() as app:
        return await app.models.add(SYSTEM_ACTOR, found)


def place_model(root: Root) -> str:
    """Put the files of the bank's model into a Root and return their new id."""
    model_id = new_id()
    shutil.copytree(trained()[0], root.settings.data_dir / "models" / model_id)
    return model_id


def inputs(**fields: Any) -> Inputs:
    """Return the inputs of one product list of a customer; fields replace the defaults."""
    shelf = Shelf(items())
    given = {
        "now": NOW,
        "kinds": ("product",),
        "limit": 10,
        "personalised": True,
        "customer": facts(),
        "shelf": shelf.of_kinds(fields.get("kinds", ("product",))),
        "masks": standing_masks(today),
        "links": Links(shelf.ties),
        "scorer": scorer(),
    }
    return Inputs(**(given | fields))


def decided(**fields: Any) -> Decided:
    return decide(inputs(**fields))


def a_read(content_id: str, at: datetime = NOW, user: str = "c1") -> Interaction:
    return Interaction(user, ItemKey("content", content_id), "view", at, 6_000)


def a_deed(product_id: str, action: str = "buy", at: datetime = NOW) -> Interaction:
    return Interaction("c1", ItemKey("product", product_id), action, at)


async def fill_bank(
    root: Root, customers: Sequence[str], consenting: Sequence[str], **fields: Any
) -> None:
    """Store the bank's catalogue and some of its customers with their events."""
    async with root.writing() as app:
        known = {
            one: CustomerIn(**({"segment": bank().segments[one], "capacity": 5} | fields))
            for one in customers
        }
        await app.customers.put_many(SYSTEM_ACTOR, known)
        await app.consents.set_many(SYSTEM_ACTOR, dict.fromkeys(consenting, CONSENTS))
        await app.catalogue.put_many(SYSTEM_ACTOR, items())
    async with root.writing() as app:
        events = [event_of(one) for one in bank().interactions if one.user in known]
        await app.interactions.take_over(SYSTEM_ACTOR, events)


def event_of(one: Interaction) -> EventIn:
    return EventIn(
        event_id=new_id(),
        customer_id=one.user,
        kind=one.item.kind,
        item_id=one.item.id,
        action=one.action,
        at=one.at,
        dwell_ms=one.dwell_ms,
    )
