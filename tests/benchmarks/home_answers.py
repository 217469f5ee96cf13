"""How soon the page answers: the longest of eight named interactions on a home of 20 cards.

An interaction's time is from its input to the next paint: the browser's own figure (Event Timing,
in steps of 8 ms), or ours where that is longer or the browser keeps silent (below 16 ms). Each
interaction must change what it is there to change; one without effect ends the benchmark.
"""

import statistics
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page
from playwright.async_api import TimeoutError as NothingHappened

from tests.benchmarks._home import arranged
from tests.support.browser import launched, opened_page
from tests.support.product import ProductServer

ROUNDS = 5
SETTLED_MS = 400
"""The browser tells of an interaction after its paint; cards slide for 160 ms."""
EFFECT_MS = 5000
TARGETS = {"inp_ms": 120}
WATCH = """
window.__answers = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => {
  if (one.interactionId) window.__answers.push(one.duration);
})).observe({ type: 'event', durationThreshold: 16, buffered: true });
const afterPaint = (tell) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = tell;
  port2.postMessage(0);
});
for (const type of ['pointerdown', 'pointerup', 'click', 'keydown', 'keyup']) {
  window.addEventListener(type, ({ timeStamp }) => {
    afterPaint(() => window.__answers.push(performance.now() - timeStamp));
  }, { capture: true });
}
"""
TABLES = "document.querySelectorAll('.chart-table[open]').length"
MENUS = "document.querySelectorAll('[role=menu]').length"
DOCKS = "document.querySelectorAll('.dock').length"
CHOSEN = "document.querySelector('[data-chosen=on]')?.dataset.tile"
PLACES = "[...document.querySelectorAll('[data-tile]')].map((one) => one.style.cssText).join()"


@dataclass(frozen=True)
class Interaction:
    """What somebody does, and what must be different afterwards (an expression on the page)."""

    act: Callable[[Page], Awaitable[object]]
    changes: str


INTERACTIONS = {
    "table": Interaction(lambda page: _click(page, ".chart-table > summary"), TABLES),
    "menu": Interaction(lambda page: _click(page, "[data-tile] [data-more]"), MENUS),
    "close": Interaction(lambda page: page.keyboard.press("Escape"), MENUS),
    "arrange": Interaction(lambda page: _click(page, "#edit-home"), DOCKS),
    "choose": Interaction(lambda page: _click(page, "[data-tile] [data-grip]", nth=3), CHOSEN),
    "move": Interaction(lambda page: page.keyboard.press("ArrowDown"), PLACES),
    "undo": Interaction(lambda page: page.keyboard.press("Control+z"), PLACES),
    "done": Interaction(lambda page: page.keyboard.press("Escape"), DOCKS),
}


async def measure(product: ProductServer) -> dict[str, float]:
    """Go through the interactions five times; each figure is a median, `inp_ms` the longest."""
    rounds = []
    with tempfile.TemporaryDirectory() as scratch:
        async with launched(Path(scratch)) as browser, opened_page(browser, product.url) as page:
            await arranged(page, "customer4")
            await page.add_init_script(WATCH)
            for _ in range(ROUNDS):
                await page.goto("/")
                await page.wait_for_selector('[data-tile][data-state="ready"]')
                await page.wait_for_timeout(1500)
                rounds.append({name: await took(page, one) for name, one in INTERACTIONS.items()})
    medians = {name: statistics.median(took[name] for took in rounds) for name in INTERACTIONS}
    told = {f"{name}_ms": round(took, 1) for name, took in medians.items()}
    return told | {"inp_ms": max(told.values())}


async def _click(page: Page, selector: str, *, nth: int = 0) -> None:
    await page.locator(selector).nth(nth).click()


async def took(page: Page, one: Interaction) -> float:
    """Return the longest time of one interaction.

    Raises:
        RuntimeError: It changed nothing.
    """
    before = await page.evaluate(one.changes)
    await page.evaluate("window.__answers.length = 0")
    await one.act(page)
    try:
        changed = f"(was) => ({one.changes}) !== was"
        await page.wait_for_function(changed, arg=before, timeout=EFFECT_MS)
    except NothingHappened as error:
        raise RuntimeError(f"An interaction had no effect on {one.changes}.") from error
    await page.wait_for_timeout(SETTLED_MS)
    return float(await page.evaluate("Math.max(...window.__answers)"))
