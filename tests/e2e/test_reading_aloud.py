"""Reading aloud: by a voice of the reader's language, and as captions where there is none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page, signed_in
from tests.support.product import ProductServer
from tests.support.views import TILE, View, shown

pytestmark = pytest.mark.browser

HOME = View("home", "customer1", "/", TILE)
VOICES = """
window.spoken = [];
const known = ["en-US", "zh-HK", "zh-CN"].map((lang) => ({ lang, name: lang, localService: true }));
class Line { constructor(text) { this.text = text; } }
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Line });
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => known,
  speak: (line) => {
    window.spoken.push([line.lang, line.text]);
    setTimeout(() => line.onend(), 5);
  },
  cancel: () => window.spoken.push(["", "cancelled"]),
}});
"""


@asynccontextmanager
async def _with_voices(
    browser: Browser, product: ProductServer, locale: str
) -> AsyncIterator[Page]:
    """Open the home in a browser that has a voice for each language."""
    async with opened_page(browser, product.url, locale=locale) as page:
        await page.add_init_script(VOICES)
        await signed_in(page, "customer1")
        await page.wait_for_selector(TILE)
        yield page


async def _read_card(page: Page, kind: str) -> None:
    card = page.locator(f'[data-kind="{kind}"]').first
    await card.hover()
    await card.locator("[data-more]").click()
    await page.locator('[data-menu] [role="menuitem"]').nth(1).click()


async def test_words_are_shown_where_there_is_no_voice(
    browser: Browser, product: ProductServer
) -> None:
    async with shown(browser, product.url, HOME) as page:
        await page.evaluate("speechSynthesis.getVoices = () => []")
        await _read_card(page, "balances")
        bar = page.locator("[data-read-bar]")
        await expect(bar).to_have_attribute("data-mute", "on")
        await expect(bar.locator("[data-caption]")).to_have_text("Balances")
        await expect(page.locator('[data-reading="on"]')).to_have_count(1)
        await page.click("[data-read-stop]")
        await expect(bar).to_have_count(0)
        await expect(page.locator('[data-reading="on"]')).to_have_count(0)


async def test_next_goes_on_and_escape_stops(browser: Browser, product: ProductServer) -> None:
    async with shown(browser, product.url, HOME) as page:
        await page.evaluate("speechSynthesis.getVoices = () => []")
        await _read_card(page, "balances")
        await page.click("[data-read-skip]")
        await expect(page.locator("[data-caption]")).to_contain_text("¥")
        await page.keyboard.press("Escape")
        await expect(page.locator("[data-read-bar]")).to_have_count(0)


@pytest.mark.parametrize(
    ("locale", "voice"), [("en-GB", "en-US"), ("zh-CN", "zh-CN"), ("zh-HK", "zh-HK")]
)
async def test_the_voice_speaks_the_readers_language(
    browser: Browser, product: ProductServer, locale: str, voice: str
) -> None:
    async with _with_voices(browser, product, locale) as page:
        await _read_card(page, "balances")
        await page.wait_for_function("() => window.spoken.length > 2")
        spoken = await page.evaluate("window.spoken")
    assert {lang for lang, _ in spoken if lang} == {voice}


async def test_hidden_amounts_are_not_said(browser: Browser, product: ProductServer) -> None:
    async with _with_voices(browser, product, "en-GB") as page:
        await page.evaluate(
            "for (const e of document.querySelectorAll('[data-kind=balances] .number'))"
            " e.textContent = '••••'"
        )
        await _read_card(page, "balances")
        await expect(page.locator("[data-read-bar]")).to_have_count(0)
        said = " ".join(text for _, text in await page.evaluate("window.spoken"))
    assert "amount hidden" in said
    assert "••" not in said
