"""The bank changes its own home."""

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.layouts.bank_home import BankHome, Card
from dashboard.layouts.model import TileChange
from dashboard.layouts.service import Basis, Layouts
from dashboard.layouts.tables import BankHomeRow
from dashboard.settings import Settings
from tests.dashboard.layouts.builders import ME, MINE, Homes, a_service, at, moved_to

NEWEST = Basis(None)
OLD = BankHome(cards=tuple(Card(kind=kind, size="M") for kind in ("balances", "notices", "dues")))
NEW = BankHome(
    cards=tuple(Card(kind=kind, size="M") for kind in ("notices", "balances", "allocation"))
)
STAYS = BankHome(cards=(*OLD.cards, Card(kind="allocation", size="M", stays=True)))


@pytest.fixture
def homes() -> Homes:
    return Homes(OLD)


@pytest.fixture
def layouts(session: AsyncSession, settings: Settings, homes: Homes) -> Layouts:
    return a_service(session, settings, homes)


async def _changed(layouts: Layouts) -> None:
    await layouts.configure(ME, MINE, "balances", TileChange(title="Mine"), NEWEST)


async def test_who_changed_nothing_has_the_new_home_at_once(layouts: Layouts, homes: Homes) -> None:
    await layouts.open(ME, MINE)
    homes.home = NEW
    assert "allocation" in (await layouts.open(ME, MINE)).layout.tiles
    assert await layouts.news(ME, MINE) == []


async def test_who_has_changed_something_is_asked(layouts: Layouts, homes: Homes) -> None:
    await _changed(layouts)
    homes.home = NEW
    assert "allocation" not in (await layouts.open(ME, MINE)).layout.tiles
    told = {(one.what, one.tile) for one in await layouts.news(ME, MINE)}
    assert {("added", "allocation"), ("removed", "dues")} <= told


async def test_what_is_new_is_taken_over_and_mine_counts(layouts: Layouts, homes: Homes) -> None:
    await _changed(layouts)
    homes.home = NEW
    taken = await layouts.accept_defaults(ME, MINE, NEWEST)
    assert set(taken.layout.tiles) == {"balances", "notices", "allocation"}
    assert taken.layout.tiles["balances"].title == "Mine"
    assert await layouts.news(ME, MINE) == []


async def test_what_i_moved_stays_where_i_put_it(layouts: Layouts, homes: Homes) -> None:
    before = (await layouts.open(ME, MINE)).layout
    moved = moved_to(before, "dues", (6, 0))
    await layouts.arrange(ME, MINE, ("desktop", moved.places["desktop"]), NEWEST)
    homes.home = BankHome(cards=(OLD.cards[2], OLD.cards[0], OLD.cards[1]))
    taken = await layouts.accept_defaults(ME, MINE, NEWEST)
    assert at(taken.layout, "dues")[0] == 6


async def test_taking_over_can_be_undone_and_is_offered_again(
    layouts: Layouts, homes: Homes
) -> None:
    await _changed(layouts)
    homes.home = NEW
    await layouts.accept_defaults(ME, MINE, NEWEST)
    undone = await layouts.undo(ME, MINE, NEWEST)
    assert "dues" in undone.layout.tiles
    assert await layouts.news(ME, MINE)


async def test_who_keeps_their_own_is_not_asked_again(layouts: Layouts, homes: Homes) -> None:
    await _changed(layouts)
    homes.home = NEW
    kept = await layouts.keep_mine(ME, MINE, NEWEST)
    assert "dues" in kept.layout.tiles
    assert await layouts.news(ME, MINE) == []


async def test_a_card_that_stays_appears_at_once_on_every_home(
    layouts: Layouts, homes: Homes
) -> None:
    await _changed(layouts)
    homes.home = STAYS
    layout = (await layouts.open(ME, MINE)).layout
    assert all("allocation" in {one.tile for one in lying} for lying in layout.places.values())


async def test_undo_is_exact_but_for_a_card_that_must_be_there_since(
    layouts: Layouts, homes: Homes
) -> None:
    first = (await layouts.open(ME, MINE)).layout
    await _changed(layouts)
    homes.home = STAYS
    undone = (await layouts.undo(ME, MINE, NEWEST)).layout
    assert undone.tiles.keys() - first.tiles.keys() == {"allocation"}
    assert all(undone.tiles[one] == tile for one, tile in first.tiles.items())


async def test_reset_brings_the_newest_home_of_the_bank(layouts: Layouts, homes: Homes) -> None:
    await _changed(layouts)
    homes.home = NEW
    reset = await layouts.reset(ME, MINE, NEWEST)
    assert set(reset.layout.tiles) == {"notices", "balances", "allocation"}


async def test_a_home_of_the_first_release_is_compared_with_its_first_version(
    layouts: Layouts, homes: Homes, session: AsyncSession
) -> None:
    await _changed(layouts)
    await session.execute(delete(BankHomeRow))  # The first release wrote none.
    homes.home = NEW
    assert "allocation" in {one.tile for one in await layouts.news(ME, MINE)}
