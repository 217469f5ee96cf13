"""A thread from both ends: the customer's page, and the adviser's list of who waits."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from dashboard.desk.portfolios.tables import PortfolioRow
from dashboard.errors import Invalid, NotAllowed
from dashboard.life.advice.model import MessageIn
from dashboard.pages.adviser import AdviserState
from dashboard.pages.desk import DeskState
from dashboard.pages.desk_messages import DeskMessagesState
from dashboard.people.model import User
from dashboard.wiring import Root
from recommender.customers.model import CustomerIn
from recommender.database import new_id
from recommender.ports import PERSONALISATION, RM, SYSTEM_ACTOR, Actor
from tests.dashboard.bank.arrange import put
from tests.dashboard.life.arrange import a_bank
from tests.dashboard.pages.states import at, run, serving
from tests.support.arrange import a_customer, a_product, an_rm

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


async def _shown(root: Root) -> str:
    """Have the engine show a product to c1, and return the decision."""
    async with root.writing() as app:
        await app.consents.set_many(SYSTEM_ACTOR, {"c1": frozenset({PERSONALISATION})})
        known = CustomerIn(capacity=3, assessed_until=root.clock.today() + timedelta(days=9))
        await app.customers.put(SYSTEM_ACTOR, "c1", known)
        await app.catalogue.put_many(SYSTEM_ACTOR, [a_product("p1"), a_product("p2", grade=5)])
    async with root.reading() as app:
        answer = await app.recommend.recommend(ME, "c1", ("product",), "home.products", 5, "en")
    assert [one.id for one in answer.items] == ["p1"]
    return answer.decision_id


async def test_a_message_about_a_product_waits_on_the_desk_with_the_same_decision(
    advised: Root,
) -> None:
    decision = await _shown(advised)
    page = at(AdviserState, f"/adviser?about=product:p1&d={decision}")
    await run(ME, AdviserState.load, page)
    assert page.about
    await run(ME, AdviserState.send, page, {"text": "Is this for me?"})
    assert [(one.href, one.decision_id) for one in page.said] == [("/products/p1", decision)]
    assert page.about == {}
    followups = at(DeskState, "/desk")
    await run(ADVISER, DeskState.load, followups)
    assert [(one.text, one.decision_id) for one in followups.waiting] == [
        ("Is this for me?", decision)
    ]
    assert [one.decision_id for one in (await desk()).said] == [decision]


@pytest.mark.parametrize("wanted", ["product:", "loan:p1", "product:nothing", "x" * 200])
async def test_an_address_that_names_nothing_known_is_about_nothing(
    advised: Root, wanted: str
) -> None:
    page = at(AdviserState, f"/adviser?about={wanted}")
    await run(ME, AdviserState.load, page)
    assert page.about == {}


async def test_a_decision_that_did_not_show_the_item_is_refused(advised: Root) -> None:
    decision = await _shown(advised)
    for named in (f"product:p2&d={decision}", f"product:p1&d={new_id()}"):
        page = at(AdviserState, f"/adviser?about={named}")
        await run(ME, AdviserState.load, page)
        with pytest.raises(Invalid):
            await run(ME, AdviserState.send, page, {"text": "Is this for me?"})


async def test_the_desk_opens_the_customer_whom_the_address_names(advised: Root) -> None:
    async with advised.writing() as app:
        await put(app.session, PortfolioRow(customer_id="c2", rm_id="rm", since=date(2026, 1, 1)))
        for one in ("c1", "c2"):
            await app.life.advice.write(a_customer(one), one, MessageIn(text="Hello"))
    state = at(DeskMessagesState, "/desk/messages?customer=c2")
    await run(an_rm("c1", "c2"), DeskMessagesState.load, state)
    assert state.chosen.customer_id == "c2"
