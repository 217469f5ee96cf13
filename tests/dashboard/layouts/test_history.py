"""Names, differences and going back."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import Conflict, Invalid, NotFound
from dashboard.layouts.chain import KEEP_VERSIONS, NAMES_MAX
from dashboard.layouts.model import Stored, TileChange
from dashboard.layouts.service import Basis, Layouts
from dashboard.settings import Settings
from tests.dashboard.layouts.builders import ME, MINE, OTHER, a_service

NEWEST = Basis(None)


@pytest.fixture
def layouts(session: AsyncSession, settings: Settings) -> Layouts:
    return a_service(session, settings)


async def _titled(layouts: Layouts, number: int) -> Stored:
    change = TileChange(title=str(number))
    return await layouts.configure(ME, MINE, "balances", change, NEWEST)


async def test_somebody_elses_versions_are_not_there(layouts: Layouts) -> None:
    for asked in (
        layouts.name(OTHER, MINE, 1, "x"),
        layouts.diff(OTHER, MINE, 1),
        layouts.restore(OTHER, MINE, 1, NEWEST),
    ):
        with pytest.raises(NotFound):
            await asked


async def test_a_named_version_outlives_the_others_and_can_be_restored(layouts: Layouts) -> None:
    named = await _titled(layouts, 0)
    await layouts.name(ME, MINE, named.layout.version, "  Summer   home ")
    for number in range(KEEP_VERSIONS + 40):
        await _titled(layouts, number + 1)
    told = await layouts.versions(ME, MINE, 10)
    assert [(one.version, one.name) for one in told if one.name] == [(2, "Summer home")]
    restored = await layouts.restore(ME, MINE, 2, NEWEST)
    assert restored.layout.tiles == named.layout.tiles
    assert restored.op == "restore"
    with pytest.raises(Conflict):
        await layouts.restore(ME, MINE, 3, NEWEST)


async def test_fifty_steps_can_be_undone_however_often_one_went_back_and_forth(
    layouts: Layouts,
) -> None:
    for number in range(51):
        await _titled(layouts, number)
    for _ in range(KEEP_VERSIONS // 2):
        await layouts.undo(ME, MINE, NEWEST)
        await layouts.redo(ME, MINE, NEWEST)
    for number in reversed(range(1, 50)):
        undone = await layouts.undo(ME, MINE, NEWEST)
        assert undone.layout.tiles["balances"].title == str(number)


async def test_the_first_version_can_be_named_before_any_change(layouts: Layouts) -> None:
    assert (await layouts.name(ME, MINE, 1, "As the bank has it")).name == "As the bank has it"
    await _titled(layouts, 1)
    assert (await layouts.restore(ME, MINE, 1, NEWEST)).layout.tiles["balances"].title == ""


async def test_an_empty_name_takes_the_name_away(layouts: Layouts) -> None:
    await layouts.name(ME, MINE, 1, "x")
    assert (await layouts.name(ME, MINE, 1, " ")).name == ""


async def test_names_are_short_and_few(layouts: Layouts) -> None:
    with pytest.raises(Invalid):
        await layouts.name(ME, MINE, 1, "x" * 61)
    for number in range(NAMES_MAX + 1):
        await _titled(layouts, number)
    for version in range(1, NAMES_MAX + 1):
        await layouts.name(ME, MINE, version, "x")
    with pytest.raises(Conflict):
        await layouts.name(ME, MINE, NAMES_MAX + 1, "x")
    await layouts.name(ME, MINE, 1, "another one")


async def test_a_version_that_is_not_there_is_said_to_be_gone(layouts: Layouts) -> None:
    with pytest.raises(Conflict):
        await layouts.name(ME, MINE, 9, "x")
    with pytest.raises(Conflict):
        await layouts.diff(ME, MINE, 9)


async def test_a_version_is_compared_with_the_newest_or_with_another(layouts: Layouts) -> None:
    await layouts.remove(ME, MINE, "feed", NEWEST)
    await layouts.remove(ME, MINE, "dues", NEWEST)
    assert [one.tile for one in await layouts.diff(ME, MINE, 1)] == ["dues", "feed"]
    assert [one.tile for one in await layouts.diff(ME, MINE, 1, 2)] == ["feed"]


async def test_restoring_what_is_there_makes_no_version(layouts: Layouts) -> None:
    await _titled(layouts, 1)
    assert (await layouts.restore(ME, MINE, 2, NEWEST)).layout.version == 2
