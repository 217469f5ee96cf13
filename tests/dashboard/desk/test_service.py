"""The desk's page of one customer: own customers, masked by consent, every opening recorded."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.audit.tables import EntryRow
from dashboard.desk.model import DeskCustomer
from dashboard.errors import NotAllowed, NotFound
from dashboard.wiring import Root
from recommender.customers.model import CustomerIn, MaturityIn
from recommender.interactions.model import READ_MS
from recommender.ports import PERSONALISATION, RM_SHARING, SYSTEM_ACTOR, Actor
from tests.support.arrange import (
    a_batch,
    a_compliance_officer,
    a_content,
    a_customer,
    a_key,
    a_product,
    an_event,
    an_rm,
)

RM = an_rm("c1", "c2")
BOTH = frozenset({PERSONALISATION, RM_SHARING})


@pytest.fixture
async def desk(root: Root) -> Root:
    """Give c1, who shares, c2, who does not, and c3 of another adviser; c1 read twice."""
    today = root.clock.today()
    soon = MaturityIn(product_id="p1", amount_minor=10_000_000, on=today + timedelta(days=2))
    known = CustomerIn(capacity=3, idle_cash_minor=7_000_000, maturities=(soon,), region="SH")
    async with root.writing() as app:
        await app.customers.put_many(SYSTEM_ACTOR, dict.fromkeys(("c1", "c2", "c3"), known))
        alone = frozenset({PERSONALISATION})
        await app.consents.set_many(SYSTEM_ACTOR, {"c1": BOTH, "c2": alone, "c3": BOTH})
        items = [a_product("p1"), a_product("p2", grade=5), a_content("a1", "p1")]
        await app.catalogue.put_many(SYSTEM_ACTOR, items)
    read = {"kind": "content", "item_id": "a1", "action": "view", "dwell_ms": READ_MS}
    reads = [an_event(at=root.clock.now(), **read) for _ in range(2)]
    async with root.reading() as app:
        await app.interactions.ingest(a_key("events:write"), a_batch(*reads))
        await app.followups.list(RM)
    return root


async def opened(root: Root, customer_id: str = "c1", actor: Actor = RM) -> DeskCustomer:
    async with root.writing() as app:
        return await app.desk.open_customer(actor, customer_id, "en")


async def test_the_adviser_sees_what_the_customer_shares(desk: Root) -> None:
    page = await opened(desk)
    assert page.shared is not None
    assert (page.shared.capacity, page.shared.region) == (3, "SH")
    assert page.shared.idle_cash.minor == 7_000_000
    assert [(one.id, one.times) for one in page.shared.read] == [("a1", 2)]
    assert {one.signal for one in page.shared.followups} == {
        "repeated_reading",
        "maturity_idle_cash",
    }


async def test_the_page_says_what_may_be_offered_what_not_and_why(desk: Root) -> None:
    shared = (await opened(desk)).shared
    assert shared is not None
    assert [one.id for one in shared.offer.items] == ["p1"]
    assert [(one.id, one.reason) for one in shared.offer.withheld] == [("p2", "suitability")]
    async with desk.reading() as app:
        decision = await app.decisions.get(a_compliance_officer(), shared.offer.decision_id, "en")
    assert (decision.customer_id, decision.scenario) == ("c1", "desk")


async def test_without_consent_everything_but_the_name_is_masked(desk: Root) -> None:
    page = await opened(desk, "c2")
    assert page.shared is None
    assert (page.id, page.segment) == ("c2", "mass")
    assert "a1" not in page.model_dump_json()


async def test_nobody_opens_somebody_elses_customer(desk: Root) -> None:
    for stranger in (an_rm("c3"), an_rm()):
        with pytest.raises(NotFound):
            await opened(desk, "c1", stranger)
    for other in (a_customer("c1"), a_compliance_officer()):
        with pytest.raises(NotAllowed):
            await opened(desk, "c1", other)


async def test_every_opening_is_recorded(desk: Root) -> None:
    await opened(desk, "c1")
    await opened(desk, "c2")
    async with desk.reading() as app:
        query = select(EntryRow.subject).where(EntryRow.action == "desk.customer_opened")
        subjects = list(await app.session.scalars(query.order_by(EntryRow.id)))
    assert subjects == ["customer:c1", "customer:c2"]


async def test_a_refused_opening_shows_nothing_and_is_not_recorded_as_one(desk: Root) -> None:
    with pytest.raises(NotFound):
        await opened(desk, "c3")
    async with desk.reading() as app:
        query = select(EntryRow.id).where(EntryRow.action == "desk.customer_opened")
        assert list(await app.session.scalars(query)) == []
