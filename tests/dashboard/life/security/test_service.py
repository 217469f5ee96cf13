"""The watch: judged as it is posted, swept afterwards, answered once by the customer."""

from datetime import timedelta

import pytest

from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound
from dashboard.life.security.model import TransferIn
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.conftest import NOW
from tests.dashboard.bank.arrange import a_draft
from tests.dashboard.life.arrange import a_bank, balance
from tests.support.arrange import a_compliance_officer, a_customer, a_key, a_visitor

ME, CORE = a_customer("c1"), a_key("transfers:write")


def reported(transfer_id: str = "t-1", **fields) -> TransferIn:
    given = {
        "transfer_id": transfer_id,
        "customer_id": "c1",
        "payee_id": "payee-x",
        "payee": {"en": "Stranger"},
        "amount_minor": 800_000,
    }
    return TransferIn.model_validate(given | fields)


async def take(root: Root, given: TransferIn, actor=CORE):
    async with root.writing() as app:
        return await app.life.security.take(actor, given)


async def watched(root: Root, actor=ME):
    async with root.reading() as app:
        return await app.life.security.watch(actor, "c1")


async def answer(root: Root, deed: str, alert_id: str, actor=ME) -> None:
    async with root.writing() as app:
        await getattr(app.life.security, deed)(actor, "c1", alert_id)


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_else_sees_or_answers_alerts(root: Root, actor) -> None:
    await a_bank(root, minor=10**7)
    await take(root, reported())
    (alert,) = (await watched(root)).alerts
    with pytest.raises(NotFound):
        await watched(root, actor)
    with pytest.raises(NotFound):
        await answer(root, "freeze", alert.id, actor)


async def test_only_the_core_bank_reports_transfers(root: Root) -> None:
    await a_bank(root)
    for actor in (ME, a_key("events:write"), a_compliance_officer()):
        with pytest.raises(NotAllowed):
            await take(root, reported(), actor)


async def test_an_odd_transfer_is_seen_in_the_transaction_that_posts_it(root: Root) -> None:
    await a_bank(root, minor=10**7)
    taken = await take(root, reported())
    assert taken.oddities == ["amount", "payee"]
    watch = await watched(root)
    assert [one.oddities for one in watch.alerts] == [("amount", "payee")]
    assert (watch.watched, await balance(root)) == (1, 10**7 - 800_000)


async def test_a_usual_transfer_raises_nothing(root: Root) -> None:
    await a_bank(root, minor=10**7)
    assert (await take(root, reported(amount_minor=10_000))).oddities == []
    assert (await watched(root)).alerts == []


async def test_what_raised_an_alert_is_not_taken_for_usual_until_it_is_confirmed(
    root: Root,
) -> None:
    await a_bank(root, minor=10**7)
    await take(root, reported())
    again = reported("t-2", payee_id="payee-y")
    assert (await take(root, again)).oddities == ["amount", "payee"]
    for alert in (await watched(root)).alerts:
        await answer(root, "confirm", alert.id)
    assert (await take(root, reported("t-3", payee_id="payee-z"))).oddities == []


async def test_the_same_report_is_taken_once(root: Root) -> None:
    await a_bank(root, minor=10**7)
    first, second = await take(root, reported()), await take(root, reported())
    assert first == second
    assert len((await watched(root)).alerts) == 1
    assert await balance(root) == 10**7 - 800_000


@pytest.mark.parametrize("away", [timedelta(days=-401), timedelta(minutes=10)])
async def test_a_report_from_long_ago_or_the_future_is_refused(root: Root, away) -> None:
    await a_bank(root, minor=10**7)
    with pytest.raises(Invalid):
        await take(root, reported(at=NOW + away))


async def test_it_was_me_settles_an_alert_once(root: Root) -> None:
    await a_bank(root, minor=10**7)
    await take(root, reported())
    (alert,) = (await watched(root)).alerts
    await answer(root, "confirm", alert.id)
    assert [one.state for one in (await watched(root)).alerts] == ["mine"]
    with pytest.raises(NotFound):
        await answer(root, "freeze", alert.id)
    assert (await watched(root)).frozen_since is None


async def test_freezing_stops_payments_until_the_bank_releases_them(root: Root) -> None:
    await a_bank(root, minor=10**7)
    await take(root, reported())
    (alert,) = (await watched(root)).alerts
    await answer(root, "freeze", alert.id)
    assert (await watched(root)).frozen_since is not None
    with pytest.raises(Conflict, match="frozen"):
        await take(root, reported("t-2"))
    async with root.writing() as app:
        with pytest.raises(NotAllowed):
            await app.life.security.release(ME, "c1")
        await app.life.security.release(a_compliance_officer(), "c1")
    assert (await take(root, reported("t-2"))).transaction_id


async def test_a_transfer_by_another_way_is_found_afterwards(root: Root) -> None:
    await a_bank(root, minor=10**7)
    async with root.writing() as app:
        assert await app.life.security.sweep(SYSTEM_ACTOR) == 0
        lines = (("c1-cur", -900_000), ("bank-outside-cny", 900_000))
        await app.ledger.post(SYSTEM_ACTOR, a_draft(*lines))
    async with root.writing() as app:
        assert await app.life.security.has_unwatched(SYSTEM_ACTOR)
        assert await app.life.security.sweep(SYSTEM_ACTOR) == 1
        assert not await app.life.security.has_unwatched(SYSTEM_ACTOR)
        assert await app.life.security.sweep(SYSTEM_ACTOR) == 0
    assert len((await watched(root)).alerts) == 1


async def test_the_sweep_is_nobodys_but_the_products(root: Root) -> None:
    async with root.writing() as app:
        for actor in (ME, a_compliance_officer()):
            with pytest.raises(NotAllowed):
                await app.life.security.sweep(actor)


async def test_without_an_account_nothing_is_watched(root: Root) -> None:
    assert await watched(root) is None
