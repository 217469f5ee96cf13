"""Threads: between a customer and the own adviser, and nobody else."""

from datetime import date

import pytest

from dashboard.desk.portfolios.tables import PortfolioRow
from dashboard.errors import Conflict, NotAllowed, NotFound
from dashboard.life.advice.model import MessageIn
from dashboard.people.model import User
from dashboard.wiring import Root
from recommender.ports import RM, SYSTEM_ACTOR
from tests.dashboard.bank.arrange import put
from tests.dashboard.life.arrange import a_bank
from tests.support.arrange import a_compliance_officer, a_customer, a_visitor, an_rm

ME = a_customer("c1")


@pytest.fixture
async def advised(root: Root) -> Root:
    """Give a process in which `rm` looks after c1."""
    await a_bank(root)
    async with root.writing() as app:
        rm = User("rm", {"en": "Jiang Nan"}, frozenset({RM}))
        await app.people.add(SYSTEM_ACTOR, rm, password_hash="none")
        await put(app.session, PortfolioRow(customer_id="c1", rm_id="rm", since=date(2026, 1, 1)))
    return root


async def write(root: Root, actor, text: str = "Hello", customer_id: str = "c1"):
    async with root.writing() as app:
        return await app.life.advice.write(actor, customer_id, MessageIn(text=text))


@pytest.mark.parametrize(
    "actor", [a_visitor(), a_customer("c2"), an_rm("c2"), a_compliance_officer()]
)
async def test_nobody_else_reads_or_writes(advised: Root, actor) -> None:
    async with advised.reading() as app:
        with pytest.raises(NotFound):
            await app.life.advice.thread(actor, "c1")
    with pytest.raises(NotFound):
        await write(advised, actor)


async def test_a_message_waits_on_the_desk_until_it_is_answered(advised: Root) -> None:
    await write(advised, ME, "Please help")
    async with advised.reading() as app:
        (waiting,) = await app.life.advice.unanswered(an_rm("c1"))
        assert (waiting.customer_id, waiting.text) == ("c1", "Please help")
        assert await app.life.advice.unanswered(an_rm("c2")) == []
        assert (await app.life.advice.adviser(ME, "c1")).waits_for_answer
    await write(advised, an_rm("c1"), "Of course")
    async with advised.reading() as app:
        assert await app.life.advice.unanswered(an_rm("c1")) == []
        adviser = await app.life.advice.adviser(ME, "c1")
    assert [(one.is_mine, one.text) for one in adviser.thread] == [
        (True, "Please help"),
        (False, "Of course"),
    ]


async def test_a_second_wish_to_be_called_adds_nothing(advised: Root) -> None:
    for _ in range(2):
        async with advised.writing() as app:
            await app.life.advice.ask_for_call(ME, "c1")
    async with advised.reading() as app:
        thread = await app.life.advice.thread(ME, "c1")
    assert [one.asks_call for one in thread] == [True]


async def test_nobody_can_be_asked_where_nobody_looks_after_one(advised: Root) -> None:
    other = a_customer("c2")
    with pytest.raises(Conflict):
        await write(advised, other, customer_id="c2")
    async with advised.reading() as app:
        assert await app.life.advice.adviser(other, "c2") is None


async def test_a_customer_has_no_desk(advised: Root) -> None:
    async with advised.reading() as app:
        with pytest.raises(NotAllowed):
            await app.life.advice.unanswered(ME)
