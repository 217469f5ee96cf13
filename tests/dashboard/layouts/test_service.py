"""Opening and changing a layout."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.clock import BankClock
from dashboard.errors import Conflict, Invalid, Mandatory, NotAllowed, NotFound, Stale
from dashboard.layouts.chain import KEEP_VERSIONS
from dashboard.layouts.defaults import built_in
from dashboard.layouts.model import Layout, LayoutIn, Place, Stored
from dashboard.layouts.repository import LayoutRepository
from dashboard.layouts.service import Basis, Layouts, Mine
from dashboard.settings import Settings
from recommender.database import Database
from recommender.ports import CUSTOMER, MARKETER, Actor
from widgets.registry import catalogue

ME = Actor("u1", frozenset({CUSTOMER}), customer_id="c0001")
OTHER = Actor("u2", frozenset({CUSTOMER}), customer_id="c0002")
STAFF = Actor("u3", frozenset({MARKETER}))


async def _segment(_customer_id: str) -> str:
    return "mass"


def _service(session: AsyncSession, settings: Settings) -> Layouts:
    clock = BankClock(settings.zone, settings.now)
    store = LayoutRepository(session)
    return Layouts(store, catalogue(), segment_of=_segment, clock=clock)


@pytest.fixture
def layouts(session: AsyncSession, settings: Settings) -> Layouts:
    return _service(session, settings)


def _sent(layout: Layout) -> dict:
    return layout.model_dump(mode="json", exclude={"version"})


def _swapped(layout: Layout, breakpoint_: str = "desktop") -> tuple[Place, ...]:
    """Swap the first two tiles, which have the same size in the default."""
    first, second, *rest = layout.places[breakpoint_]
    assert (first.w, first.h) == (second.w, second.h)
    swap = {"tile": second.tile}, {"tile": first.tile}
    return (first.model_copy(update=swap[0]), second.model_copy(update=swap[1]), *rest)


async def _arranged(layouts: Layouts, stored: Stored, breakpoint_: str = "desktop") -> Stored:
    at = (breakpoint_, _swapped(stored.layout, breakpoint_))
    return await layouts.arrange(ME, "c0001", at, Basis(stored.layout.version))


async def test_staff_have_no_home(layouts: Layouts) -> None:
    with pytest.raises(NotAllowed):
        await layouts.open(STAFF, "c0001")


async def test_someone_elses_home_is_not_found(layouts: Layouts) -> None:
    with pytest.raises(NotFound):
        await layouts.open(OTHER, "c0001")
    with pytest.raises(NotFound):
        await layouts.remove(OTHER, "c0001", "balances", Basis(1))


async def test_a_new_customer_finds_the_filled_default(layouts: Layouts) -> None:
    stored = await layouts.open(ME, "c0001")
    assert stored.layout.version == 1
    wanted = {card.kind for card in built_in("mass").cards}
    assert {tile.kind for tile in stored.layout.tiles.values()} == wanted
    assert all(len(places) == len(wanted) for places in stored.layout.places.values())


async def test_a_change_is_kept_as_the_next_version(layouts: Layouts) -> None:
    before = await layouts.open(ME, "c0001")
    saved = await _arranged(layouts, before)
    assert saved.layout.version == 2
    assert (await layouts.open(ME, "c0001")).layout == saved.layout


async def test_nothing_changed_makes_no_version(layouts: Layouts) -> None:
    before = await layouts.open(ME, "c0001")
    at = ("desktop", before.layout.places["desktop"])
    assert (await layouts.arrange(ME, "c0001", at, Basis(1))).layout.version == 1


async def test_a_stale_change_is_refused_with_the_newest_layout(layouts: Layouts) -> None:
    before = await layouts.open(ME, "c0001")
    newest = await _arranged(layouts, before)
    with pytest.raises(Stale) as refused:
        await layouts.remove(ME, "c0001", "feed", Basis(1))
    assert refused.value.details[0]["version"] == 2
    assert refused.value.details[0]["layout"] == newest.layout.model_dump(mode="json")


async def test_of_two_writers_at_once_one_is_stale(database: Database, settings: Settings) -> None:
    async with database.writing() as session:
        first = await _arranged(
            _service(session, settings), await _service(session, settings).open(ME, "c0001")
        )
    store = LayoutRepository
    async with database.writing() as session:
        late = first.model_copy(update={"parent": 1})
        now = settings.now
        assert now is not None
        assert not await store(session).insert("c0001", late, device="web", now=now)


async def test_arranging_the_desktop_moves_derived_breakpoints(layouts: Layouts) -> None:
    before = await layouts.open(ME, "c0001")
    saved = await _arranged(layouts, before)
    assert saved.layout.places["phone"][0].tile == before.layout.places["phone"][1].tile


async def test_a_phone_taken_over_keeps_its_own_order(layouts: Layouts) -> None:
    before = await layouts.open(ME, "c0001")
    phone = await _arranged(layouts, before, "phone")
    assert phone.layout.own["phone"]
    assert phone.layout.places["desktop"] == before.layout.places["desktop"]
    desktop = await _arranged(layouts, phone)
    assert desktop.layout.places["phone"] == phone.layout.places["phone"]


async def test_places_sent_for_a_derived_breakpoint_take_it_over(layouts: Layouts) -> None:
    before = (await layouts.open(ME, "c0001")).layout
    sent = _sent(before)
    sent["places"]["phone"] = [one.model_dump() for one in _swapped(before, "phone")]
    saved = await layouts.put(ME, "c0001", LayoutIn(**sent), Basis(1))
    assert saved.layout.own == {"tablet": False, "phone": True}
    assert saved.layout.places["phone"][0].tile == before.places["phone"][1].tile


async def test_a_breakpoint_given_back_follows_the_desktop_again(layouts: Layouts) -> None:
    before = await layouts.open(ME, "c0001")
    phone = await _arranged(layouts, before, "phone")
    sent = _sent(phone.layout) | {"own": {"phone": False}}
    saved = await layouts.put(ME, "c0001", LayoutIn(**sent), Basis(2))
    assert saved.layout.places == before.layout.places


async def test_overlap_is_refused_with_the_tile_named(layouts: Layouts) -> None:
    before = await layouts.open(ME, "c0001")
    first, second, *rest = before.layout.places["desktop"]
    over = second.model_copy(update={"x": first.x, "y": first.y})
    with pytest.raises(Invalid) as refused:
        await layouts.arrange(ME, "c0001", ("desktop", (first, over, *rest)), Basis(1))
    assert refused.value.details[0]["tile"] == second.tile


async def test_a_size_that_the_kind_has_not_is_refused(layouts: Layouts) -> None:
    before = await layouts.open(ME, "c0001")
    sent = _sent(before.layout)
    products = next(one for one in sent["places"]["desktop"] if one["tile"] == "products")
    products |= {"w": 3, "h": 2}
    with pytest.raises(Invalid) as refused:
        await layouts.put(ME, "c0001", LayoutIn(**sent), Basis(1))
    assert refused.value.details[0]["tile"] == "products"


@pytest.mark.parametrize(
    "tile", [{"kind": "nothing_like_it"}, {"kind": "balances", "config": {"no_such": 1}}]
)
async def test_an_unknown_kind_or_setting_is_refused(layouts: Layouts, tile: dict) -> None:
    sent = _sent((await layouts.open(ME, "c0001")).layout)
    sent["tiles"]["balances"] = tile
    with pytest.raises(Invalid):
        await layouts.put(ME, "c0001", LayoutIn(**sent), Basis(1))


async def test_an_added_tile_lies_on_every_breakpoint(layouts: Layouts) -> None:
    await layouts.open(ME, "c0001")
    saved, tile_id = await layouts.add(ME, "c0001", "balances", Basis(1))
    for places in saved.layout.places.values():
        assert tile_id in {place.tile for place in places}


async def test_a_new_tile_without_places_is_given_some(layouts: Layouts) -> None:
    before = (await layouts.open(ME, "c0001")).layout
    sent = _sent(before)
    sent["tiles"]["mine"] = {"kind": "balances", "config": {"show_cards": False}}
    saved = await layouts.put(ME, "c0001", LayoutIn(**sent), Basis(1))
    assert all("mine" in {one.tile for one in lying} for lying in saved.layout.places.values())


async def test_a_removed_tile_is_gone_everywhere(layouts: Layouts) -> None:
    saved = await layouts.remove(ME, "c0001", "feed", Basis(1))
    assert "feed" not in saved.layout.tiles
    assert all("feed" not in str(places) for places in saved.layout.places.values())


async def test_a_mandatory_tile_cannot_be_removed(layouts: Layouts) -> None:
    with pytest.raises(Mandatory):
        await layouts.remove(ME, "c0001", "notices", Basis(1))
    sent = _sent((await layouts.open(ME, "c0001")).layout)
    del sent["tiles"]["notices"]
    with pytest.raises(Mandatory):
        await layouts.put(ME, "c0001", LayoutIn(**sent), Basis(1))


async def test_a_mandatory_tile_cannot_be_hidden_on_one_breakpoint(layouts: Layouts) -> None:
    before = (await layouts.open(ME, "c0001")).layout
    kept = tuple(place for place in before.places["phone"] if place.tile != "notices")
    with pytest.raises(Mandatory):
        await layouts.arrange(ME, "c0001", ("phone", kept), Basis(1))


async def test_undo_and_redo_write_new_versions_with_the_old_content(layouts: Layouts) -> None:
    one = await layouts.open(ME, "c0001")
    two = await layouts.remove(ME, "c0001", "feed", Basis(1))
    undone = await layouts.undo(ME, "c0001", Basis(2))
    assert undone.layout.version == 3
    assert _sent(undone.layout) == _sent(one.layout)
    redone = await layouts.redo(ME, "c0001", Basis(3))
    assert redone.layout.version == 4
    assert _sent(redone.layout) == _sent(two.layout)
    assert not redone.can_redo


async def test_fifty_steps_can_be_undone_and_redone(layouts: Layouts) -> None:
    states = [await layouts.open(ME, "c0001")]
    for _ in range(50):
        states.append(await _arranged(layouts, states[-1]))
    for state in reversed(states[:-1]):
        undone = await layouts.undo(ME, "c0001", Basis(None))
        assert _sent(undone.layout) == _sent(state.layout)
    for state in states[1:]:
        redone = await layouts.redo(ME, "c0001", Basis(None))
        assert _sent(redone.layout) == _sent(state.layout)


async def test_a_change_after_an_undo_ends_redo(layouts: Layouts) -> None:
    await layouts.remove(ME, "c0001", "feed", Basis(1))
    await layouts.undo(ME, "c0001", Basis(2))
    await layouts.remove(ME, "c0001", "dues", Basis(3))
    with pytest.raises(Conflict):
        await layouts.redo(ME, "c0001", Basis(4))


@pytest.mark.parametrize("step", ["undo", "redo"])
async def test_nothing_to_undo_is_said(layouts: Layouts, step: str) -> None:
    take: Callable[..., Awaitable[Stored]] = getattr(layouts, step)
    with pytest.raises(Conflict):
        await take(ME, "c0001", Basis(1))


async def test_reset_brings_the_default_and_can_be_undone(layouts: Layouts) -> None:
    one = await layouts.open(ME, "c0001")
    two = await layouts.remove(ME, "c0001", "feed", Basis(1))
    back = await layouts.reset(ME, "c0001", Basis(2))
    assert _sent(back.layout) == _sent(one.layout)
    undone = await layouts.undo(ME, "c0001", Basis(3))
    assert _sent(undone.layout) == _sent(two.layout)


async def test_my_places_go_on_top_of_a_newer_layout(layouts: Layouts) -> None:
    mine = _swapped((await layouts.open(ME, "c0001")).layout)
    await layouts.remove(ME, "c0001", "feed", Basis(1))
    _, added = await layouts.add(ME, "c0001", "dues", Basis(2))
    merged, _ = await layouts.merge(ME, "c0001", Mine(1, ("desktop", mine)), Basis(None))
    assert merged.layout.version == 4
    assert "feed" not in merged.layout.tiles
    assert added in merged.layout.tiles
    assert merged.layout.places["desktop"][0].tile == mine[0].tile


async def test_history_names_step_parent_and_device(layouts: Layouts) -> None:
    await layouts.remove(ME, "c0001", "feed", Basis(1, "phone"))
    await layouts.undo(ME, "c0001", Basis(2, "laptop"))
    told = [
        (one.version, one.op, one.parent, one.device) for one in await layouts.versions(ME, "c0001")
    ]
    assert told == [(3, "undo", 2, "laptop"), (2, "save", 1, "phone"), (1, "default", None, "bank")]


async def test_only_the_newest_versions_are_kept(layouts: Layouts) -> None:
    stored = await layouts.open(ME, "c0001")
    for _ in range(KEEP_VERSIONS + 20):
        stored = await _arranged(layouts, stored)
    kept = await layouts.versions(ME, "c0001", 1000)
    assert len(kept) <= KEEP_VERSIONS + 20
    assert min(one.version for one in kept) > 1
