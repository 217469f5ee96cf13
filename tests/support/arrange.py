"""Builders: actors, customers, items and events as tests need them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from dashboard.wiring import Root, Services
from recommender.catalogue.model import CatalogueItem, Link
from recommender.customers.model import CustomerIn
from recommender.database import new_id
from recommender.interactions.model import EventBatch, EventIn
from recommender.ports import (
    COMPLIANCE,
    CUSTOMER,
    INTEGRATOR,
    PERSONALISATION,
    REVIEWER,
    RM,
    SYSTEM_ACTOR,
    VISITOR,
    Actor,
)

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
"""The instant that the fixture `root` is pinned to."""


def a_customer(customer_id: str = "c1") -> Actor:
    return Actor(f"user-{customer_id}", frozenset({CUSTOMER}), customer_id=customer_id)


def a_visitor(visitor_id: str = "v1") -> Actor:
    return Actor(f"visitor:{visitor_id}", frozenset({VISITOR}))


def a_key(*scopes: str) -> Actor:
    return Actor("key:test", frozenset({INTEGRATOR}), scopes=frozenset(scopes))


def an_rm(*portfolio: str) -> Actor:
    return Actor("rm", frozenset({RM}), portfolio=frozenset(portfolio))


def a_reviewer() -> Actor:
    return Actor("reviewer", frozenset({REVIEWER}))


def a_compliance_officer() -> Actor:
    return Actor("compliance", frozenset({COMPLIANCE}))


def a_product(item_id: str = "p1", **fields: Any) -> CatalogueItem:
    given = {"titles": {"en": item_id}, "grade": 2, "product_type": "fund"} | fields
    return CatalogueItem("product", item_id, **given)


def a_content(item_id: str = "a1", *products: str, **fields: Any) -> CatalogueItem:
    links = tuple(Link(one) for one in products)
    return CatalogueItem("content", item_id, {"en": item_id}, links=links, **fields)


def an_event(**fields: Any) -> EventIn:
    given = {
        "event_id": new_id(),
        "customer_id": "c1",
        "kind": "product",
        "item_id": "p1",
        "action": "click",
        "at": NOW,
    }
    return EventIn.model_validate(given | fields)


def a_batch(*events: EventIn) -> EventBatch:
    return EventBatch(events=events)


class _Failure(Exception):
    """What makes a transaction fail on purpose."""


@asynccontextmanager
async def rolled_back(root: Root) -> AsyncIterator[Services]:
    """Open services whose transaction fails at its end."""
    with suppress(_Failure):
        async with root.writing() as app:
            yield app
            raise _Failure


async def fill(root: Root) -> None:
    """Store customers c1 and c2, both consenting, products p1 and p2, and content a1 about p1."""
    async with root.writing() as app:
        await app.customers.put_many(SYSTEM_ACTOR, {"c1": CustomerIn(), "c2": CustomerIn()})
        await app.consents.set_many(
            SYSTEM_ACTOR, {id_: frozenset({PERSONALISATION}) for id_ in ("c1", "c2")}
        )
        items = [a_product("p1"), a_product("p2"), a_content("a1", "p1")]
        await app.catalogue.put_many(SYSTEM_ACTOR, items)
