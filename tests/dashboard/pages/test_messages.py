"""A thread from both ends: the customer's page, and the adviser's list of who waits."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from dashboard.desk.portfolios.tables import PortfolioRow
from dashboard.errors import Invalid, NotAllowed
from dashboard.pages.adviser import AdviserState
from dashboard.pages.desk_messages import DeskMessagesState
from dashboard.people.model import User
from dashboard.wiring import Root
from recommender.ports import RM, SYSTEM_ACTOR, Actor
from tests.dashboard.bank.arrange import put
from tests.dashboard.life.arrange import a_bank
from tests.dashboard.pages.states import at, run, serving
from tests.support.arrange import a_customer, an_rm

ME, ADVISER = a_customer("c1"), an_rm("c1")


@pytest.fixture
async def advised(root: Root) -> AsyncIterator[Root]:
    """Serve a process in which `rm` looks after c1."""
    await a_bank(root)
    async with root.writing() as app:
        rm = User("rm", {"en": "Jiang Nan"}, frozenset({RM}))
        await app.people.add(SYSTEM_ACTOR, rm, password_hash="none")
        await put(app.session, PortfolioRow(customer_id="c1", rm_id="rm", since=date(2026, 1, 1)))
    with serving(root):
        yield root


async def mine(actor: Actor = ME) -> Any:
    state = at(AdviserState, "/adviser")
    await run(actor, AdviserState.load, state)
    return state


async def desk(actor: Actor = ADVISER) -> Any:
    state = at(DeskMessagesState, "/desk/messages")
    await run(actor, DeskMessagesState.load, state)
    return state


async def test_what_a_customer_writes_waits_on_the_desk_until_it_is_answered(
    advised: Root,
) -> None:
    page = await mine()
    await run(ME, AdviserState.send, page, {"text": "Please help"})
    assert [(one.is_own, one.text) for one in page.said] == [(True, "Please help")]
    list_ = await desk()
    assert (list_.chosen.customer_id, list_.chosen.text) == ("c1", "Please help")
    assert [one.is_own for one in list_.said] == [False]
    await run(ADVISER, DeskMessagesState.answer, list_, {"text": "Of course"})
    assert list_.waiting == []
    assert [one.text for one in (await mine()).said] == ["Please help", "Of course"]


async def test_an_empty_message_is_refused(advised: Root) -> None:
    with pytest.raises(Invalid):
        await run(ME, AdviserState.send, await mine(), {"text": "   "})


async def test_another_adviser_sees_nobody_wait(advised: Root) -> None:
    await run(ME, AdviserState.send, await mine(), {"text": "Please help"})
    other = await desk(an_rm("c2"))
    assert (other.ready, other.waiting, other.said) == (True, [], [])
    await run(an_rm("c2"), DeskMessagesState.choose, other, "c1")
    assert other.said == []


async def test_a_customer_without_an_adviser_is_told_so(advised: Root) -> None:
    assert (await mine(a_customer("c2"))).stage == "nobody"


async def test_a_customer_has_no_desk(advised: Root) -> None:
    with pytest.raises(NotAllowed):
        await desk(ME)
