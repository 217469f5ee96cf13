"""Settings and conditions in a tab's state, without a browser."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from dashboard.errors import NotAllowed, NotFound
from dashboard.guard import assume
from dashboard.home import service
from dashboard.layouts.conditions import InSituation
from dashboard.layouts.model import TileChange
from dashboard.layouts.service import Basis
from dashboard.pages.home import HomeState
from dashboard.parts.settings_state import SettingsState
from dashboard.wiring import Root
from tests.dashboard.pages.states import serving
from tests.support.arrange import a_customer, fill
from widgets.form import in_words
from widgets.kinds.smart import FIXED

ME = a_customer("c1")
WEEKEND = TileChange(show=(InSituation(state="weekend"),))
"""The clock of the tests stands on a Monday."""


@pytest.fixture
async def bank(root: Root) -> AsyncIterator[Root]:
    await fill(root)
    with serving(root):
        yield root


@pytest.fixture
def me() -> Iterator[None]:
    with assume(ME):
        yield


@pytest.fixture
async def panel(bank: Root, me: None) -> Any:
    """Give the state of a tab in which the settings of the bills are open."""
    state: Any = SettingsState(_reflex_internal_init=True)
    await SettingsState.open.fn(state, "dues")
    return state


async def _home(editing: bool = False) -> Any:
    state: Any = HomeState(_reflex_internal_init=True)
    await HomeState.load.fn(state)
    if editing:
        await HomeState.edit.fn(state)
    return state


async def _kept(root: Root, tile: str = "dues") -> Any:
    async with root.reading() as app:
        return (await app.layouts.open(ME, "c1")).layout.tiles[tile]


async def _hide(root: Root, tile: str = "dues") -> None:
    async with root.writing() as app:
        await app.layouts.configure(ME, "c1", tile, WEEKEND, Basis(None))


async def test_nobody_else_opens_the_settings(bank: Root) -> None:
    state: Any = SettingsState(_reflex_internal_init=True)
    with assume(a_customer("c2")):
        await SettingsState.open.fn(state, "dues")
        assert state.title == ""
        with pytest.raises((NotFound, NotAllowed)):
            await SettingsState.open.fn(state, "gone")


async def test_what_is_typed_is_kept_and_the_home_read_again(panel: Any, bank: Root) -> None:
    form = {"setting-days": "30", "setting-rows": "5", "own-title": " Bills ", "pinned": "on"}
    follows = await SettingsState.save.fn(panel, form)
    kept = await _kept(bank)
    assert (kept.config, kept.title, kept.pinned) == ({"days": 30, "rows": 5}, "Bills", True)
    assert (follows, panel.is_open) == (HomeState.reload, False)


async def test_the_preview_follows_what_is_typed(bank: Root, me: None) -> None:
    state: Any = SettingsState(_reflex_internal_init=True)
    await SettingsState.open.fn(state, "smart")
    follows = await SettingsState.draft.fn(state, "is_on", False)
    await SettingsState.draw.fn(state)
    assert follows == SettingsState.draw
    assert in_words(FIXED)["zh-Hans"] in str(state.preview.data)


async def test_the_preview_stays_while_a_field_cannot_be_like_that(panel: Any) -> None:
    await SettingsState.draw.fn(panel)
    was = panel.preview
    await SettingsState.draft.fn(panel, "days", "3")
    await SettingsState.draw.fn(panel)
    assert panel.preview == was


async def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(
    panel: Any, bank: Root
) -> None:
    await SettingsState.save.fn(panel, {"setting-days": "3", "own-title": "Bills"})
    (days,) = [one for one in panel.fields if one.name == "days"]
    assert (days.fault["en"], days.value) == ("At least 7.", "3")
    assert (panel.is_open, panel.title, (await _kept(bank)).title) == (True, "Bills", "")


async def test_a_condition_is_judged_with_every_change(panel: Any) -> None:
    await SettingsState.add_rule.fn(panel, "day")
    await SettingsState.set_rule.fn(panel, 0, "first", "15")
    await SettingsState.set_rule.fn(panel, 0, "last", "15")
    assert panel.rules[0].met_on == ["desktop", "tablet", "phone"]
    await SettingsState.set_rule.fn(panel, 0, "first", "14")
    await SettingsState.set_rule.fn(panel, 0, "last", "14")
    assert panel.rules[0].met_on == []


async def test_a_condition_that_is_not_complete_is_not_kept(panel: Any, bank: Root) -> None:
    await SettingsState.add_rule.fn(panel, "time")
    await SettingsState.set_rule.fn(panel, 0, "until", "")
    assert panel.rules[0].fault["en"]
    await SettingsState.save.fn(panel, {})
    assert (panel.is_open, (await _kept(bank)).show) == (True, ())


async def test_conditions_are_kept_changed_and_taken_away(panel: Any, bank: Root) -> None:
    await SettingsState.add_rule.fn(panel, "device")
    await SettingsState.set_device.fn(panel, 0, "tablet", True)
    await SettingsState.set_device.fn(panel, 0, "phone", False)
    await SettingsState.save.fn(panel, {})
    assert (await _kept(bank)).show[0].devices == ("tablet",)
    await SettingsState.open.fn(panel, "dues")
    await SettingsState.drop_rule.fn(panel, 0)
    await SettingsState.save.fn(panel, {})
    assert (await _kept(bank)).show == ()


async def test_a_card_that_is_away_comes_out_to_be_arranged(bank: Root, me: None) -> None:
    await _hide(bank)
    home = await _home()
    assert "dues" not in {one.id for one in home.tiles}
    assert home.hidden["dues"]
    await HomeState.edit.fn(home)
    assert "dues" in {one.id for one in home.tiles}
    await HomeState.done.fn(home)
    assert "dues" not in {one["tile"] for one in home.places["desktop"]}


async def test_a_drop_leaves_the_place_of_a_card_that_is_away(bank: Root, me: None) -> None:
    await _hide(bank)
    home = await _home()
    await HomeState.arrange.fn(home, "desktop", home.places["desktop"])
    assert "dues" not in {one["tile"] for one in home.places["desktop"]}
    async with bank.reading() as app:
        places = (await app.layouts.open(ME, "c1")).layout.places["desktop"]
    assert "dues" in {one.tile for one in places}


async def test_the_home_is_read_again_only_where_a_card_came_or_went(bank: Root, me: None) -> None:
    home = await _home()
    revision = home.revision
    await HomeState.look.fn(home)
    assert home.revision == revision
    await _hide(bank)
    await HomeState.look.fn(home)
    assert (home.revision, list(home.hidden)) == (revision + 1, ["dues"])


async def test_slow_cards_arrive_beside_what_the_tab_does(bank: Root, me: None) -> None:
    home = await _home()
    await HomeState.follow.fn(home)
    shown = {one.id: home.late.get(one.id, one).state for one in home.tiles}
    assert "loading" not in shown.values()


async def test_cards_whose_time_has_come_are_sent_alone(bank: Root, me: None) -> None:
    home = await _home()
    await HomeState.follow.fn(home)
    home.late = {}
    await HomeState.renew.fn(home, ["balances", "gone"])
    assert list(home.late) == ["balances"]


@pytest.mark.parametrize(("who", "stands_in"), [("c1", True), ("c2", False)])
async def test_only_ones_own_old_values_stand_in(
    bank: Root, monkeypatch: pytest.MonkeyPatch, who: str, stands_in: bool
) -> None:
    monkeypatch.setattr(service, "QUICK_SECONDS", 0.0)
    with assume(ME):
        home = await _home()
    old = [one.model_copy(update={"state": "ready", "message": "old"}) for one in home.tiles]
    home.tiles, home.late = old, {}
    bank.home_sources.memory.forget(None)
    with assume(a_customer(who)):
        await HomeState.load.fn(home)
    assert any(one.message == "old" and one.stale for one in home.tiles) is stands_in
