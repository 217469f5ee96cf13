"""How fast a drop is saved, with 8 and with 50 cards: from pointer up to the new saved version."""

import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from dashboard.layouts.geometry import flow
from dashboard.layouts.model import PRIMARY
from tests.support.browser import launched, opened_page
from tests.support.product import ProductServer
from widgets.base import Size

DROPS = 50
SLIDE_MS = 200
"""Cards slide to their places for 160 ms; where they are before that says nothing."""
FEW, MANY = 8, 50
KINDS: tuple[tuple[str, Size], ...] = (
    ("balances", "M"),
    ("allocation", "L"),
    ("dues", "M"),
    ("balances", "L"),
)
TARGETS = {"many_p95_ms": 80, "many_to_few": 2}
WATCH = """
() => {
  window.__drops = [];
  let up = null;
  window.addEventListener('pointerup', () => { up = performance.now(); }, true);
  const grid = document.querySelector('[data-grid]');
  new MutationObserver(() => {
    if (up !== null) { window.__drops.push(performance.now() - up); up = null; }
  }).observe(grid, { attributes: true, attributeFilter: ['data-saved-version'] });
}
"""


async def measure(product: ProductServer) -> dict[str, float | int]:
    """Drag one card from side to side, fifty times on each home."""
    with tempfile.TemporaryDirectory() as scratch:
        async with launched(Path(scratch)) as browser, opened_page(browser, product.url) as page:
            await page.request.post(
                "/api/v1/session", data={"account": "customer2", "password": "demo"}
            )
            few = await _drops(page, FEW)
            many = await _drops(page, MANY)
    p95 = {name: statistics.quantiles(took, n=20)[-1] for name, took in (("f", few), ("m", many))}
    return {
        "drops": len(few) + len(many),
        "few_p50_ms": round(statistics.median(few), 1),
        "few_p95_ms": round(p95["f"], 1),
        "many_p50_ms": round(statistics.median(many), 1),
        "many_p95_ms": round(p95["m"], 1),
        "many_to_few": round(p95["m"] / p95["f"], 2),
    }


async def _drops(page: Page, cards: int) -> list[float]:
    """Give the customer so many cards, and drop the first one again and again."""
    answer = await page.request.put(
        "/api/v1/customers/me/layout", data=_home(cards), headers={"If-Match": "*"}
    )
    assert answer.ok, await answer.text()
    await page.goto("/")
    await page.wait_for_function(
        "n => document.querySelectorAll('[data-tile]').length === n &&"
        " !document.querySelector('[data-tile][data-state=loading]')",
        arg=cards,
    )
    await page.click("#edit-home")
    await page.evaluate(WATCH)
    for number in range(DROPS):
        await _drop(page, number)
    return list(await page.evaluate("window.__drops"))


def _home(cards: int) -> dict[str, Any]:
    """Lay out cards of a few kinds, the one that must be there first."""
    sized = [("notices", KINDS[0][1])]
    tiles = {"notices": {"kind": "notices"}}
    for number in range(cards - 1):
        kind, size = KINDS[number % len(KINDS)]
        tiles[f"t{number}"] = {"kind": kind}
        sized.append((f"t{number}", size))
    places = [place.model_dump() for place in flow(PRIMARY, sized)]
    own = {"tablet": False, "phone": False}
    return {"tiles": tiles, "places": {PRIMARY: places}, "own": own}


async def _drop(page: Page, number: int) -> None:
    """Drag the first card to the other half of the grid, and wait until it is saved."""
    await page.wait_for_timeout(SLIDE_MS)
    grip = page.locator("[data-tile] [data-grip]").first
    box, grid = await grip.bounding_box(), await page.locator("[data-grid]").bounding_box()
    assert box is not None
    assert grid is not None
    before = await page.evaluate("window.__drops.length")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    to_right = x < grid["x"] + grid["width"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + (1 if to_right else -1) * grid["width"] / 2, y + 4, steps=6)
    await page.mouse.up()
    await page.wait_for_function(f"() => window.__drops.length > {before}", timeout=5_000)
