"""axe on every page, in every state, theme, direction and edition; no sideways scrolling."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize

from dashboard.processes.checkout import ROOT
from tests.support.product import ProductServer
from tests.support.views import VIEWS, dress, shown

PHONE: ViewportSize = {"width": 390, "height": 844}
STRONG = {
    "runOnly": ["color-contrast-enhanced"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
DRESSES: tuple[tuple[str, dict[str, str], dict[str, Any]], ...] = (
    ("light", {"colours": "light", "contrast": "off"}, {}),
    ("dark, from right to left", {"colours": "dark", "dir": "rtl"}, {}),
    ("contrast, dark", {"contrast": "on", "dir": "ltr"}, STRONG),
    ("contrast, light", {"colours": "light"}, STRONG),
    ("senior", {"contrast": "off", "senior": "on", "scale": "150"}, {}),
)
WIDTHS: tuple[tuple[str, dict[str, str]], ...] = (
    ("as usual", {"senior": "off"}),
    ("from right to left", {"dir": "rtl"}),
    ("senior", {"dir": "ltr", "senior": "on"}),
    ("senior, largest", {"scale": "200"}),
)
ROUTE = re.compile(r'@page\(\s*"([^"]+)"')
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def _faults(page: Page, how: str, options: dict[str, Any]) -> list[str]:
    found = (await Axe().run(page, options=options)).response["violations"]
    return [
        f"{how}: {one['id']}: {one['help']} ({node['target']} {node['html'][:160]})"
        for one in found
        for node in one["nodes"]
    ]


@dataclass(frozen=True)
class Findings:
    """What one look at a view found."""

    faults: list[str]
    wide: dict[str, int]


@pytest_asyncio.fixture(
    scope="module", loop_scope="session", params=VIEWS, ids=lambda view: view.name
)
async def findings(
    request: pytest.FixtureRequest, browser: Browser, product: ProductServer
) -> Findings:
    """Open a view once and look at it in every dress, then at the width of a phone."""
    faults, wide = [], {}
    async with shown(browser, product.url, request.param, reduced_motion="reduce") as page:
        for how, dressed, options in DRESSES:
            await dress(page, **dressed)
            faults += await _faults(page, how, options)
        await page.set_viewport_size(PHONE)
        for how, dressed in WIDTHS:
            await dress(page, **dressed)
            wide[how] = await page.evaluate(WIDE)
    return Findings(faults, wide)


@pytest.mark.browser
async def test_axe_finds_nothing(findings: Findings) -> None:
    assert findings.faults == []


@pytest.mark.browser
async def test_phone_never_scrolls_sideways(findings: Findings) -> None:
    assert findings.wide == {how: 0 for how, _ in WIDTHS}


@pytest.mark.browser
async def test_axe_is_not_blind(browser: Browser, product: ProductServer) -> None:
    async with shown(browser, product.url, VIEWS[0]) as page:
        await page.evaluate("document.querySelector('main').append(new Image())")
        assert any("image-alt" in fault for fault in await _faults(page, "planted", {}))


def test_every_page_has_a_view() -> None:
    files = (ROOT / "dashboard" / "pages").glob("*.py")
    routes = {route for path in files for route in ROUTE.findall(path.read_text(encoding="utf-8"))}
    seen = {view.path.split("?")[0] for view in VIEWS}
    assert len(routes) > 15
    assert sorted(one for one in routes if not _is_seen(one, seen)) == []


def _is_seen(route: str, paths: set[str]) -> bool:
    fixed, _, named = route.partition("[")
    return fixed in paths or (named != "" and any(path.startswith(fixed) for path in paths))
