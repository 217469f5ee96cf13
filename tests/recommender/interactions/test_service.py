"""Ingest and history: who may send what, once, and used only as the customer allows."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dashboard.consents.model import ConsentChange
from dashboard.wiring import Root
from recommender.errors import Conflict, NotAllowed
from recommender.interactions.model import EventIn, Receipt
from recommender.interactions.tables import EventRow
from recommender.ports import SYSTEM_ACTOR, Actor
from tests.support.arrange import (
    NOW,
    a_batch,
    a_customer,
    a_key,
    a_product,
    a_visitor,
    an_event,
    an_rm,
    fill,
)

SENDER = a_key("events:write")


@pytest.fixture(autouse=True)
async def _filled(root: Root) -> None:
    await fill(root)


async def _send(root: Root, actor: Actor, *events: EventIn) -> Receipt:
    async with root.reading() as app:
        return await app.interactions.ingest(actor, a_batch(*events))


async def _items(root: Root, customer_id: str = "c1") -> list[str]:
    async with root.reading() as app:
        return [one.item_id for one in await app.interactions.history(customer_id)]


async def _count(root: Root) -> int:
    async with root.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(EventRow)) or 0


async def test_staff_and_keys_without_the_scope_may_not_send(root: Root) -> None:
    for actor in (an_rm("c1"), a_key("customers:write")):
        with pytest.raises(NotAllowed):
            await _send(root, actor, an_event())


async def test_an_event_of_another_customer_is_rejected(root: Root) -> None:
    receipt = await _send(root, a_customer("c2"), an_event(customer_id="c1"))
    assert (receipt.accepted, [one.index for one in receipt.rejected]) == (0, [0])
    assert await _count(root) == 0


async def test_an_own_event_is_stored_and_seen_at_once(root: Root) -> None:
    assert await _items(root) == []
    receipt = await _send(root, a_customer(), an_event())
    assert (receipt.accepted, receipt.duplicates, receipt.rejected) == (1, 0, [])
    assert await _items(root) == ["p1"]


async def test_a_session_that_names_nobody_sends_for_itself(root: Root) -> None:
    await _send(root, a_customer(), an_event(customer_id=None))
    await _send(root, a_visitor(), an_event(customer_id=None))
    assert await _items(root) == ["p1"]
    assert await _count(root) == 2


@pytest.mark.parametrize("action", ["buy", "redeem", "apply"])
async def test_a_session_may_not_buy_its_way_up(root: Root, action: str) -> None:
    value = {"minor": 100, "currency": "CNY"} if action != "apply" else None
    event = an_event(action=action, value=value)
    assert (await _send(root, a_customer(), event)).accepted == 0
    assert (await _send(root, SENDER, event)).accepted == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"item_id": "nothing"}, "no such product"),
        ({"at": NOW + timedelta(minutes=6)}, "future"),
        ({"at": NOW - timedelta(days=401)}, "400 days"),
        ({"customer_id": None}, "missing"),
        ({"action": "buy", "value": 0.5}, "value"),
        ({"value": {"minor": 1, "currency": "CNY"}}, "value"),
    ],
)
async def test_what_is_wrong_is_named_by_its_place(
    root: Root, fields: dict[str, object], reason: str
) -> None:
    receipt = await _send(root, SENDER, an_event(), an_event(**fields))
    assert receipt.accepted == 1
    assert [(one.index, reason in one.error) for one in receipt.rejected] == [(1, True)]


async def test_an_event_counts_once_within_and_across_batches(root: Root) -> None:
    event, other = an_event(), an_event(item_id="p2")
    first = await _send(root, SENDER, event, event, other)
    again = await _send(root, SENDER, other, event)
    assert (first.accepted, first.duplicates) == (2, 1)
    assert (again.accepted, again.duplicates) == (0, 2)
    assert await _count(root) == 2


async def test_the_same_event_sent_at_the_same_time_counts_once(root: Root) -> None:
    event = an_event()
    receipts = await asyncio.gather(*(_send(root, SENDER, event) for _ in range(10)))
    assert sum(one.accepted for one in receipts) == 1
    assert await _count(root) == 1


async def test_an_item_that_was_just_stored_is_known(root: Root) -> None:
    await _send(root, SENDER, an_event())
    async with root.writing() as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product("new"))
    assert (await _send(root, SENDER, an_event(item_id="new"))).accepted == 1


async def test_history_is_oldest_first_without_impressions(root: Root) -> None:
    events = [
        an_event(item_id="p2", at=NOW - timedelta(hours=1)),
        an_event(item_id="p1", at=NOW - timedelta(hours=3)),
        an_event(item_id="p1", action="impression", at=NOW),
    ]
    await _send(root, SENDER, *events)
    assert await _items(root) == ["p1", "p2"]


async def test_events_without_consent_are_stored_and_never_used(root: Root) -> None:
    await _choose(root, personalisation=False)
    assert (await _send(root, a_customer(), an_event())).accepted == 1
    assert await _items(root) == []
    await _choose(root, personalisation=True)
    assert await _items(root) == []
    await _send(root, a_customer(), an_event(item_id="p2"))
    assert await _items(root) == ["p2"]


async def test_withdrawn_consent_hides_the_history_at_once(root: Root) -> None:
    await _send(root, a_customer(), an_event())
    assert await _items(root) == ["p1"]
    await _choose(root, personalisation=False)
    assert await _items(root) == []


async def test_the_consent_version_is_stored_with_the_event(root: Root) -> None:
    await _choose(root, personalisation=False)
    await _send(root, a_customer(), an_event())
    async with root.database.reading() as session:
        rows = (await session.execute(select(EventRow.consent_version, EventRow.usable))).all()
    assert [tuple(row) for row in rows] == [(2, False)]


async def _choose(root: Root, *, personalisation: bool) -> None:
    change = ConsentChange(purposes={"personalisation": personalisation})
    async with root.writing() as app:
        await app.consents.change(a_customer(), "c1", change)


async def _identify(root: Root, actor: Actor, customer_id: str) -> int:
    async with root.writing() as app:
        return await app.interactions.identify(actor, "v1", customer_id)


async def test_nobody_identifies_a_visitor_as_somebody_else(root: Root) -> None:
    for actor in (a_visitor(), a_customer("c2"), a_key("customers:write")):
        with pytest.raises(NotAllowed):
            await _identify(root, actor, "c1")


async def test_a_visitors_history_becomes_the_customers(root: Root) -> None:
    await _send(root, a_visitor(), an_event(customer_id=None))
    assert await _items(root) == []
    assert await _identify(root, a_customer(), "c1") == 1
    assert await _items(root) == ["p1"]
    assert await _identify(root, a_customer(), "c1") == 0


async def test_later_events_of_an_identified_visitor_are_the_customers(root: Root) -> None:
    await _identify(root, SENDER, "c1")
    await _send(root, a_visitor(), an_event(customer_id=None, item_id="p2"))
    assert await _items(root) == ["p2"]


async def test_a_visitor_belongs_to_one_customer_only(root: Root) -> None:
    await _identify(root, a_customer("c1"), "c1")
    with pytest.raises(Conflict):
        await _identify(root, a_customer("c2"), "c2")


async def test_popularity_counts_people_not_clicks_whatever_they_allow(root: Root) -> None:
    await _choose(root, personalisation=False)
    events = [an_event(), an_event(), an_event(customer_id="c2"), an_event(item_id="p2")]
    old = an_event(item_id="p2", customer_id="c2", at=NOW - timedelta(days=91))
    await _send(root, SENDER, *events, old, an_event(item_id="p2", action="impression"))
    async with root.reading() as app:
        assert await app.interactions.popularity() == {("product", "p1"): 2, ("product", "p2"): 1}


async def test_only_the_system_takes_over_past_events(root: Root) -> None:
    past = an_event(at=NOW - timedelta(days=500))
    with pytest.raises(NotAllowed):
        async with root.writing() as app:
            await app.interactions.take_over(SENDER, [past])
    for new in (1, 0):
        async with root.writing() as app:
            assert await app.interactions.take_over(SYSTEM_ACTOR, [past, past]) == new
    assert await _items(root) == ["p1"]
