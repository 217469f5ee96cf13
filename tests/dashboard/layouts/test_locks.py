"""What the bank's policy denies, on every way of changing a home."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import Locked
from dashboard.layouts.bank_home import BankHome, Operation, Rule
from dashboard.layouts.defaults import built_in
from dashboard.layouts.model import Layout, LayoutIn, Stored, TileChange
from dashboard.layouts.service import Basis, Layouts, Mine
from dashboard.settings import Settings
from tests.dashboard.layouts.builders import ME, MINE, Homes, a_service, moved_to, resized_to

WHY = {"en": "The law wants it there.", "zh-Hans": "法规要求保留。"}
LAST = built_in("mass").cards[-1].tile


def _denies(*operations: Operation, **which: tuple[str, ...]) -> BankHome:
    rule = Rule(denies=operations, reason=WHY, **which)
    return built_in("mass").model_copy(update={"rules": (rule,)})


@pytest.fixture
def homes() -> Homes:
    return Homes()


@pytest.fixture
def layouts(session: AsyncSession, settings: Settings, homes: Homes) -> Layouts:
    return a_service(session, settings, homes)


async def _arranged(layouts: Layouts, after: Layout, on: str = "desktop") -> Stored:
    return await layouts.arrange(ME, MINE, (on, after.places[on]), Basis(None))


async def _moved(layouts: Layouts, layout: Layout) -> Stored:
    return await _arranged(layouts, moved_to(layout, LAST, (0, 0)))


async def _put(layouts: Layouts, layout: Layout) -> Stored:
    body = moved_to(layout, LAST, (0, 0)).model_dump(mode="json")
    return await layouts.put(ME, MINE, LayoutIn(**body), Basis(None))


async def _merged(layouts: Layouts, layout: Layout) -> Stored:
    at = ("desktop", moved_to(layout, LAST, (0, 0)).places["desktop"])
    return (await layouts.merge(ME, MINE, Mine(layout.version, at), Basis(None)))[0]


WAYS: dict[str, Callable[[Layouts, Layout], Awaitable[Stored]]] = {
    "arrange": _moved,
    "put": _put,
    "merge": _merged,
}


@pytest.mark.parametrize("way", sorted(WAYS))
async def test_a_card_that_may_not_move_stays_on_every_way(
    layouts: Layouts, homes: Homes, way: str
) -> None:
    homes.home = _denies("move", tiles=(LAST,))
    layout = (await layouts.open(ME, MINE)).layout
    with pytest.raises(Locked) as refused:
        await WAYS[way](layouts, layout)
    assert refused.value.reason == WHY
    assert refused.value.details == [
        {"tile": LAST, "kind": layout.tiles[LAST].kind, "operation": "move"}
    ]


async def test_a_card_that_may_not_move_is_not_pushed_away_either(
    layouts: Layouts, homes: Homes
) -> None:
    homes.home = _denies("move", tiles=("balances",))
    layout = (await layouts.open(ME, MINE)).layout
    with pytest.raises(Locked):
        await _moved(layouts, layout)


async def test_what_is_not_denied_may_be_done(layouts: Layouts, homes: Homes) -> None:
    homes.home = _denies("resize", "remove", "configure", "insert", tiles=(LAST,))
    layout = (await layouts.open(ME, MINE)).layout
    assert (await _moved(layouts, layout)).layout.version == 2


async def test_a_size_may_be_denied(layouts: Layouts, homes: Homes) -> None:
    homes.home = _denies("resize", kinds=("balances",))
    layout = (await layouts.open(ME, MINE)).layout
    with pytest.raises(Locked):
        await _arranged(layouts, resized_to(layout, "balances", "L"))


async def test_adding_removing_and_setting_may_be_denied(layouts: Layouts, homes: Homes) -> None:
    homes.home = _denies("insert", "remove", "configure", kinds=("balances",))
    with pytest.raises(Locked):
        await layouts.add(ME, MINE, "balances", Basis(None))
    with pytest.raises(Locked):
        await layouts.remove(ME, MINE, "balances", Basis(None))
    with pytest.raises(Locked):
        await layouts.configure(ME, MINE, "balances", TileChange(title="x"), Basis(None))


async def test_undo_and_restore_keep_to_the_policy_of_today(layouts: Layouts, homes: Homes) -> None:
    await layouts.add(ME, MINE, "balances", Basis(None))
    homes.home = _denies("remove", kinds=("balances",))
    with pytest.raises(Locked):
        await layouts.undo(ME, MINE, Basis(None))
    with pytest.raises(Locked):
        await layouts.restore(ME, MINE, 1, Basis(None))


async def test_a_shared_arrangement_keeps_to_the_policy(layouts: Layouts, homes: Homes) -> None:
    template = await layouts.template(ME, MINE)
    await _moved(layouts, (await layouts.open(ME, MINE)).layout)
    homes.home = _denies("move", tiles=(LAST,))
    with pytest.raises(Locked):
        await layouts.adopt_template(ME, MINE, template, Basis(None))


async def test_a_rule_for_another_role_says_nothing(layouts: Layouts, homes: Homes) -> None:
    homes.home = _denies("move", roles=("rm",))
    layout = (await layouts.open(ME, MINE)).layout
    assert (await _moved(layouts, layout)).layout.version == 2


async def test_the_page_is_told_in_words_what_is_closed(layouts: Layouts, homes: Homes) -> None:
    homes.home = _denies("move", tiles=(LAST,))
    layout = (await layouts.open(ME, MINE)).layout
    told = await layouts.may(ME, MINE, layout, "zh-Hans")
    assert told[LAST]["move"] == WHY["zh-Hans"]
    assert told["balances"] == dict.fromkeys(told["balances"], "")
    assert told["notices"]["remove"] != ""


async def test_a_pinned_card_stays_until_it_is_released(layouts: Layouts) -> None:
    await layouts.configure(ME, MINE, LAST, TileChange(pinned=True), Basis(None))
    layout = (await layouts.open(ME, MINE)).layout
    with pytest.raises(Locked):
        await _moved(layouts, layout)
    await layouts.configure(ME, MINE, LAST, TileChange(pinned=False), Basis(None))
    assert (await _moved(layouts, layout)).layout.version == 4
