"""The panel's handlers, without a browser."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from dashboard.errors import Conflict
from dashboard.layouts.bank_home import BankHome, Card
from dashboard.layouts.homes_repository import publish
from dashboard.layouts.model import TileChange
from dashboard.layouts.service import Basis
from dashboard.parts.arranging.banners import NewsState
from dashboard.parts.arranging.devices import DeviceState
from dashboard.parts.arranging.history import HistoryState
from dashboard.parts.arranging.sharing import ShareState
from dashboard.parts.home_state import HomeState
from dashboard.wiring import Root
from tests.dashboard.pages.states import at, run, serving
from tests.support.arrange import NOW, a_customer, fill

ME, NEWEST = a_customer("c1"), Basis(None)
HOME = BankHome(cards=(Card(kind="notices"), Card(kind="balances"), Card(kind="dues")))


@pytest.fixture
async def bank(root: Root) -> AsyncIterator[Root]:
    await fill(root)
    with serving(root):
        yield root


async def _titled(root: Root, title: str) -> None:
    async with root.writing() as app:
        await app.layouts.configure(ME, "c1", "balances", TileChange(title=title), NEWEST)


async def _layout(root: Root) -> Any:
    async with root.reading() as app:
        return (await app.layouts.open(ME, "c1")).layout


async def test_versions_are_listed_by_day(bank: Root) -> None:
    for title in "ab":
        await _titled(bank, title)
    state = at(HistoryState, "/")
    await run(ME, HistoryState.load, state)
    assert [(one.version, one.op) for one in state.versions] == [
        (3, "save"),
        (2, "save"),
        (1, "default"),
    ]
    assert [one.day for one in state.versions] == ["2026-06-15", "", ""]
    assert [one.is_newest for one in state.versions] == [True, False, False]


async def test_a_version_shows_what_going_back_means_and_closes_again(bank: Root) -> None:
    await _titled(bank, "Ours")
    state = at(HistoryState, "/")
    await run(ME, HistoryState.choose, state, 1)
    assert [one["en"] for one in state.changes] == ["“Balances”: the title changed"]
    await run(ME, HistoryState.choose, state, 1)
    assert state.chosen == 0


async def test_a_version_is_named_and_restored_and_the_home_is_shown_anew(bank: Root) -> None:
    await _titled(bank, "Ours")
    state = at(HistoryState, "/")
    await run(ME, HistoryState.choose, state, 1)
    await run(ME, HistoryState.call, state, {"name": "Before"})
    following = await run(ME, HistoryState.restore, state, 1)
    assert HomeState.reload in following
    assert (await _layout(bank)).tiles["balances"].title == ""
    await run(ME, HistoryState.load, state)
    assert [one.name for one in state.versions] == ["", "", "Before"]


async def test_a_version_that_is_gone_is_said_to_be(bank: Root) -> None:
    with pytest.raises(Conflict):
        await run(ME, HistoryState.restore, at(HistoryState, "/"), 9)


async def test_a_screen_is_given_back(bank: Root) -> None:
    layout = await _layout(bank)
    first, second, *rest = layout.places["phone"]
    swapped = (
        first.model_copy(update={"tile": second.tile}),
        second.model_copy(update={"tile": first.tile}),
        *rest,
    )
    async with bank.writing() as app:
        await app.layouts.arrange(ME, "c1", ("phone", swapped), NEWEST)
    state = at(DeviceState, "/")
    await run(ME, DeviceState.load, state)
    assert state.own == {"tablet": False, "phone": True}
    await run(ME, DeviceState.give_back, state, "phone")
    assert (await _layout(bank)).places["phone"] == layout.places["phone"]


async def test_an_arrangement_is_shared_by_a_code(bank: Root) -> None:
    state, other = at(ShareState, "/"), a_customer("c2")
    await run(ME, ShareState.share, state)
    theirs = at(ShareState, "/")
    following = await run(other, ShareState.take, theirs, {"code": state.code})
    assert (following, theirs.fault) == (HomeState.reload, {})


async def test_a_wrong_code_is_said_at_the_field(bank: Root) -> None:
    state = at(ShareState, "/")
    await run(ME, ShareState.take, state, {"code": "AAAA-AAAA"})
    assert state.fault["zh-Hans"] == "没有这个分享码对应的排列。"


async def test_an_arrangement_is_taken_over_from_a_file(bank: Root) -> None:
    async with bank.writing() as app:
        await app.layouts.remove(ME, "c1", "feed", NEWEST)
        file = (await app.layouts.template(ME, "c1")).model_dump_json()
    state, other = at(ShareState, "/"), a_customer("c2")
    assert await run(other, ShareState.take_file, state, file) == HomeState.reload
    async with bank.reading() as app:
        theirs = (await app.layouts.open(other, "c2")).layout
    assert "feed" not in {tile.kind for tile in theirs.tiles.values()}


@pytest.mark.parametrize("text", ["", "no JSON", "{}", '{"format": "home-template/9"}'])
async def test_a_file_of_something_else_is_told_and_changes_nothing(bank: Root, text: str) -> None:
    before = (await _layout(bank)).version
    state = at(ShareState, "/")
    assert await run(ME, ShareState.take_file, state, text) is None
    assert state.fault["en"] == "This file holds no arrangement that was shared here."
    assert (await _layout(bank)).version == before


@pytest.mark.parametrize(("handler", "stays"), [("take", False), ("leave", True)])
async def test_the_banks_new_home_is_offered_once(bank: Root, handler: str, stays: bool) -> None:
    await _titled(bank, "Ours")
    async with bank.writing() as app:
        await publish(app.session, "mass", HOME, (1, NOW, "m1"), bank.bank_homes.drop)
    state = at(NewsState, "/")
    await run(ME, NewsState.load, state)
    assert state.changes
    await run(ME, getattr(NewsState, handler), state)
    assert ("feed" in (await _layout(bank)).tiles) is stays
    await run(ME, NewsState.load, state)
    assert state.changes == []
