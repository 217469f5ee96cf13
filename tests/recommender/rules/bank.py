"""A small bank with rules: people, contents of rules, and the way of one to its customers."""

from typing import Any

from dashboard.wiring import Root
from recommender.customers.model import CustomerIn
from recommender.ports import COMPLIANCE, MARKETER, OPERATOR, REVIEWER, RM, SYSTEM_ACTOR, Actor
from recommender.rules.content import RuleContent
from recommender.rules.views import RuleView
from tests.support.arrange import a_product
from tests.support.engine import CONSENTS

ANNA = Actor("anna", frozenset({MARKETER}))
OTTO = Actor("otto", frozenset({OPERATOR}))
RUTH = Actor("ruth", frozenset({REVIEWER}))
OFFICER = Actor("officer", frozenset({COMPLIANCE}))
ADVISER = Actor("adviser", frozenset({RM}))
PRODUCTS = (
    a_product("deposit", grade=1, product_type="deposit"),
    a_product("fund", grade=3, product_type="fund"),
    a_product("gold", grade=2, product_type="gold"),
    a_product("risky", grade=5, product_type="fund"),
)


def a_test(item: str, outcome: str, **fields: Any) -> dict[str, Any]:
    """Return a test case about one product."""
    expects = [{"item": {"id": item}, "outcome": outcome}]
    return {"name": f"{item} is {outcome}", "expects": expects} | fields


def content(**fields: Any) -> RuleContent:
    """Return a rule that puts gold first, with its test."""
    given = {
        "name": "Gold week",
        "why": "The gold week of the branch.",
        "effect": "pin",
        "items": [{"id": "gold"}],
        "cases": [a_test("gold", "first")],
    }
    return RuleContent.model_validate(given | fields)


async def fill(root: Root) -> None:
    """Store four products and two customers: one personal, one with personalisation off."""
    async with root.writing() as app:
        await app.catalogue.put_many(SYSTEM_ACTOR, list(PRODUCTS))
        customers = {one: CustomerIn(capacity=3, segment="mass") for one in ("c1", "c2")}
        await app.customers.put_many(SYSTEM_ACTOR, customers)
        await app.consents.set_many(SYSTEM_ACTOR, {"c1": CONSENTS})


async def submitted(root: Root, rule: RuleContent, rule_id: str = "r1") -> RuleView:
    """Write a rule, estimate its cost and hand it to the reviewers."""
    async with root.writing() as app:
        await app.rules.create(ANNA, rule, rule_id=rule_id)
    async with root.reading() as app:
        await app.rules.estimate(ANNA, rule_id)
    async with root.writing() as app:
        return await app.rules.submit(ANNA, rule_id)


async def published(root: Root, rule: RuleContent, rule_id: str = "r1") -> RuleView:
    """Bring a rule to the customers."""
    seen = await submitted(root, rule, rule_id)
    async with root.writing() as app:
        await app.rules.approve(RUTH, rule_id, content_hash=seen.content_hash)
    async with root.writing() as app:
        return await app.rules.publish(ANNA, rule_id)


async def ids(root: Root, customer_id: str = "c1", **fields: Any) -> list[str]:
    """Return the products of a customer's list."""
    asked: dict[str, Any] = {
        "kinds": ("product",),
        "scenario": "home",
        "limit": 10,
        "language": "en",
    } | fields
    async with root.reading() as app:
        answer = await app.recommend.recommend(SYSTEM_ACTOR, customer_id, **asked)
    return [one.id for one in answer.items]
