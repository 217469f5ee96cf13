"""How fast a signed-in home of 20 cards with charts is there, cold and warm, fast and slow.

Cold is a first visit: nothing in the browser's cache. Slow is a phone on a poor line: the
processor at a quarter of its speed and 1.6 Mbit/s with 150 ms to the server and back.
"""

import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Page

from tests.benchmarks._home import TILES, arranged
from tests.support.browser import launched, opened_page
from tests.support.product import ProductServer

LOADS = 5
SLOWER, BITS_PER_SECOND, LATENCY_MS = 4, 1_600_000, 150
TARGETS = {
    "cold_lcp_ms": 1000,
    "cold_ready_ms": 3000,
    "cold_kb": 450,
    "warm_lcp_ms": 700,
    "warm_ready_ms": 1500,
    "slow_cold_lcp_ms": 2400,
    "slow_cold_ready_ms": 4500,
    "slow_warm_lcp_ms": 900,
    "slow_warm_ready_ms": 2000,
    "layout_shift": 0.02,
}
WATCH = """
window.__seen = {};
const note = (name, found) => {
  if (found && !(name in window.__seen)) window.__seen[name] = performance.now();
};
const look = () => {
  const tiles = [...document.querySelectorAll('[data-grid] [data-tile]')];
  const greeting = document.querySelector('[data-greeting]');
  const waiting = tiles.filter((one) => one.dataset.state === 'loading');
  const drawings = [...document.querySelectorAll('.face-drawing')];
  note('greeting', greeting && greeting.textContent.trim().length > 1);
  const drawn = drawings.every((one) => one.firstChild);
  note('ready', tiles.length >= TILES && !waiting.length && drawn);
  if (!('ready' in window.__seen)) requestAnimationFrame(look);
};
requestAnimationFrame(look);
window.__lcp = 0;
window.__shift = 0;
const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
  .observe({ type, buffered: true });
watch('largest-contentful-paint', (one) => { window.__lcp = one.startTime; });
watch('layout-shift', (one) => { if (!one.hadRecentInput) window.__shift += one.value; });
""".replace("TILES", str(TILES))
Figures = dict[str, float]


async def measure(product: ProductServer) -> Figures:
    """Load the home five times in each of four ways; the figures are medians."""
    with tempfile.TemporaryDirectory() as scratch:
        async with launched(Path(scratch)) as browser:
            fast = await _four(browser, product, slow=False)
            slow = await _four(browser, product, slow=True)
    shift = max(fast.pop("shift"), slow.pop("shift"))
    return fast | {f"slow_{name}": value for name, value in slow.items()} | {"layout_shift": shift}


async def _four(browser: Browser, product: ProductServer, *, slow: bool) -> Figures:
    """Measure first visits, and as many second ones right after them."""
    cold, warm = [], []
    for _ in range(LOADS):
        async with opened_page(browser, product.url) as page:
            await arranged(page, "customer1")
            line = await _line(page, slow=slow)
            await page.add_init_script(WATCH)
            cold.append(await _load(page, line))
            warm.append(await _load(page, line))
    shifts = [one["shift"] for one in (*cold, *warm)]
    told = _medians("cold", cold) | _medians("warm", warm)
    return told | {"shift": round(max(shifts), 4)}


def _medians(name: str, loads: list[Figures]) -> Figures:
    fields = ("lcp_ms", "ready_ms", "kb")
    return {
        f"{name}_{one}": round(statistics.median(load[one] for load in loads), 1) for one in fields
    }


async def _line(page: Page, *, slow: bool) -> CDPSession:
    """Open the developer's line to the page, and slow the page down where asked to."""
    line = await page.context.new_cdp_session(page)
    await line.send("Network.enable")
    if slow:
        await line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        rate = BITS_PER_SECOND / 8
        await line.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY_MS,
                "downloadThroughput": rate,
                "uploadThroughput": rate,
            },
        )
    return line


async def _load(page: Page, line: CDPSession) -> Figures:
    sizes: list[float] = []

    def count(told: Mapping[str, Any]) -> None:
        sizes.append(told["encodedDataLength"])

    line.on("Network.loadingFinished", count)
    await page.goto("/")
    await page.wait_for_function("() => 'ready' in window.__seen", timeout=30_000)
    await page.wait_for_timeout(500)
    line.remove_listener("Network.loadingFinished", count)
    seen = await page.evaluate("({...window.__seen, lcp: window.__lcp, shift: window.__shift})")
    return {
        "lcp_ms": seen["lcp"],
        "ready_ms": seen["ready"],
        "shift": seen["shift"],
        "kb": sum(sizes) / 1000,
    }
