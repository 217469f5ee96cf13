"""What Lighthouse 12.8 says of a signed-in home on a desktop: the median of five runs.

Lighthouse comes from npm at the first run (tests/support/lighthouse locks it), is run by the bun of
the front-end build and drives the browser of the tests, in which somebody is signed in already.
"""

import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import async_playwright

from dashboard.processes.checkout import TOOLS
from tests.benchmarks._home import arranged
from tests.support.browser import FLAGS, chromium
from tests.support.product import ProductServer, free_port

RUNS = 5
LOCK = Path(__file__).parents[1] / "support" / "lighthouse"
CATEGORIES = ("performance", "accessibility")
FLOORS = {"performance": 95, "accessibility": 100}
BUN = Path(sys.executable).parent / "bun"


async def measure(product: ProductServer) -> dict[str, float]:
    """Judge the home of 20 cards five times."""
    program = await asyncio.to_thread(_installed)
    with tempfile.TemporaryDirectory() as scratch:
        async with _signed_in(product.url, Path(scratch)) as port:
            runs = [
                await asyncio.to_thread(_judged, program, product.url, port, Path(scratch))
                for _ in range(RUNS)
            ]
    return {name: statistics.median(one[name] for one in runs) for name in CATEGORIES}


def _installed() -> Path:
    """Install Lighthouse once, as its lock says."""
    folder = TOOLS / "lighthouse"
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "bun.lock"):
            shutil.copy(LOCK / name, folder)
        subprocess.run([BUN, "install", "--frozen-lockfile", "--silent"], cwd=folder, check=True)
    return program


@asynccontextmanager
async def _signed_in(url: str, scratch: Path) -> AsyncIterator[int]:
    """Run a browser that Lighthouse can reach, with its home arranged; give its port."""
    ready, port = await asyncio.to_thread(chromium, scratch), free_port()
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(scratch / "profile"),
            executable_path=ready.executable,
            args=[*FLAGS, f"--remote-debugging-port={port}"],
            env={**ready.env},
            base_url=url,
            locale="en-US",
        )
        page = await context.new_page()
        await arranged(page, "customer1")
        await page.goto("/")
        await page.wait_for_selector('[data-tile][data-state="ready"]')
        yield port
        await context.close()


def _judged(program: Path, url: str, port: int, scratch: Path) -> dict[str, float]:
    """Run Lighthouse once; cookies stay, so that it sees the home and not the sign-in page."""
    told = scratch / "report.json"
    command: list[str | Path] = [
        BUN,
        program,
        f"{url}/",
        f"--port={port}",
        "--preset=desktop",
        "--quiet",
    ]
    command += ["--disable-storage-reset", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--output=json", f"--output-path={told}"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    report = json.loads(told.read_text(encoding="utf-8"))
    if report["finalDisplayedUrl"].rstrip("/") != url:
        raise RuntimeError(f"Lighthouse saw {report['finalDisplayedUrl']}, not the home.")
    return {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
