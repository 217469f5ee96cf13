"""One customer on the desk: open to their adviser, masked without consent, not there for others."""

from typing import Any

import pytest
from sqlalchemy import select

from dashboard.audit.tables import EntryRow
from dashboard.errors import NotAllowed
from dashboard.pages.desk_customer import DeskCustomerState
from dashboard.parts.customer_page import CustomerPage
from dashboard.wiring import Root
from recommender.ports import Actor
from tests.dashboard.pages.states import at, run
from tests.support.arrange import a_customer, an_rm

RM = an_rm("c1", "c2")


async def opened(customer_id: str, actor: Actor = RM) -> Any:
    state = at(DeskCustomerState, f"/desk/customers/{customer_id}")
    await run(actor, DeskCustomerState.load, state)
    return state


async def test_who_shares_is_shown_with_facts_and_what_fits(desk: Root) -> None:
    async with desk.reading() as app:
        await app.followups.list(RM)
    state = await opened("c1")
    seen = state.customer
    assert (state.stage, seen.id, seen.is_shared) == ("ready", "c1", True)
    assert (seen.facts.capacity, seen.facts.region["zh-Hans"]) == (3, "上海")
    assert seen.facts.idle_minor == 7_000_000
    assert [(one.id, one.times) for one in seen.read] == [("a1", 2)]
    assert len(seen.followups) == 2
    assert [(one.id, one.grade) for one in seen.offered] == [("p1", 2)]
    assert [one.id for one in seen.withheld] == ["p2"]
    assert seen.decision_id


async def test_without_consent_only_name_and_segment_are_there(desk: Root) -> None:
    state = await opened("c2")
    assert state.stage == "ready"
    assert state.customer == CustomerPage(id="c2", names={"en": "c2"}, segment="mass")


@pytest.mark.parametrize("customer_id", ["c3", "nobody"])
async def test_somebody_elses_customer_is_not_there(desk: Root, customer_id: str) -> None:
    state = await opened(customer_id)
    assert (state.stage, state.customer) == ("missing", CustomerPage())


async def test_going_on_to_a_stranger_leaves_nothing_of_the_customer_before(desk: Root) -> None:
    state = await opened("c1")
    state.router = at(DeskCustomerState, "/desk/customers/c3").router
    await run(RM, DeskCustomerState.load, state)
    assert (state.stage, state.customer) == ("missing", CustomerPage())


async def test_each_opening_leaves_a_record(desk: Root) -> None:
    await opened("c1")
    await opened("c2")
    await opened("c3")
    async with desk.database.reading() as session:
        query = select(EntryRow.subject).where(EntryRow.action == "desk.customer_opened")
        found = list(await session.scalars(query))
    assert sorted(found) == ["customer:c1", "customer:c2"]


async def test_a_customer_does_not_open_the_desk(desk: Root) -> None:
    with pytest.raises(NotAllowed):
        await opened("c1", a_customer("c1"))
