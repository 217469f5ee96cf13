"""Travelling: the card is off abroad until it is switched on, for a month."""

from datetime import date

import pytest

from dashboard.bank.tables import RateRow
from dashboard.errors import Conflict, NotFound
from dashboard.life.demo import town
from dashboard.life.travel.tables import DestinationRow
from dashboard.wiring import Root
from tests.dashboard.bank.arrange import put
from tests.dashboard.life.arrange import a_bank, stock
from tests.support.arrange import a_customer, a_visitor

ME = a_customer("c1")


@pytest.fixture
async def stocked(root: Root) -> Root:
    """Give a process with the demo's destinations and a rate of the dollar."""
    await a_bank(root)
    await stock(root, DestinationRow, town.destinations())
    rate = RateRow(base="USD", quote="CNY", rated_on=date(2026, 6, 1), rate_e8=712_000_000)
    async with root.writing() as app:
        await put(app.session, rate)
    return root


async def do(root: Root, deed: str, *what: str, actor=ME) -> None:
    async with root.writing() as app:
        await getattr(app.life.travel, deed)(actor, "c1", *what)


async def notice(root: Root, actor=ME):
    async with root.reading() as app:
        return await app.life.travel.notice(actor, "c1")


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_else_sees_or_switches(stocked: Root, actor) -> None:
    with pytest.raises(NotFound):
        await notice(stocked, actor)
    with pytest.raises(NotFound):
        await do(stocked, "switch", actor=actor)


async def test_the_card_is_on_for_thirty_days_and_off_again(stocked: Root) -> None:
    await do(stocked, "choose", "US")
    assert not (await notice(stocked)).is_on
    await do(stocked, "switch")
    on = await notice(stocked)
    assert (on.is_on, on.until) == (True, date(2026, 7, 15))
    await do(stocked, "switch")
    assert not (await notice(stocked)).is_on


async def test_another_destination_switches_the_card_off(stocked: Root) -> None:
    await do(stocked, "choose", "US")
    await do(stocked, "switch")
    await do(stocked, "choose", "JP")
    assert not (await notice(stocked)).is_on


async def test_a_rate_is_told_where_the_bank_has_one(stocked: Root) -> None:
    await do(stocked, "choose", "US")
    assert (await notice(stocked)).rate_e8 == 712_000_000
    await do(stocked, "choose", "TH")
    assert (await notice(stocked)).rate_e8 is None


async def test_without_a_destination_nothing_is_switched(stocked: Root) -> None:
    with pytest.raises(Conflict):
        await do(stocked, "switch")
    with pytest.raises(NotFound):
        await do(stocked, "choose", "XX")
