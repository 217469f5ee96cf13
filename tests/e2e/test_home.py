"""The home in a real browser: arranged by keys, by clicks, by mouse; kept and guarded."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import opened_page
from tests.support.home import lay_out
from tests.support.product import ProductServer

pytestmark = pytest.mark.browser

GRID = "[data-grid]"
HOME = "/api/v1/customers/me/layout"
KINDS = ("balances", "notices", "allocation", "products", "dues", "feed")
Spot = tuple[int, int, int, int]


async def _sign_in(page: Page, account: str = "customer1") -> None:
    answer = await page.request.post(
        "/api/v1/session", data={"account": account, "password": "demo"}
    )
    assert answer.ok, await answer.text()


async def _fresh(page: Page, account: str = "customer1") -> None:
    """Open a home of six cards that nobody has moved."""
    await _sign_in(page, account)
    await lay_out(page)
    await _open(page)


async def _open(page: Page) -> None:
    await page.goto("/")
    await page.wait_for_selector('[data-tile]:not([data-state="loading"])')


async def _edit(page: Page) -> None:
    await page.click("#edit-home")
    await page.wait_for_selector(".dock")


async def _places(page: Page, breakpoint_: str = "desktop") -> dict[str, Spot]:
    layout = await (await page.request.get(HOME)).json()
    lying = layout["places"][breakpoint_]
    return {one["tile"]: (one["x"], one["y"], one["w"], one["h"]) for one in lying}


async def _order(page: Page) -> list[str]:
    """Return the cards in the order of the document."""
    return await page.eval_on_selector_all("[data-tile]", "all => all.map(e => e.dataset.tile)")


async def _seen_order(page: Page) -> list[str]:
    """Return the cards as the eye reads them."""
    boxes = await page.eval_on_selector_all(
        "[data-tile]", "all => all.map(e => [e.offsetTop, e.offsetLeft, e.dataset.tile])"
    )
    return [tile for _, _, tile in sorted(boxes)]


async def _saved(page: Page, act: Callable[[], Awaitable[Any]]) -> None:
    """Do something and wait until the server has acknowledged it."""
    before = await page.get_attribute(GRID, "data-saved-version")
    await act()
    await page.wait_for_function(
        "was => document.querySelector('[data-grid]').dataset.savedVersion !== was", arg=before
    )


def _grip(page: Page, tile: str) -> Any:
    return page.locator(f'[data-tile="{tile}"] [data-grip]')


async def _drag(page: Page, tile: str, by: tuple[int, int]) -> None:
    box = await _grip(page, tile).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + by[0] / 2, y + by[1] / 2, steps=4)
    await page.mouse.move(x + by[0], y + by[1], steps=4)
    await page.mouse.up()


async def test_a_new_customer_finds_every_card(page: Page) -> None:
    await _sign_in(page)
    answer = await page.request.post(f"{HOME}/reset", headers={"If-Match": "*"})
    wanted = [tile["kind"] for tile in (await answer.json())["tiles"].values()]
    await _open(page)
    found = await page.eval_on_selector_all("[data-tile]", "all => all.map(e => e.dataset.kind)")
    assert sorted(found) == sorted(wanted)


async def test_the_home_is_locked_until_it_is_edited(page: Page) -> None:
    await _fresh(page)
    before = await _places(page)
    assert await page.locator("[data-grip]").count() == 0
    box = await page.locator('[data-tile="balances"]').bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 100, box["y"] + 20)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 800, box["y"] + 20, steps=5)
    await page.mouse.up()
    await asyncio.sleep(0.3)
    assert await _places(page) == before


async def test_escape_leaves_the_edit_mode(page: Page) -> None:
    await _fresh(page)
    await _edit(page)
    await page.keyboard.press("Escape")
    await expect(page.locator(".dock")).to_have_count(0)


async def test_a_reload_locks_the_home_again(page: Page) -> None:
    await _fresh(page)
    await _edit(page)
    await _open(page)
    await expect(page.locator(GRID)).to_have_attribute("data-editing", "off")


async def test_a_card_dragged_by_mouse_swaps_and_stays(page: Page) -> None:
    await _fresh(page)
    await _edit(page)
    await _saved(page, lambda: _drag(page, "balances", (620, 0)))
    places = await _places(page)
    assert (places["balances"], places["notices"]) == ((6, 0, 6, 2), (0, 0, 6, 2))
    await _open(page)
    assert (await _seen_order(page))[:2] == ["notices", "balances"]


async def test_a_card_is_resized_by_its_corner(page: Page) -> None:
    await _fresh(page)
    await _edit(page)
    box = await page.locator('[data-tile="balances"] [data-sizer]').bounding_box()
    assert box is not None

    async def pull() -> None:
        await page.mouse.move(box["x"] + 16, box["y"] + 16)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 16, box["y"] + 200, steps=5)
        await page.mouse.up()

    await _saved(page, pull)
    assert (await _places(page))["balances"] == (0, 0, 6, 4)


async def test_a_drop_in_place_saves_nothing(page: Page) -> None:
    await _fresh(page)
    await _edit(page)
    version = await page.get_attribute(GRID, "data-saved-version")
    await _drag(page, "balances", (20, 8))
    await asyncio.sleep(0.3)
    assert await page.get_attribute(GRID, "data-saved-version") == version


async def test_the_whole_home_is_rearranged_by_keyboard_alone(page: Page) -> None:
    await _fresh(page)
    await page.focus("#edit-home")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".dock")
    before = await _places(page)
    for tile in KINDS:
        await _grip(page, tile).focus()
        is_left = (await _places(page))[tile][0] == 0
        await page.keyboard.press("Space")
        await page.keyboard.press("ArrowRight" if is_left else "ArrowLeft")
        await page.keyboard.press("ArrowDown")
        await _saved(page, lambda: page.keyboard.press("Space"))
        focused = await page.evaluate("document.activeElement.closest('[data-tile]').dataset.tile")
        assert focused == tile
    after = await _places(page)
    assert len(after) == len(KINDS)
    assert sum(after[tile] != before[tile] for tile in KINDS) >= 4
    await page.keyboard.press("Escape")
    await _open(page)
    assert await _order(page) == await _seen_order(page)
    assert await _places(page) == after


async def test_keys_move_resize_and_announce(page: Page) -> None:
    await _fresh(page)
    await _edit(page)
    await _grip(page, "balances").focus()
    await _saved(page, lambda: page.keyboard.press("ArrowRight"))
    said = page.locator("[data-announcer]")
    await expect(said).to_have_text("Balances: row 1, column 7, 6 by 2.")
    await _saved(page, lambda: page.keyboard.press("Shift+ArrowDown"))
    await expect(said).to_have_text("Balances: row 1, column 7, 6 by 4.")
    assert (await _places(page))["balances"] == (6, 0, 6, 4)


async def test_escape_puts_a_picked_up_card_back(page: Page) -> None:
    await _fresh(page)
    await _edit(page)
    before = await _places(page)
    await _grip(page, "balances").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Escape")
    await expect(page.locator(".dock")).to_have_count(1)
    await asyncio.sleep(0.2)
    assert await _places(page) == before
    assert (await _seen_order(page))[0] == "balances"


async def test_the_whole_home_is_rearranged_by_single_clicks_alone(page: Page) -> None:
    await _fresh(page)
    await page.click("#edit-home")
    before = await _places(page)
    for tile in KINDS:
        await _grip(page, tile).click()
        is_left = (await _places(page))[tile][0] == 0
        words = ("Move right", "Move down") if is_left else ("Move left", "Move up")
        for word in words:
            button = page.locator(f'.dock button[aria-label$=": {word}"]')
            await button.click()
            await asyncio.sleep(0.1)
    await _grip(page, "balances").click()
    await _saved(page, page.locator('.dock button[aria-label$=": Make bigger"]').click)
    after = await _places(page)
    assert sum(after[tile] != before[tile] for tile in KINDS) >= 4
    await page.locator(".dock").get_by_role("button", name="Done").click()
    await _open(page)
    assert await _places(page) == after


async def test_each_width_keeps_its_own_order(page: Page) -> None:
    await _fresh(page)
    desktop = await _seen_order(page)
    await page.set_viewport_size({"width": 390, "height": 844})
    await _edit(page)
    await _grip(page, "feed").focus()
    for _ in range(5):
        await _saved(page, lambda: page.keyboard.press("ArrowUp"))
    assert (await _seen_order(page))[0] == "feed"
    await page.set_viewport_size({"width": 1280, "height": 900})
    await _open(page)
    assert await _seen_order(page) == desktop
    await page.set_viewport_size({"width": 820, "height": 1100})
    assert (await _seen_order(page))[0] == desktop[0]
    await page.set_viewport_size({"width": 390, "height": 844})
    await _open(page)
    assert (await _seen_order(page))[0] == "feed"


@pytest.mark.parametrize("width", [390, 820, 1280])
async def test_nothing_scrolls_sideways(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 844})
    await _fresh(page)
    await _edit(page)
    await _grip(page, "balances").click()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(wide) == 0


async def test_undo_and_redo_survive_a_reload(page: Page) -> None:
    await _fresh(page)
    before = await _places(page)
    await _edit(page)
    await _grip(page, "balances").focus()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowDown"):
        await _saved(page, lambda key=key: page.keyboard.press(key))
    after = await _places(page)
    await _open(page)
    await _edit(page)
    for _ in range(3):
        await _saved(page, lambda: page.keyboard.press("Control+z"))
    assert await _places(page) == before
    for _ in range(3):
        await _saved(page, lambda: page.keyboard.press("Control+Shift+z"))
    assert await _places(page) == after


async def test_a_removed_card_leaves_and_an_added_one_gets_the_focus(page: Page) -> None:
    await _fresh(page)
    await _edit(page)
    await _grip(page, "feed").click()
    await _saved(page, page.locator('.dock button[aria-label$=": Remove"]').click)
    assert "feed" not in await _order(page)
    await page.locator(".dock").get_by_role("link", name="Add a card").click()
    await page.locator('[data-offer="feed"]').get_by_role("button", name="Add").click()
    await page.wait_for_selector('.dock [role="toolbar"]')
    focused = await page.evaluate(
        "document.activeElement.closest('[data-tile]')?.dataset.kind ?? ''"
    )
    assert focused == "feed"


async def test_the_gallery_finds_cards_in_both_languages(page: Page) -> None:
    await _fresh(page)
    await page.goto("/gallery")
    await page.wait_for_selector("[data-offer]")
    for words, kind in (("balance", "balances"), ("资产", "allocation")):
        await page.fill("#gallery-search", words)
        await expect(page.locator("[data-offer]").first).to_have_attribute("data-offer", kind)
        assert await page.locator("[data-offer]").count() < len(KINDS)


async def test_the_mandatory_card_says_why_it_stays(page: Page) -> None:
    await _fresh(page)
    await _edit(page)
    await _grip(page, "notices").click()
    button = page.locator('.dock button[aria-label$=": Remove"]')
    await expect(button).to_have_attribute("aria-disabled", "true")
    await expect(page.locator(".dock")).to_contain_text("The bank has to show you this card")
    await button.click(force=True)
    await asyncio.sleep(0.2)
    assert "notices" in await _order(page)


async def test_two_tabs_that_differ_are_put_together(
    page: Page, browser: Browser, product: ProductServer
) -> None:
    await _fresh(page)
    async with opened_page(browser, product.url) as other:
        await _sign_in(other)
        await _open(other)
        await _edit(other)
        await _edit(page)
        await _saved(other, lambda: _drag(other, "allocation", (620, 0)))
        await _saved(page, lambda: _drag(page, "balances", (620, 0)))
        await expect(page.locator("[data-merge]")).to_contain_text("Both are kept")
        places = await _places(page)
        assert (places["balances"][0], places["allocation"][0]) == (6, 6)
        await _saved(page, lambda: page.click("#undo-merge"))
        await expect(page.locator("[data-merge]")).to_have_count(0)
        assert (await _places(page))["balances"][0] == 0
        assert (await _places(page))["allocation"][0] == 6


async def test_a_version_is_named_and_gone_back_to_by_keyboard(page: Page) -> None:
    await _fresh(page)
    before = await _places(page)
    await _edit(page)
    await _saved(page, lambda: _drag(page, "balances", (620, 0)))
    await page.keyboard.press("Escape")
    await page.wait_for_selector("#open-arrangements")
    await page.focus("#open-arrangements")
    await page.keyboard.press("Enter")
    second = page.locator(".version-head").nth(1)
    await second.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".version-open")).to_contain_text("moved from")
    await page.fill('.version-open input[name="name"]', "Before")
    await page.keyboard.press("Enter")
    await expect(second).to_contain_text("Before")
    await second.press("Enter")
    await _saved(page, lambda: page.locator("[data-restore]").press("Enter"))
    assert await _places(page) == before
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog[open]")).to_have_count(0)


async def test_a_phone_arranged_by_hand_is_given_back(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await _fresh(page)
    before = await _places(page, "phone")
    await _edit(page)
    await _grip(page, "feed").focus()
    await _saved(page, lambda: page.keyboard.press("ArrowUp"))
    await page.keyboard.press("Escape")
    await page.click("#open-arrangements")
    await _saved(page, lambda: page.click('[data-give-back="phone"]'))
    await expect(page.locator("[data-give-back]")).to_have_count(0)
    assert await _places(page, "phone") == before


async def test_the_api_refuses_what_the_page_would_not_do(page: Page) -> None:
    await _fresh(page)
    answer = await page.request.get(HOME)
    layout, tag = await answer.json(), answer.headers["etag"]
    sent = {key: layout[key] for key in ("tiles", "places", "own")}

    async def put(body: dict, **headers: str) -> int:
        told = {"content-type": "application/json", **headers}
        return (await page.request.put(HOME, data=json.dumps(body), headers=told)).status

    assert await put(sent) == 428
    assert await put(sent, **{"If-Match": '"999999"'}) == 412
    without = sent | {"tiles": {k: v for k, v in sent["tiles"].items() if k != "notices"}}
    assert await put(without, **{"If-Match": tag}) == 403
    twisted = json.loads(json.dumps(sent))
    twisted["places"]["desktop"][0]["x"] = 4
    assert await put(twisted, **{"If-Match": tag}) == 422
    assert await put(sent, **{"If-Match": tag}) == 200


async def test_a_card_is_dragged_by_finger(browser: Browser, product: ProductServer) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    async with opened_page(browser, product.url, **phone) as page:
        await _fresh(page)
        await _edit(page)
        first, second = (await _seen_order(page))[:2]
        box = await _grip(page, first).bounding_box()
        assert box is not None
        x, y = box["x"] + 20, box["y"] + 20
        finger = await page.context.new_cdp_session(page)

        async def touch(kind: str, *points: tuple[float, float]) -> None:
            told = [{"x": px, "y": py} for px, py in points]
            await finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

        async def drag() -> None:
            await touch("touchStart", (x, y))
            for step in range(1, 7):
                await touch("touchMove", (x, y + step * 30))
            await touch("touchEnd")

        await _saved(page, drag)
        assert (await _seen_order(page))[:2] == [second, first]


async def test_motion_is_calm_when_asked(browser: Browser, product: ProductServer) -> None:
    async with opened_page(browser, product.url, reduced_motion="reduce") as page:
        await _fresh(page)
        await _edit(page)
        await _grip(page, "balances").focus()
        await page.keyboard.press("ArrowRight")
        running = "document.querySelector('[data-grid]').getAnimations({subtree: true}).length"
        assert await page.evaluate(running) == 0
