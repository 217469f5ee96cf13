"""axe on every page, in every state, theme, direction and edition; no sideways scrolling."""

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
WIDTHS = (
    ("senior", {}),
    ("senior, largest", {"scale": "200"}),
    ("as usual", {"senior": "off"}),
    ("from right to left", {"dir": "rtl"}),
)
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
    routes = {_of_file(path.stem) for path in (ROOT / "dashboard" / "pages").glob("[a-z]*.py")}
    seen = {view.path.split("?")[0] for view in VIEWS} | {"/trials/"}
    assert [one for one in sorted(routes) if not any(path.startswith(one) for path in seen)] == []


def _of_file(name: str) -> str:
    """Return the beginning of the address of a page's file."""
    special = {"home": "/", "sign_in": "/sign-in", "rule": "/rules/", "trial": "/trials/"}
    listed = {"product": "/products/", "read": "/read/", "studio_card": "/studio/cards/"}
    deep = {"desk_customer": "/desk/customers/", "model_customer": "/models/customers/"}
    return {**special, **listed, **deep}.get(name, f"/{name.replace('_', '-')}")
