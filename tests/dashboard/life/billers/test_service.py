"""Bills: seen and paid by their customer, once, and never without the money."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dashboard.bank.tables import TransactionRow
from dashboard.errors import Conflict, NotFound
from dashboard.wiring import Root
from recommender.database import new_id
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.bank.arrange import an_account, put
from tests.dashboard.life.arrange import a_bank, balance, owed
from tests.support.arrange import a_customer, a_visitor

ME = a_customer("c1")


async def pay(root: Root, bill_id: str, actor=ME, customer_id: str = "c1"):
    async with root.writing() as app:
        return await app.life.billers.pay(actor, customer_id, bill_id)


async def payments(root: Root) -> int:
    async with root.database.reading() as session:
        query = select(func.count()).where(TransactionRow.kind.in_(("bill", "card_payment")))
        return await session.scalar(query) or 0


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_else_sees_or_pays_a_bill(root: Root, actor) -> None:
    await a_bank(root)
    bill = await owed(root)
    async with root.reading() as app:
        with pytest.raises(NotFound):
            await app.life.billers.to_pay(actor, "c1")
    with pytest.raises(NotFound):
        await pay(root, bill, actor)
    assert await payments(root) == 0


async def test_a_bill_of_somebody_else_is_not_there(root: Root) -> None:
    await a_bank(root)
    bill = await owed(root)
    with pytest.raises(NotFound):
        await pay(root, bill, a_customer("c2"), "c2")


async def test_paying_moves_the_money_and_closes_the_bill(root: Root) -> None:
    await a_bank(root, minor=20_000)
    receipt = await pay(root, await owed(root, minor=12_345))
    assert (receipt.is_new, receipt.amount.minor) == (True, 12_345)
    assert await balance(root) == 7_655
    async with root.reading() as app:
        assert await app.life.billers.to_pay(ME, "c1") == []
        assert [one.bill_id for one in await app.life.billers.receipts(ME, "c1", 5)] == [
            receipt.bill_id
        ]


async def test_paying_again_pays_nothing(root: Root) -> None:
    await a_bank(root, minor=50_000)
    bill = await owed(root)
    first, second = await pay(root, bill), await pay(root, bill)
    assert (first.is_new, second.is_new) == (True, False)
    assert await payments(root) == 1


async def test_two_clicks_at_once_pay_once(root: Root) -> None:
    await a_bank(root, minor=50_000)
    bill = await owed(root)
    receipts = await asyncio.gather(*(pay(root, bill) for _ in range(4)))
    assert sorted(one.is_new for one in receipts) == [False, False, False, True]
    assert await payments(root) == 1
    assert await balance(root) == 50_000 - 12_345


async def test_too_little_money_leaves_the_bill_open(root: Root) -> None:
    await a_bank(root, minor=12_344)
    bill = await owed(root)
    with pytest.raises(Conflict, match="not enough money"):
        await pay(root, bill)
    assert (await payments(root), await balance(root)) == (0, 12_344)
    async with root.reading() as app:
        assert [one.id for one in await app.life.billers.to_pay(ME, "c1")] == [bill]


async def test_two_bills_at_once_cannot_overdraw_the_account(root: Root) -> None:
    await a_bank(root, minor=15_000)
    bills = [await owed(root) for _ in range(2)]
    done = await asyncio.gather(*(pay(root, one) for one in bills), return_exceptions=True)
    assert sorted(isinstance(one, Conflict) for one in done) == [False, True]
    assert await balance(root) == 15_000 - 12_345


async def test_a_cards_bill_is_paid_into_the_card(root: Root) -> None:
    await a_bank(root, minor=50_000)
    async with root.writing() as app:
        await put(app.session, an_account("c1-card", kind="card"))
    await pay(root, await owed(root, minor=9_000, kind="card"))
    async with root.reading() as app:
        accounts = {one.kind: one for one in await app.bank.accounts(SYSTEM_ACTOR, "c1")}
    assert accounts["card"].balance.minor == 9_000


async def test_a_frozen_account_pays_nothing(root: Root) -> None:
    await a_bank(root, minor=50_000)
    bill = await owed(root)
    async with root.writing() as app:
        store = app.life.security._store
        await store.freeze("c1", new_id(), root.clock.now())
    with pytest.raises(Conflict, match="frozen"):
        await pay(root, bill)


async def test_a_paid_bill_proves_the_task_of_this_month(root: Root) -> None:
    await a_bank(root, minor=50_000)
    await pay(root, await owed(root))
    async with root.reading() as app:
        store = app.life.billers._store
        now = root.clock.now()
        assert await store.has_paid_here("c1", now - timedelta(minutes=1))
        assert not await store.has_paid_here("c2", now - timedelta(minutes=1))


@pytest.mark.parametrize("bill_id", ["nonsense", "0193a5f0-0000-7000-8000-000000000000"])
async def test_an_unknown_bill_is_not_there(root: Root, bill_id: str) -> None:
    await a_bank(root)
    with pytest.raises(NotFound):
        await pay(root, bill_id)
