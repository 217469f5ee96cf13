"""Cards from outside in a real browser: the developers' page, bad providers, embeds, clients."""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Route, expect

from dashboard.processes.checkout import ROOT
from tests.support import outside
from tests.support.browser import opened_page
from tests.support.product import ProductServer
from tests.support.third_parties import approve, place, register, session

pytestmark = pytest.mark.browser

CLIENTS = ROOT / "docs" / "clients"
TITLE, OFFERER = re.compile("Gold today|今日黄金"), re.compile("Acme Metals|金石行情")
SETTLED = re.compile("ready|partial|empty")
BAD = {
    "hanging": outside.hanging,
    "crashing": outside.crashing,
    "flooding": outside.flooding,
    "malicious": outside.malicious,
}


async def sign_in(page: Page, account: str) -> None:
    told = {"account": account, "password": "demo"}
    answer = await page.request.post("/api/v1/session", data=told)
    assert answer.ok, await answer.text()


def spawned(script: Path, told: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, script], env=os.environ | told)


@pytest_asyncio.fixture(loop_scope="session")
async def example(
    page: Page, product: ProductServer, tmp_path: Path
) -> AsyncIterator[subprocess.Popen[bytes]]:
    """Run the code block of the developers' page as a third party would."""
    await page.goto("/developers")
    code = await page.locator("#widget-code").inner_text()
    assert len(code.strip().splitlines()) < 30
    (tmp_path / "widget.py").write_text(code, encoding="utf-8")
    key = product.key("widgets:write")["Authorization"].removeprefix("Bearer ")
    told = {"BANK": product.url, "API_KEY": key, "PORT": str(product.outside[0])}
    process = spawned(tmp_path / "widget.py", told)
    yield process
    process.kill()
    process.wait()


def wait_for_review(product: ProductServer, kind: str) -> None:
    """Wait until a kind waits for its reviewer."""
    deadline = time.monotonic() + 60
    with session(product, "reviewer1") as reviewer:
        while reviewer.get(f"/api/v1/widgets/{kind}").json().get("state") != "review":
            assert time.monotonic() < deadline, "The example did not register its card."
            time.sleep(0.2)


async def test_code_of_the_developers_page_is_a_working_card_in_the_gallery(
    page: Page, product: ProductServer, example: subprocess.Popen[bytes]
) -> None:
    await asyncio.to_thread(wait_for_review, product, "x_acme_gold")
    approve(product, "x_acme_gold")
    await sign_in(page, "customer4")
    await page.goto("/gallery")
    offer = page.locator('[data-offer="x_acme_gold"]').last
    await offer.scroll_into_view_if_needed(timeout=30_000)
    await expect(offer).to_contain_text(TITLE, timeout=30_000)
    await expect(offer).to_contain_text("783.50", timeout=30_000)
    await offer.get_by_role("button").last.click()
    card = page.locator('[data-kind="x_acme_gold"][data-state="ready"]')
    await expect(card).to_contain_text("783.50", timeout=30_000)
    await expect(card).to_contain_text(OFFERER)
    assert example.poll() is None


@asynccontextmanager
async def bad_home(product: ProductServer, account: str) -> AsyncIterator[list[str]]:
    """Offer four kinds that misbehave, and put them on a home."""
    async with AsyncExitStack() as running:
        kinds = []
        for port, (name, act) in zip(product.outside[1:5], BAD.items(), strict=True):
            made = await running.enter_async_context(outside.provider(act, port))
            told = outside.manifest(made, provider=f"bad{name[:6]}")
            kinds.append(await asyncio.to_thread(register, product, told))
        await asyncio.to_thread(place, product, account, kinds)
        yield kinds


async def test_bad_providers_cost_their_own_cards_and_nothing_executes(
    page: Page, product: ProductServer
) -> None:
    outgoing: list[str] = []
    page.on("request", lambda request: outgoing.append(request.url))
    page.on("dialog", lambda dialog: outgoing.append(f"dialog:{dialog.message}"))
    await sign_in(page, "customer5")
    async with bad_home(product, "customer5") as kinds:
        await page.goto("/")
        ours = page.locator("[data-tile]:not([data-kind^='x_'])")
        await expect(ours.first).to_be_visible(timeout=30_000)
        for card in await ours.all():
            await expect(card).to_have_attribute("data-state", SETTLED, timeout=30_000)
        for kind in kinds:
            card = page.locator(f'[data-kind="{kind}"]')
            await expect(card).to_have_attribute("data-state", "error", timeout=30_000)
    assert "owned" not in await page.title()
    assert await page.locator("[data-kind^='x_'] :is(script, iframe, object, embed)").count() == 0
    assert [url for url in outgoing if not url.startswith((product.url, "data:", "blob:"))] == []


