"""What is done on a card: validated, in the actor's name, then that card is loaded again."""

import asyncio
from typing import Any

import pytest

from dashboard.consents.model import ConsentChange
from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from dashboard.home import service
from dashboard.home.service import HomeService
from dashboard.wiring import Root
from recommender.ports import PERSONALISATION, Actor
from tests.dashboard.home.kinds import stand_in
from tests.support.arrange import a_customer, fill
from widgets.base import Context, Deed
from widgets.errors import NotGranted

ME = a_customer("c1")


@pytest.fixture
async def bank(root: Root) -> Root:
    await fill(root)
    return root


async def _nothing(_context: Context, _config: Any, _deed: Deed) -> None:
    return None


async def test_nobody_else_acts_on_a_home(bank: Root) -> None:
    home = HomeService(stand_in(bank, acts=("pay",), act=_nothing))
    for actor in (a_customer("c2"), Actor("visitor:1", frozenset({"visitor"}))):
        with pytest.raises((NotFound, NotAllowed)):
            await home.act(actor, "c1", "balances", Deed("pay"))


async def test_a_deed_is_done_once_and_the_card_loaded_again(bank: Root) -> None:
    done: list[tuple[str, Deed]] = []

    async def pay(context: Context, _config: Any, deed: Deed) -> None:
        done.append((context.customer_id, deed))

    home = HomeService(stand_in(bank, acts=("pay",), act=pay))
    tile = await home.act(ME, "c1", "balances", Deed("pay", "d1"), "en")
    assert done == [("c1", Deed("pay", "d1"))]
    assert (tile.id, tile.state) == ("balances", "ready")


async def test_a_deed_that_the_kind_does_not_name_is_refused(bank: Root) -> None:
    home = HomeService(stand_in(bank, acts=("pay",), act=_nothing))
    with pytest.raises(Invalid):
        await home.act(ME, "c1", "balances", Deed("erase"))
    with pytest.raises(Invalid):
        await home.act(ME, "c1", "dues", Deed("pay"))


async def test_a_card_that_is_not_on_the_home_is_not_found(bank: Root) -> None:
    home = HomeService(stand_in(bank))
    with pytest.raises(NotFound):
        await home.tile(ME, "c1", "gone")


async def test_a_hanging_deed_ends_and_says_that_it_is_not_known(
    bank: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_context: Context, _config: Any, _deed: Deed) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(service, "ACT_SECONDS", 0.05)
    home = HomeService(stand_in(bank, acts=("pay",), act=hang))
    with pytest.raises(Unavailable):
        await home.act(ME, "c1", "balances", Deed("pay"))


async def test_a_deed_reaches_granted_ports_only(bank: Root) -> None:
    async def pry(context: Context, _config: Any, _deed: Deed) -> None:
        await context.ports.notices.current("c1")

    home = HomeService(stand_in(bank, needs=("bank",), acts=("pry",), act=pry))
    with pytest.raises(NotGranted):
        await home.act(ME, "c1", "balances", Deed("pry"))


async def test_a_load_that_touches_another_port_costs_its_tile(bank: Root) -> None:
    async def pry(context: Context, _config: Any) -> Any:
        return await context.ports.notices.current("c1")

    home = HomeService(stand_in(bank, needs=("bank",), load=pry))
    assert (await home.tile(ME, "c1", "balances")).state == "error"


async def test_a_query_reaches_the_card(bank: Root) -> None:
    home = HomeService(stand_in(bank))
    assert (await home.tile(ME, "c1", "balances", query="water")).data["n"] == len("water")


async def _told(root: Root) -> list[tuple[str, str, str]]:
    async with root.reading() as app:
        return [(one.kind, one.item_id, one.action) for one in await app.interactions.history("c1")]


async def test_the_engine_is_told_of_a_deed(bank: Root) -> None:
    home = HomeService(stand_in(bank, acts=("pay",), act=_nothing))
    await home.act(ME, "c1", "balances", Deed("pay"))
    assert await _told(bank) == [("service", "balances", "click")]


async def test_a_deed_that_failed_is_told_to_nobody(bank: Root) -> None:
    async def fail(_context: Context, _config: Any, _deed: Deed) -> None:
        raise Conflict("There is not enough money.")

    home = HomeService(stand_in(bank, acts=("pay",), act=fail))
    with pytest.raises(Conflict):
        await home.act(ME, "c1", "balances", Deed("pay"))
    assert await _told(bank) == []


async def test_without_consent_a_deed_is_done_and_used_for_nothing(bank: Root) -> None:
    async with bank.writing() as app:
        change = ConsentChange(purposes={PERSONALISATION: False})
        await app.consents.change(ME, "c1", change)
    home = HomeService(stand_in(bank, acts=("pay",), act=_nothing))
    await home.act(ME, "c1", "balances", Deed("pay"))
    assert await _told(bank) == []
