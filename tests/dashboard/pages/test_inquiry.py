"""The inquiry: any decision found, explained and made again, for compliance alone."""

from typing import Any

import pytest
from sqlalchemy import select

from dashboard.audit.tables import EntryRow
from dashboard.errors import CompanionError, NotFound
from dashboard.pages.inquiry import InquiryState
from dashboard.wiring import Root
from tests.dashboard.pages.states import at, run
from tests.support.arrange import a_compliance_officer, a_customer

OFFICER = a_compliance_officer()


@pytest.fixture
async def decision(desk: Root) -> str:
    """Make a decision about c1's products."""
    async with desk.reading() as app:
        answer = await app.recommend.recommend(
            a_customer("c1"), "c1", ("product",), "home", 10, "en"
        )
    return answer.decision_id


async def looked_up(wanted: str) -> Any:
    state = at(InquiryState, "/inquiry")
    await run(OFFICER, InquiryState.search, state, {"wanted": wanted})
    return state


async def test_a_customers_decisions_are_listed_and_opened(desk: Root, decision: str) -> None:
    state = await looked_up("c1")
    assert [one.id for one in state.found] == [decision]
    await run(OFFICER, InquiryState.open_decision, state, decision)
    assert state.opened.customer_id == "c1"


async def test_the_address_may_name_the_decision(desk: Root, decision: str) -> None:
    state = at(InquiryState, f"/inquiry?decision={decision}")
    await run(OFFICER, InquiryState.load, state)
    assert state.opened.id == decision


async def test_what_was_ruled_out_and_what_was_allowed_is_the_catalogue(
    desk: Root, decision: str
) -> None:
    state = await looked_up(decision)
    assert state.opened.candidates == state.opened.allowed + sum(one.count for one in state.drops)
    assert [one.titles for one in state.drops] == [["p2"]]
    assert [one.id for one in state.shown] == ["p1"]
    assert sum(line.share for line in state.shown[0].lines) == pytest.approx(1)
    assert {one.item for one in state.used} == {"content a1"}


async def test_a_replay_comes_out_equal(desk: Root, decision: str) -> None:
    state = await looked_up(decision)
    assert not state.replayed
    await run(OFFICER, InquiryState.replay, state)
    assert (state.replayed, state.equal, state.differences) == (True, True, [])


async def test_opening_leaves_a_record(desk: Root, decision: str) -> None:
    await looked_up(decision)
    async with desk.database.reading() as session:
        query = select(EntryRow.subject).where(EntryRow.action == "decision.opened")
        assert list(await session.scalars(query)) == [f"decision:{decision}"]


async def test_an_unknown_decision_is_said_to_be_unknown(desk: Root) -> None:
    with pytest.raises(NotFound):
        await looked_up("01a2096f-170b-7694-b467-e43d344eab7d")
    assert (await looked_up("nobody")).found == []


async def test_another_customer_cannot_open_it(desk: Root, decision: str) -> None:
    state = at(InquiryState, "/inquiry")
    with pytest.raises(CompanionError):
        await run(a_customer("c2"), InquiryState.open_decision, state, decision)
    assert state.opened.id == ""
