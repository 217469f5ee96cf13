"""The widgets' port: each call has its own unit of work, as whoever it is bound to."""

import asyncio

import pytest

from dashboard.errors import NotFound
from dashboard.wiring import Root
from tests.dashboard.bank.arrange import an_account, put
from tests.support.arrange import a_customer, a_visitor


@pytest.fixture
async def bank(root: Root):
    async with root.writing() as app:
        await put(app.session, an_account("c1-cur"))
    return root.bank


async def test_the_owner_reads_through_the_port(bank):
    accounts = await bank.seen_by(a_customer("c1")).accounts("c1")
    assert [one.id for one in accounts] == ["c1-cur"]


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
@pytest.mark.parametrize("call", ["accounts", "holdings", "dues"])
async def test_others_are_refused_by_the_port_itself(bank, actor, call):
    more = (30,) if call == "dues" else ()
    with pytest.raises(NotFound):
        await getattr(bank.seen_by(actor), call)("c1", *more)


async def test_calls_may_run_side_by_side(bank):
    own = bank.seen_by(a_customer("c1"))
    found = await asyncio.gather(own.accounts("c1"), own.holdings("c1"), own.dues("c1", 30))
    assert [len(one) for one in found] == [1, 0, 0]
