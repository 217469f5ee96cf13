"""The home's event handlers, without a browser."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from dashboard import wiring
from dashboard.errors import Mandatory
from dashboard.guard import assume
from dashboard.layouts.service import Basis
from dashboard.pages.home import WORKPLACES, HomeState
from dashboard.parts.arranging.merge_state import MergeState
from dashboard.wiring import Root
from recommender.ports import CUSTOMER, VISITOR, Actor
from tests.support.arrange import a_customer, fill

ME = a_customer("c1")


@pytest.fixture
async def bank(root: Root) -> AsyncIterator[Root]:
    await fill(root)
    wiring.forget_root()
    wiring._root.append(root)
    yield root
    wiring.forget_root()


@pytest.fixture
def me() -> Iterator[None]:
    with assume(ME):
        yield


@pytest.fixture
async def home(bank: Root, me: None) -> Any:
    """Give the state of a tab that has opened the home."""
    state: Any = HomeState(_reflex_internal_init=True)
    beside = {MergeState: MergeState(_reflex_internal_init=True)}

    async def get_state(asked: type) -> Any:
        return beside[asked]

    object.__setattr__(state, "get_state", get_state)
    await HomeState.load.fn(state)
    return state


def _swapped(state: Any) -> list[dict[str, Any]]:
    first, second, *rest = state.places["desktop"]
    assert (first["w"], first["h"]) == (second["w"], second["h"])
    return [first | {"tile": second["tile"]}, second | {"tile": first["tile"]}, *rest]


async def _elsewhere(root: Root) -> None:
    async with root.writing() as app:
        await app.layouts.remove(ME, "c1", "feed", Basis(None, "phone"))


async def _newest(root: Root) -> int:
    async with root.reading() as app:
        return (await app.layouts.open(ME, "c1")).layout.version


@pytest.mark.parametrize(
    ("actor", "path"),
    [
        (Actor("visitor:1", frozenset({VISITOR})), "/sign-in"),
        *[(Actor("staff", frozenset({role})), path) for role, path in WORKPLACES.items()],
    ],
)
async def test_others_are_sent_to_their_own_place(bank: Root, actor: Actor, path: str) -> None:
    state: Any = HomeState(_reflex_internal_init=True)
    with assume(actor):
        sent = await HomeState.load.fn(state)
    assert path in str(sent.args)
    assert state.tiles == []


async def test_the_home_opens_locked_with_every_tile(home: Any) -> None:
    assert (home.editing, home.version) == (False, 1)
    assert {tile.id for tile in home.tiles} == {place["tile"] for place in home.places["phone"]}


async def test_a_drop_is_saved_and_tells_the_version_only(home: Any, bank: Root) -> None:
    revision = home.revision
    await HomeState.arrange.fn(home, "desktop", _swapped(home))
    assert (home.version, home.can_undo, home.revision) == (2, True, revision)
    assert await _newest(bank) == 2


async def test_a_stale_drop_is_put_together_with_the_newer_home(home: Any, bank: Root) -> None:
    mine = _swapped(home)
    await _elsewhere(bank)
    await HomeState.arrange.fn(home, "desktop", mine)
    assert home.version == 3
    assert home.places["desktop"][0]["tile"] == mine[0]["tile"]
    assert "feed" not in {tile.id for tile in home.tiles}


async def test_what_was_put_together_is_told_and_can_be_put_away(home: Any, bank: Root) -> None:
    await _elsewhere(bank)
    await HomeState.arrange.fn(home, "desktop", _swapped(home))
    told = await home.get_state(MergeState)
    assert (told.is_told, told.is_merged, len(told.theirs)) == (True, True, 1)
    assert "taken away" in told.theirs[0]["en"]
    await MergeState.close.fn(told)
    assert (told.is_told, told.mine) == (False, [])


async def test_a_merge_can_be_undone(home: Any, bank: Root) -> None:
    before = home.places["desktop"][0]
    await _elsewhere(bank)
    await HomeState.arrange.fn(home, "desktop", _swapped(home))
    await HomeState.undo.fn(home)
    assert home.places["desktop"][0] == before
    assert "feed" not in {tile.id for tile in home.tiles}


async def test_a_stale_undo_does_not_take_back_what_another_device_did(
    home: Any, bank: Root
) -> None:
    await HomeState.arrange.fn(home, "desktop", _swapped(home))
    await _elsewhere(bank)
    await HomeState.undo.fn(home)
    assert home.version == 3
    assert "feed" not in {tile.id for tile in home.tiles}
    told = await home.get_state(MergeState)
    assert (told.is_told, told.is_merged) == (True, False)


async def test_removed_undone_redone_and_reset(home: Any) -> None:
    await HomeState.remove.fn(home, "feed")
    assert "feed" not in {tile.id for tile in home.tiles}
    await HomeState.undo.fn(home)
    assert "feed" in {tile.id for tile in home.tiles}
    await HomeState.redo.fn(home)
    await HomeState.start_over.fn(home)
    assert (home.version, home.can_undo, home.can_redo) == (5, True, False)


async def test_the_mandatory_card_is_refused_by_the_handler_too(home: Any) -> None:
    with pytest.raises(Mandatory):
        await HomeState.remove.fn(home, "notices")
    assert "notices" in {tile.id for tile in home.tiles}


async def test_editing_begins_and_ends(home: Any) -> None:
    await HomeState.edit.fn(home)
    assert home.editing
    await HomeState.done.fn(home)
    assert not home.editing


async def test_tiles_are_loaded_again_without_moving_anything(home: Any) -> None:
    revision = home.revision
    home.tiles = []
    await HomeState.refresh.fn(home)
    assert len(home.tiles) == len(home.places["desktop"])
    assert home.revision == revision


async def test_a_state_that_was_lost_still_saves(home: Any, bank: Root) -> None:
    """After a restart the tab's state is empty, and the grid is still on the screen."""
    places = _swapped(home)
    lost: Any = HomeState(_reflex_internal_init=True)
    await HomeState.arrange.fn(lost, "desktop", places)
    assert (lost.version, await _newest(bank)) == (2, 2)


def test_customers_stay_where_they_are() -> None:
    assert CUSTOMER not in WORKPLACES


async def test_a_deed_that_is_refused_is_told_and_the_card_shown_as_it_is(home: Any) -> None:
    (told,) = await HomeState.act.fn(home, "notices", "erase")
    assert "This card cannot do that." in str(told.args)
    assert home.late["notices"].state in ("ready", "empty")


@pytest.mark.parametrize(
    ("handler", "values"), [(HomeState.search, ("balances", "x")), (HomeState.retry, ("balances",))]
)
async def test_one_card_is_loaded_again_alone(home: Any, handler: Any, values: Any) -> None:
    tiles = list(home.tiles)
    await handler.fn(home, *values)
    assert (list(home.late), list(home.tiles)) == (["balances"], tiles)


async def test_another_part_may_have_the_home_read_again(home: Any, bank: Root) -> None:
    await _elsewhere(bank)
    await HomeState.reload.fn(home)
    assert home.version == 2
