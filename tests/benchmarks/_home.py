"""The home that the benchmarks measure: 20 cards, those with charts first."""

from itertools import chain, cycle
from typing import Any

from playwright.async_api import Page

from dashboard.layouts.geometry import flow
from dashboard.layouts.model import COLUMNS
from recommender.ports import CUSTOMER
from widgets.base import Size, Widget
from widgets.face import Chart, Face
from widgets.registry import catalogue

TILES = 20
LAYOUT = "/api/v1/customers/me/layout"
LARGEST_FIRST: tuple[Size, ...] = ("L", "M", "S", "XL")


async def arranged(page: Page, account: str, tiles: int = TILES) -> None:
    """Sign in and arrange the home."""
    signed = await page.request.post(
        "/api/v1/session", data={"account": account, "password": "demo"}
    )
    assert signed.ok, await signed.text()
    answer = await page.request.put(LAYOUT, data=layout(tiles), headers={"If-Match": "*"})
    assert answer.ok, await answer.text()


def layout(tiles: int) -> dict[str, Any]:
    """Return a layout of so many cards; where there are more cards than kinds, kinds repeat."""
    kinds = [one for one in catalogue().values() if CUSTOMER in one.roles]
    kinds.sort(key=lambda one: (not one.mandatory, not _has_chart(one)))
    again = cycle(one for one in kinds if not one.mandatory)
    shown = [(f"t{n}", one) for n, one in zip(range(tiles), chain(kinds, again), strict=False)]
    sizes = [(tile, _size(one)) for tile, one in shown]
    places = {name: [one.model_dump() for one in flow(name, sizes)] for name in COLUMNS}
    return {"tiles": {tile: {"kind": one.kind} for tile, one in shown}, "places": places}


def _has_chart(kind: Widget) -> bool:
    sample = kind.sample
    return isinstance(sample, Face) and any(isinstance(one, Chart) for one in sample.blocks)


def _size(kind: Widget) -> Size:
    return next(size for size in LARGEST_FIRST if size in kind.sizes)
