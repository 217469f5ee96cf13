"""How fast a drop is saved: from pointer up to the new `data-saved-version`, fifty times."""

import statistics
import tempfile
from pathlib import Path

from playwright.async_api import Page

from tests.support.browser import launched, opened_page
from tests.support.product import ProductServer

DROPS = 50
SLIDE_MS = 200
"""Cards slide to their places for 160 ms; where they are before that says nothing."""
TARGETS = {"p95_ms": 60}
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


async def measure(product: ProductServer) -> dict[str, float]:
    """Drag one card from side to side."""
    with tempfile.TemporaryDirectory() as scratch:
        async with launched(Path(scratch)) as browser, opened_page(browser, product.url) as page:
            await page.request.post(
                "/api/v1/session", data={"account": "customer2", "password": "demo"}
            )
            await page.goto("/")
            await page.wait_for_selector('[data-tile][data-state="ready"]')
            await page.click("#edit-home")
            await page.evaluate(WATCH)
            for number in range(DROPS):
                await _drop(page, number)
            took = await page.evaluate("window.__drops")
    return {
        "drops": len(took),
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1),
    }


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
