"""Homes for tests: a service on a session, and small layouts."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.clock import BankClock
from dashboard.layouts import edits, geometry
from dashboard.layouts.bank_home import BankHome
from dashboard.layouts.defaults import built_in
from dashboard.layouts.model import PRIMARY, Layout, Tile
from dashboard.layouts.repository import LayoutRepository
from dashboard.layouts.service import Layouts
from dashboard.settings import Settings
from recommender.ports import CUSTOMER, Actor
from widgets.base import Size
from widgets.registry import catalogue

MINE = "c0001"
ME = Actor("u1", frozenset({CUSTOMER}), customer_id=MINE)
OTHER = Actor("u2", frozenset({CUSTOMER}), customer_id="c0002")


class Homes:
    """A bank that has published one home for everybody."""

    def __init__(self, home: BankHome | None = None) -> None:
        self.home = home or built_in("mass")

    async def live(self, _segment: str) -> BankHome:
        return self.home


async def segment_of(_customer_id: str) -> str:
    return "mass"


def a_service(session: AsyncSession, settings: Settings, homes: Homes | None = None) -> Layouts:
    clock = BankClock(settings.zone, settings.now)
    store = LayoutRepository(session)
    return Layouts(store, catalogue(), segment_of=segment_of, clock=clock, homes=homes or Homes())


def a_layout(sizes: Mapping[str, Size], version: int = 1) -> Layout:
    """Lay tiles of the kind `balances` out in reading order."""
    bare = Layout(
        version=version,
        tiles={tile: Tile(kind="balances") for tile in sizes},
        places={PRIMARY: geometry.flow(PRIMARY, sizes.items())},
        own={"tablet": False, "phone": False},
    )
    return edits.follow(bare)


def at(layout: Layout, tile: str, breakpoint_: str = PRIMARY) -> tuple[int, int]:
    """Return where a tile lies."""
    place = next(one for one in layout.places[breakpoint_] if one.tile == tile)
    return place.x, place.y


def moved_to(layout: Layout, tile: str, spot: tuple[int, int], on: str = PRIMARY) -> Layout:
    """Drag a tile to a spot."""
    place = next(one for one in layout.places[on] if one.tile == tile)
    mover = place.model_copy(update={"x": spot[0], "y": spot[1]})
    return edits.arrange(layout, on, geometry.settle(layout.places[on], mover))


def resized_to(layout: Layout, tile: str, size: Size, on: str = PRIMARY) -> Layout:
    """Give a tile another size where it lies."""
    place = next(one for one in layout.places[on] if one.tile == tile)
    width, height = geometry.FORMS[on][size]
    x = min(place.x, geometry.COLUMNS[on] - width)
    mover = place.model_copy(update={"x": x, "w": width, "h": height})
    return edits.arrange(layout, on, geometry.settle(layout.places[on], mover))
