"""Customers: who may write and see them, and what comes back."""

from datetime import date

import pytest

from dashboard.wiring import Root
from recommender.customers.model import CustomerIn, Facts, Maturity, MaturityIn
from recommender.errors import NotAllowed, NotFound
from recommender.ports import SYSTEM_ACTOR, Actor
from tests.support.arrange import a_customer, a_key, a_visitor, an_rm

RICH = CustomerIn(
    segment="private",
    birth_date=date(1970, 5, 1),
    region="上海",
    language="zh-Hant",
    capacity=4,
    assessed_until=date(2026, 12, 31),
    held=("p2", "p1"),
    idle_cash_minor=10**12,
    maturities=(MaturityIn(product_id="p1", amount_minor=500, on=date(2026, 7, 1)),),
    senior=True,
)


async def _put(root: Root, actor: Actor, customer_id: str, customer: CustomerIn) -> None:
    async with root.writing() as app:
        await app.customers.put(actor, customer_id, customer)


async def _facts(root: Root, customer_id: str = "c1") -> Facts:
    async with root.reading() as app:
        return await app.customers.facts(customer_id)


async def test_nobody_without_the_scope_writes_customers(root: Root) -> None:
    for actor in (a_visitor(), a_customer("c1"), a_key("events:write"), an_rm("c1")):
        with pytest.raises(NotAllowed):
            await _put(root, actor, "c1", RICH)
        with pytest.raises(NotAllowed):
            async with root.writing() as app:
                await app.customers.put_many(actor, {"c1": RICH})


async def test_somebody_elses_facts_are_not_there(root: Root) -> None:
    await _put(root, SYSTEM_ACTOR, "c1", RICH)
    for actor in (a_visitor(), a_customer("c2"), an_rm("c2")):
        with pytest.raises(NotFound):
            async with root.reading() as app:
                await app.customers.open(actor, "c1")
    async with root.reading() as app:
        assert (await app.customers.open(a_customer("c1"), "c1")).customer_id == "c1"


async def test_what_was_put_comes_back(root: Root) -> None:
    await _put(root, a_key("customers:write"), "c1", RICH)
    facts = await _facts(root)
    assert (facts.segment, facts.region, facts.senior) == ("private", "上海", True)
    assert facts.held == {"p1", "p2"}
    assert facts.idle_cash_minor == 10**12
    assert facts.maturities == (Maturity("p1", 500, date(2026, 7, 1)),)


async def test_a_second_put_replaces_everything(root: Root) -> None:
    await _put(root, SYSTEM_ACTOR, "c1", RICH)
    await _put(root, SYSTEM_ACTOR, "c1", CustomerIn(capacity=2))
    facts = await _facts(root)
    assert (facts.segment, facts.capacity, facts.held) == ("mass", 2, frozenset())
    async with root.reading() as app:
        assert await app.customers.count() == 1


async def test_pages_go_through_all_customers_once(root: Root) -> None:
    ids = [f"c{number:04}" for number in range(1203)]
    async with root.writing() as app:
        await app.customers.put_many(SYSTEM_ACTOR, dict.fromkeys(ids, CustomerIn()))
    seen, after = [], ""
    async with root.reading() as app:
        while page := await app.customers.page(after):
            seen += [one.customer_id for one in page]
            after = seen[-1]
        known = await app.customers.facts_of(["c0001", "c1202", "nobody"])
    assert seen == ids
    assert known.keys() == {"c0001", "c1202"}


async def test_each_change_leaves_an_entry_without_personal_values(root: Root) -> None:
    await _put(root, SYSTEM_ACTOR, "c1", RICH)
    async with root.writing() as app:
        await app.audit.seal()
        page = await app.audit.page(SYSTEM_ACTOR, after=0, limit=10)
    assert [(one.action, one.subject) for one in page.entries] == [("customer.put", "customer:c1")]
    assert "上海" not in str(page.entries[0].detail)


async def test_the_chosen_edition_is_ones_own(root: Root) -> None:
    await _put(root, SYSTEM_ACTOR, "c1", RICH)
    await _put(root, SYSTEM_ACTOR, "c2", RICH)
    async with root.writing() as app:
        await app.customers.use_senior(a_visitor(), False)
        await app.customers.use_senior(a_customer("c1"), False)
    assert [(await _facts(root, one)).senior for one in ("c1", "c2")] == [False, True]
