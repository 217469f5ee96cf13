"""The desk's list: own customers who share, the open one at the right, an outcome closes it."""

from typing import Any

import pytest

from dashboard.errors import Invalid, NotAllowed
from dashboard.pages.desk import DeskState
from dashboard.wiring import Root
from recommender.ports import Actor
from tests.dashboard.pages.states import at, run
from tests.support.arrange import a_customer, an_rm

RM = an_rm("c1", "c2")


async def opened(actor: Actor = RM) -> Any:
    state = at(DeskState, "/desk")
    await run(actor, DeskState.load, state)
    return state


async def test_the_list_names_only_own_customers_who_share(desk: Root) -> None:
    state = await opened()
    assert state.ready
    assert {one.customer_id for one in state.rows} == {"c1"}
    assert {one.signal for one in state.rows} == {"repeated_reading", "maturity_idle_cash"}
    assert (await opened(an_rm("c2"))).rows == []


async def test_the_first_is_open_with_what_may_be_offered_and_what_not(desk: Root) -> None:
    first = (await opened()).chosen
    assert first.id
    assert first.decision_id
    assert [one.id for one in first.offered] == ["p1"]
    assert [(one.id, one.text) for one in first.withheld] == [
        ("p2", "riskier than the assessed capacity")
    ]


async def test_a_follow_up_opens_by_a_click_and_a_strange_one_does_not(desk: Root) -> None:
    state = await opened()
    last = state.rows[-1]
    await run(RM, DeskState.choose, state, last.id)
    assert state.chosen == last
    await run(RM, DeskState.choose, state, "somebody-elses")
    assert state.chosen.id == ""


async def test_an_outcome_takes_it_off_the_list_and_opens_the_next(desk: Root) -> None:
    state = await opened()
    done, following = state.rows[0], state.rows[1]
    await run(RM, DeskState.outcome, state, {"outcome": "done"})
    assert state.settled == done.id
    assert done.id not in [one.id for one in state.rows]
    assert state.chosen.id == following.id
    assert state.chosen.quiet_until, "After a call the customer is left alone for some days."


async def test_a_skip_without_a_reason_changes_nothing(desk: Root) -> None:
    state = await opened()
    with pytest.raises(Invalid):
        await run(RM, DeskState.outcome, state, {"outcome": "skip"})
    assert len((await opened()).rows) == len(state.rows)


async def test_a_customer_gets_no_list(desk: Root) -> None:
    with pytest.raises(NotAllowed):
        await opened(a_customer("c1"))
