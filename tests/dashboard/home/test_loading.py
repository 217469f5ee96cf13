"""Tiles load alone: slow, hanging and crashing ones cost only themselves."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from dashboard.home import service as homes
from dashboard.home.service import HomeService
from dashboard.home.sources import Sources
from dashboard.wiring import Root
from recommender.errors import NotFound
from tests.dashboard.home.kinds import Counted, counted, stand_in
from tests.support.arrange import a_customer, fill
from widgets.base import Context
from widgets.errors import SourceDown

ME = a_customer("c1")


class AKind:
    """A kind whose load waits, fails or answers as a test says."""

    def __init__(self) -> None:
        self.may_go = asyncio.Event()
        self.fails: Exception | None = None
        self.loads = 0

    async def load(self, context: Context, config: Any) -> Counted:
        self.loads += 1
        await self.may_go.wait()
        if self.fails:
            raise self.fails
        return await counted(context, config)


@pytest.fixture
async def bank(root: Root) -> Root:
    await fill(root)
    return root


@pytest.fixture
def slow() -> AKind:
    return AKind()


@pytest.fixture
def sources(bank: Root, slow: AKind) -> Sources:
    return stand_in(bank, load=slow.load, timeout_seconds=5.0)


def _state(tiles: Any) -> dict[str, str]:
    return {one.id: one.state for one in tiles}


def _loading(states: dict[str, str]) -> list[str]:
    return [one for one, state in states.items() if state == "loading"]


async def test_nobody_elses_home_is_begun(sources: Sources) -> None:
    with pytest.raises(NotFound):
        await HomeService(sources).begin(a_customer("c2"), "c1")


async def test_a_hanging_tile_follows_when_the_others_are_there(
    sources: Sources, slow: AKind
) -> None:
    home = HomeService(sources)
    opened = await home.begin(ME, "c1", "en")
    states, rest = _state(opened.home.tiles), home.rest_of(opened.follow)
    assert rest
    told = rest.batches()
    while _loading(states) != ["balances"]:
        states |= _state(await anext(told))
    slow.may_go.set()
    assert _state(await anext(told)) == {"balances": "ready"}


async def test_what_comes_from_outside_is_not_waited_for(
    bank: Root, slow: AKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "QUICK_SECONDS", 60.0)
    home = HomeService(stand_in(bank, load=slow.load, timeout_seconds=90.0, provider="Acme"))
    async with asyncio.timeout(30):
        opened = await home.begin(ME, "c1", "en")
    assert _loading(_state(opened.home.tiles)) == ["balances"]
    rest = home.rest_of(opened.follow)
    assert rest
    await rest.stopped()


async def test_a_load_is_followed_once(sources: Sources, slow: AKind) -> None:
    home = HomeService(sources)
    opened = await home.begin(ME, "c1", "en")
    rest = home.rest_of(opened.follow)
    assert rest
    assert home.rest_of(opened.follow) is None
    await rest.stopped()


async def test_a_home_whose_tiles_are_all_quick_has_nothing_to_follow(
    bank: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "QUICK_SECONDS", 10.0)
    opened = await HomeService(stand_in(bank)).begin(ME, "c1", "en")
    assert (opened.follow, "loading" in _state(opened.home.tiles).values()) == ("", False)


@pytest.mark.parametrize("fails", [SourceDown("It is down."), ZeroDivisionError()])
async def test_a_failing_tile_costs_itself(sources: Sources, slow: AKind, fails: Exception) -> None:
    slow.fails = fails
    slow.may_go.set()
    states = _state((await HomeService(sources).open(ME, "c1", "en")).tiles)
    assert states.pop("balances") == "error"
    assert "error" not in states.values()


async def test_the_last_value_stands_in_marked_while_the_new_one_is_on_its_way(
    sources: Sources, slow: AKind
) -> None:
    home = HomeService(sources)
    slow.may_go.set()
    await home.open(ME, "c1", "en")
    slow.may_go.clear()
    opened = await home.begin(ME, "c1", "en")
    (tile,) = [one for one in opened.home.tiles if one.id == "balances"]
    assert (tile.state, tile.stale) == ("ready", True)


async def test_what_a_search_found_never_stands_in(sources: Sources, slow: AKind) -> None:
    home = HomeService(sources)
    slow.may_go.set()
    await home.tile(ME, "c1", "balances", "en", query="water")
    slow.may_go.clear()
    opened = await home.begin(ME, "c1", "en")
    assert _state(opened.home.tiles)["balances"] == "loading"


async def test_a_kind_that_keeps_failing_is_left_alone_for_a_while(
    sources: Sources, slow: AKind
) -> None:
    slow.fails = SourceDown("It is down.")
    slow.may_go.set()
    home = HomeService(sources)
    for _ in range(6):
        assert (await home.tile(ME, "c1", "balances", "en")).state == "error"
    assert slow.loads == 3


async def test_only_some_tiles_may_be_asked_for(sources: Sources, slow: AKind) -> None:
    slow.may_go.set()
    home = await HomeService(sources).open(ME, "c1", "en", only=["balances", "gone"])
    assert _state(home.tiles) == {"balances": "ready"}


async def test_six_cards_that_ask_the_same_ask_once(bank: Root) -> None:
    asked: list[str] = []
    real = bank.home_sources.bank_of(ME)

    class ABank:
        async def accounts(self, customer_id: str) -> Any:
            asked.append("accounts")
            return await real.accounts(customer_id)

        async def holdings(self, customer_id: str) -> Any:
            return await real.holdings(customer_id)

        async def dues(self, customer_id: str, days: int) -> Any:
            return await real.dues(customer_id, days)

    async def load(context: Context, _config: Any) -> Counted:
        for _ in range(6):
            await context.ports.bank.accounts(context.customer_id)
        return Counted()

    sources = replace(stand_in(bank, load=load), bank_of=lambda _actor: ABank())
    await HomeService(sources).open(ME, "c1", "en", only=["balances"])
    assert asked == ["accounts"]


async def test_what_is_on_its_way_ends_with_the_process(sources: Sources) -> None:
    opened = await HomeService(sources).begin(ME, "c1", "en")
    await sources.running.close()
    assert sources.running.take(opened.follow) is None
