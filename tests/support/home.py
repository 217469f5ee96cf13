"""A home in the browser: opened fresh, its places read back, its steps awaited."""

from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import CDPSession, Page

from dashboard.layouts.bank_home import BankHome, Card
from tests.support.browser import signed_in
from widgets.base import Size
from widgets.registry import catalogue

GRID = "[data-grid]"
HOME = "/api/v1/customers/me/layout"
HOLD_MS = 900
Spot = tuple[int, int, int, int]
SIX: tuple[tuple[str, Size], ...] = (
    ("balances", "M"),
    ("notices", "M"),
    ("allocation", "L"),
    ("dues", "L"),
    ("products", "L"),
    ("feed", "L"),
)
"""A home that is known in every test, whatever the bank arranges for its customers."""


async def fresh(page: Page, account: str = "customer1", path: str = "/") -> None:
    """Open a home of six cards that nobody has moved."""
    await signed_in(page, account, path="/me")
    await lay_out(page)
    await page.goto(path)
    await page.wait_for_selector('[data-tile]:not([data-state="loading"])')


async def lay_out(page: Page) -> None:
    """Give whoever is signed in the home of six cards; tablet and phone follow."""
    home = BankHome(cards=tuple(Card(kind=kind, size=size) for kind, size in SIX))
    body = home.layout(catalogue()).model_dump(mode="json")
    told = {"If-Match": "*"}
    answer = await page.request.put(HOME, data=body, headers=told)
    assert answer.ok, await answer.text()


async def edit(page: Page) -> None:
    """Unlock the home."""
    await page.click("#edit-home")
    await page.wait_for_selector(".dock")


async def places(page: Page, breakpoint_: str = "desktop") -> dict[str, Spot]:
    """Return where the cards lie in the stored layout."""
    layout = await (await page.request.get(HOME)).json()
    lying = layout["places"][breakpoint_]
    return {one["tile"]: (one["x"], one["y"], one["w"], one["h"]) for one in lying}


async def seen_order(page: Page) -> list[str]:
    """Return the cards as the eye reads them."""
    boxes = await page.eval_on_selector_all(
        "[data-tile]", "all => all.map(e => [e.offsetTop, e.offsetLeft, e.dataset.tile])"
    )
    return [tile for _, _, tile in sorted(boxes)]


async def saved(page: Page, act: Callable[[], Awaitable[Any]]) -> None:
    """Do something and wait until the server has acknowledged it."""
    before = await page.get_attribute(GRID, "data-saved-version")
    await act()
    await page.wait_for_function(
        "was => document.querySelector('[data-grid]').dataset.savedVersion !== was", arg=before
    )


class Finger:
    """One finger on the glass, by the browser's own touch events."""

    def __init__(self, page: Page, wire: CDPSession) -> None:
        self._page = page
        self._wire = wire

    async def down(self, x: float, y: float, *, rests: bool = False) -> None:
        """Touch the glass; a finger that rests stays where it is for a moment."""
        await self._touch("touchStart", (x, y))
        if rests:
            await self._page.wait_for_timeout(HOLD_MS)

    async def move(self, x: float, y: float) -> None:
        """Slide on the glass."""
        await self._touch("touchMove", (x, y))
        await self._page.wait_for_timeout(20)

    async def up(self) -> None:
        """Leave the glass."""
        await self._touch("touchEnd")

    async def _touch(self, kind: str, *points: tuple[float, float]) -> None:
        told = [{"x": x, "y": y} for x, y in points]
        await self._wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})


async def finger_on(page: Page) -> Finger:
    """Return a finger for a page that takes touches."""
    return Finger(page, await page.context.new_cdp_session(page))


async def middle_of(page: Page, selector: str) -> tuple[float, float]:
    """Return the point of an element's head that a finger would take."""
    target = page.locator(selector).first
    await target.evaluate("one => one.scrollIntoView({block: 'center'})")
    box = await target.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + 40
