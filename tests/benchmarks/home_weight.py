"""What a first visit to the home transfers, beside an empty page made by the same Reflex.

The empty page is a real build with our configuration: one state, one page, one word.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, Route

from dashboard.processes.checkout import build_environment
from tests.benchmarks._home import arranged
from tests.support.browser import launched, opened_page
from tests.support.product import ProductServer

TARGETS = {"home_kb": 450, "above_empty_kb": 100}
HEAD_BYTES = 300
"""Of one answer's head, as the browser counts it too."""
CONFIG = """
import reflex as rx
config = rx.Config(
    app_name="empty", telemetry_enabled=False, show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
"""
APP = """
import reflex as rx
class Word(rx.State):
    word: str = "empty"
@rx.page("/")
def index() -> rx.Component:
    return rx.el.p(Word.word)
app = rx.App()
"""
BUILD = """
from reflex.utils import export, frontend_skeleton
from reflex_base import constants
frontend_skeleton.initialize_web_directory()
export.export(zipping=False, backend=False, env=constants.Env.PROD)
"""


async def measure(product: ProductServer) -> dict[str, float]:
    """Load the home for the first time, and the empty page."""
    with tempfile.TemporaryDirectory() as scratch:
        empty = _empty_page(Path(scratch) / "empty")
        async with launched(Path(scratch) / "browser") as browser:
            home = await _home(browser, product.url)
            bare = await _bare(browser, empty)
    return {
        "home_kb": round(home / 1000, 1),
        "empty_kb": round(bare / 1000, 1),
        "above_empty_kb": round((home - bare) / 1000, 1),
    }


def _empty_page(folder: Path) -> Path:
    """Build it with the packages that our own build is locked to."""
    (folder / "empty").mkdir(parents=True)
    (folder / "rxconfig.py").write_text(CONFIG)
    (folder / "empty" / "empty.py").write_text(APP)
    environment = {**build_environment(), "REFLEX_WEB_WORKDIR": ".web", "PYTHONPATH": str(folder)}
    subprocess.run(
        [sys.executable, "-c", BUILD], cwd=folder, env=environment, check=True, capture_output=True
    )
    return folder / ".web" / "build" / "client"


async def _home(browser: Browser, url: str) -> float:
    async with opened_page(browser, url) as page:
        await arranged(page, "customer1")
        line = await page.context.new_cdp_session(page)
        await line.send("Network.enable")
        sizes: list[float] = []
        line.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
        await page.goto("/")
        await page.wait_for_selector(".face-drawing svg")
        await page.wait_for_timeout(1500)
        return sum(sizes)


async def _bare(browser: Browser, built: Path) -> float:
    """Sum the compressed files that the empty page asks for; its socket finds nobody."""
    sizes: list[float] = []

    async def serve(route: Route) -> None:
        path = built / (urlsplit(route.request.url).path.lstrip("/") or "index.html")
        if not path.is_file():
            await route.abort()
            return
        small = path.with_name(f"{path.name}.br")
        sizes.append((small if small.exists() else path).stat().st_size + HEAD_BYTES)
        await route.fulfill(path=path)

    async with opened_page(browser, "http://empty.invalid") as page:
        await page.route("**/*", serve)
        await page.goto("/")
        await page.wait_for_timeout(1500)
    return sum(sizes)
