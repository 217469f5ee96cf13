"""Odd transfers on the open home, without a browser."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from dashboard.parts.alerts import AlertState
from dashboard.parts.home_state import HomeState
from dashboard.wiring import Root
from tests.conftest import NOW
from tests.dashboard.life.arrange import a_bank
from tests.dashboard.life.security.test_service import ME, reported, take, watched
from tests.dashboard.pages.states import run, serving
from widgets.tile import Tile

CARDS = [Tile(id="watch", kind="alerts"), Tile(id="other", kind="dues")]


@pytest.fixture
async def bank(root: Root) -> AsyncIterator[Root]:
    """Give a bank whose customer c1 can make an odd transfer."""
    await a_bank(root, minor=10**8)
    with serving(root):
        yield root


@pytest.fixture
def tab(bank: Root) -> Any:
    """Give the state of a tab with a home of two cards."""
    state: Any = AlertState(_reflex_internal_init=True)
    home: Any = HomeState(_reflex_internal_init=True)
    home.tiles = CARDS

    async def get_state(asked: type) -> Any:
        return {HomeState: home}[asked]

    object.__setattr__(state, "get_state", get_state)
    return state


async def look(tab: Any) -> Any:
    return await run(ME, AlertState.look, tab)


async def test_a_new_alert_opens_and_its_card_is_loaded_again(tab: Any, bank: Root) -> None:
    await look(tab)
    await take(bank, reported())
    again = await look(tab)
    assert (tab.is_open, tab.newest.minor, tab.newest.payee) == (True, 800_000, {"en": "Stranger"})
    assert tab.newest.why["en"] == "much more than usual, to somebody new"
    assert "watch" in str(again.args)
    assert "other" not in str(again.args)


async def test_a_tab_that_looks_hears_the_news_of_its_customer(tab: Any, bank: Root) -> None:
    await look(tab)
    bank.open_homes.tell("c1")
    assert len(await bank.open_homes.news(within_seconds=5)) == 1


async def test_a_look_without_news_changes_nothing(tab: Any, bank: Root) -> None:
    await take(bank, reported())
    await look(tab)
    await run(ME, AlertState.close, tab)
    assert await look(tab) is None
    assert not tab.is_open


@pytest.mark.parametrize(("minutes", "is_open"), [(5, True), (60, False)])
async def test_an_alert_from_before_opens_by_itself_while_it_is_fresh(
    tab: Any, bank: Root, minutes: int, is_open: bool
) -> None:
    await take(bank, reported(at=NOW - timedelta(minutes=minutes)))
    await look(tab)
    assert (tab.newest.minor, tab.is_open) == (800_000, is_open)


async def test_it_was_me_takes_it_away(tab: Any, bank: Root) -> None:
    await take(bank, reported())
    await look(tab)
    await run(ME, AlertState.confirm, tab, tab.newest.id)
    await look(tab)
    assert (tab.is_open, tab.newest.id) == (False, "")
    assert (await watched(bank)).alerts[0].state == "mine"


async def test_freezing_says_that_payments_are_stopped(tab: Any, bank: Root) -> None:
    await take(bank, reported())
    await look(tab)
    await run(ME, AlertState.freeze, tab, tab.newest.id)
    await look(tab)
    assert tab.is_open
    since = (await watched(bank)).frozen_since
    assert since is not None
    assert tab.frozen == since.isoformat()
