"""An interaction is measured only where it did what it is there for."""

import pytest
from playwright.async_api import Browser, Page

from tests.benchmarks import home_answers
from tests.benchmarks.home_answers import Interaction, took
from tests.support.browser import opened_page

pytestmark = pytest.mark.browser

COUNT = "document.querySelectorAll('p').length"
PAGE = "<button onclick=\"document.body.append(document.createElement('p'))\">One more</button>"


async def _press(page: Page, selector: str, key: str) -> float:
    await page.evaluate(home_answers.WATCH)
    return await took(page, Interaction(lambda page: page.locator(selector).press(key), COUNT))


async def test_an_effect_has_its_time(browser: Browser) -> None:
    async with opened_page(browser, "http://nowhere.invalid") as page:
        await page.set_content(PAGE)
        assert await _press(page, "button", "Enter") > 0


async def test_no_effect_ends_the_benchmark(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_answers, "EFFECT_MS", 300)
    async with opened_page(browser, "http://nowhere.invalid") as page:
        await page.set_content(PAGE)
        with pytest.raises(RuntimeError, match="no effect"):
            await _press(page, "button", "Escape")