@pytest.mark.parametrize("senior", ["off", "on"])
async def test_playground_draws_a_kind_as_chosen(page: Page, senior: str) -> None:
    await page.goto("/developers?kind=balances")
    stage = page.locator(".stage-card").first
    await expect(stage).to_have_attribute("data-state", "ready", timeout=30_000)
    for name, value in {"size": "XL", "theme": "dark", "senior": senior, "lang": "en"}.items():
        await page.select_option(f"#play-{name}", value)
    await expect(stage).to_have_attribute("data-size", "XL")
    await expect(page.locator("html.dark")).to_have_attribute("data-senior", senior)
    await expect(stage).to_contain_text("Available in all accounts")
    await page.select_option("#play-lang", "zh-Hans")
    await expect(stage).to_contain_text("全部账户可用")
    await page.select_option("#play-direction", "rtl")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")


async def test_pasted_face_is_drawn_or_its_faults_are_named_by_field(page: Page) -> None:
    await page.goto("/developers")
    await page.wait_for_selector("[data-tier]")
    await page.fill("#paste", json.dumps({"blocks": [{"type": "note", "text": "<b>Hi</b>"}]}))
    await expect(page.locator("#paste-faults")).to_contain_text("blocks.0.text", timeout=30_000)
    await page.fill("#paste", json.dumps(outside.FACE))
    card = page.locator('[data-tile="pasted"]')
    await expect(card).to_contain_text("783.50", timeout=30_000)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
async def test_developers_page_is_accessible(page: Page, theme: str) -> None:
    await page.goto("/developers")
    await page.wait_for_selector("[data-tier]")
    await page.select_option("#play-theme", theme)
    await page.wait_for_timeout(400)
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@asynccontextmanager
async def site(port: int, body: str) -> AsyncIterator[str]:
    """Serve one page of another site."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(outside.http(body.encode(), {"content-type": "text/html"}))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def framed(browser: Browser, address: str) -> str:
    """Return what another site's frame shows to somebody without any cookie."""
    async with opened_page(browser, address, locale="en-GB") as other:
        await other.goto(address)
        await other.wait_for_timeout(2500)
        frames = [one for one in other.frames if one is not other.main_frame]
        shown = [await one.locator("body").inner_text() for one in frames if "/embed/" in one.url]
        assert await other.context.cookies() == []
        return "".join(shown)


async def test_card_stands_in_the_frame_of_a_listed_site_alone_until_it_is_revoked(
    browser: Browser, product: ProductServer
) -> None:
    own = f"http://127.0.0.1:{product.outside[-1]}"
    path = "/api/v1/customers/me/embeds"
    with session(product, "customer1") as customer:
        wanted = {"kind": "balances", "size": "M", "sites": [own]}
        made = customer.post(path, json=wanted).raise_for_status().json()
        body = f'<iframe src="{product.url}{made["address"]}?lang=en" width="400"></iframe>'
        async with site(product.outside[-1], body), site(0, body) as stranger:
            assert "Balances" in await framed(browser, own)
            assert "Balances" not in await framed(browser, stranger)
            customer.delete(f"{path}/{made['id']}").raise_for_status()
            assert "Balances" not in await framed(browser, own)


async def test_plain_page_draws_the_whole_home_from_its_json(
    page: Page, product: ProductServer
) -> None:
    async def files(route: Route) -> None:
        name = route.request.url.split("?")[0].rsplit("/", 1)[-1] or "index.html"
        await route.fulfill(path=CLIENTS / "h5" / name)

    await page.route("**/clients/h5/**", files)
    await sign_in(page, "customer1")
    await page.goto("/clients/h5/?lang=en")
    await expect(page.locator("#home")).to_have_attribute("aria-busy", "false", timeout=30_000)
    home = await (await page.request.get("/api/v1/customers/me/home?lang=en")).json()
    phone = {one["tile"] for one in home["layout"]["places"]["phone"]}
    expected = {one["id"]: one["state"] for one in home["tiles"] if one["id"] in phone}
    drawn = await page.eval_on_selector_all(
        "[data-tile]", "all => Object.fromEntries(all.map(e => [e.dataset.tile, e.dataset.state]))"
    )
    assert drawn == expected
    assert "Balances" in await page.locator("#home").inner_text()
    assert (await Axe().run(page)).violations_count == 0


def test_terminal_draws_the_whole_home_from_its_json(product: ProductServer) -> None:
    command = [sys.executable, CLIENTS / "terminal" / "home.py", product.url, "customer1"]
    told = os.environ | {"COMPANION_PASSWORD": "demo", "COLUMNS": "140"}
    done = subprocess.run(
        [*command, "--lang", "en"], env=told, capture_output=True, text=True, check=True, timeout=60
    )
    with session(product, "customer1") as customer:
        home = customer.get("/api/v1/customers/me/home", params={"lang": "en"}).json()
    missing = [one["title"] for one in home["tiles"] if one["title"] not in done.stdout]
    assert missing == []
    assert "¥" in done.stdout
