"""The bank's homes by page: proposed, seen, checked by somebody else, offered to customers."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from dashboard.errors import CompanionError, Invalid, NotFound
from dashboard.layouts.bank_home import BankHome
from dashboard.layouts.standards import SEGMENTS
from dashboard.parts.bank_homes.state import BankHomesState
from dashboard.wiring import Root
from recommender.errors import OwnWork
from recommender.ports import MARKETER, REVIEWER, Actor
from tests.dashboard.pages.states import at, run, serving
from tests.support.arrange import a_customer, fill

WRITER, CHECKER = Actor("writer", frozenset({MARKETER})), Actor("checker", frozenset({REVIEWER}))
BOTH = Actor("writer", frozenset({MARKETER, REVIEWER}))


@pytest.fixture
async def bank(root: Root) -> AsyncIterator[Root]:
    await fill(root)
    with serving(root):
        yield root


async def opened(actor: Actor, segment: str = "mass") -> Any:
    state = at(BankHomesState, f"/bank-homes?segment={segment}")
    await run(actor, BankHomesState.load, state)
    return state


async def submitted(page: Any) -> Any:
    await run(WRITER, BankHomesState.add, page, "calendar")
    await run(WRITER, BankHomesState.save, page)
    await run(WRITER, BankHomesState.submit, page)
    return page


async def test_every_segment_is_listed_with_its_cards_on_three_screens(bank: Root) -> None:
    page = await opened(WRITER, "senior")
    assert [one.segment for one in page.lines] == list(SEGMENTS)
    assert (page.segment, page.may_write, page.may_approve) == ("senior", True, False)
    shown = {name: len(boxes) for name, boxes in page.preview.items()}
    assert shown == dict.fromkeys(("desktop", "tablet", "phone"), len(page.cards))


async def test_a_draft_is_seen_before_it_is_saved(bank: Root) -> None:
    page = await opened(WRITER)
    first, second = page.cards[0].tile, page.cards[1].tile
    await run(WRITER, BankHomesState.move, page, second, -1)
    await run(WRITER, BankHomesState.resize, page, first, "S")
    await run(WRITER, BankHomesState.keep, page, first, True)
    await run(WRITER, BankHomesState.remove, page, page.cards[2].tile)
    assert [one.tile for one in page.cards[:2]] == [second, first]
    assert (page.cards[1].size, page.cards[1].stays, page.is_dirty) == ("S", True, True)
    assert (await opened(WRITER)).cards[0].tile == first


async def test_a_second_card_of_a_kind_has_an_id_of_its_own(bank: Root) -> None:
    page = await opened(WRITER)
    await run(WRITER, BankHomesState.add, page, "balances")
    assert page.cards[-1].tile == "balances-2"


async def test_a_version_goes_through_four_eyes_and_is_offered_to_customers(bank: Root) -> None:
    async with bank.writing() as app:
        await app.layouts.open(a_customer("c1"), "c1")
    page = await submitted(await opened(WRITER))
    assert page.state == "review"
    checking = await opened(CHECKER)
    await run(CHECKER, BankHomesState.approve, checking)
    assert checking.state == "approved"
    page = await opened(WRITER)
    await run(WRITER, BankHomesState.publish, page)
    assert page.is_live
    async with bank.reading() as app:
        mine = (await app.layouts.open(a_customer("c2"), "c2")).layout
    assert "calendar" in {tile.kind for tile in mine.tiles.values()}


async def test_the_author_cannot_approve(bank: Root) -> None:
    await submitted(await opened(WRITER))
    page = await opened(BOTH)
    with pytest.raises(OwnWork):
        await run(BOTH, BankHomesState.approve, page)
    assert (await opened(CHECKER)).state == "review"


async def test_a_file_proposes_a_home_with_its_rules(bank: Root) -> None:
    told = {"en": "Bills stay in sight.", "zh-Hans": "账单须保持可见。"}
    home = {
        "cards": [{"kind": "dues", "size": "M", "stays": True}],
        "rules": [{"denies": ["remove"], "kinds": ["dues"], "reason": told}],
    }
    page = await opened(WRITER)
    await run(WRITER, BankHomesState.take_file, page, json.dumps(home))
    assert [(one.tile, one.stays) for one in page.cards] == [("dues", True)]
    assert page.rules == [told]


@pytest.mark.parametrize(
    "text", ["", "no JSON", "[]", '{"cards": []}', '{"cards": [{"kind": "nothing_known"}]}']
)
async def test_a_bad_file_changes_nothing(bank: Root, text: str) -> None:
    page = await opened(WRITER)
    before = page.cards
    with pytest.raises(Invalid):
        await run(WRITER, BankHomesState.take_file, page, text)
    assert (page.cards, page.is_dirty) == (before, False)


async def test_the_last_card_stays_in(bank: Root) -> None:
    page = await opened(WRITER)
    home = BankHome.model_validate({"cards": [{"kind": "dues"}]})
    await run(WRITER, BankHomesState.take_file, page, home.model_dump_json())
    with pytest.raises(Invalid):
        await run(WRITER, BankHomesState.remove, page, "dues")


async def test_a_newer_version_of_somebody_else_is_not_overwritten(bank: Root) -> None:
    first, second = await opened(WRITER), await opened(WRITER)
    for page, kind in ((first, "calendar"), (second, "gold")):
        await run(WRITER, BankHomesState.add, page, kind)
    await run(WRITER, BankHomesState.save, first)
    with pytest.raises(CompanionError):
        await run(WRITER, BankHomesState.save, second)
    assert "calendar" in {one.kind for one in (await opened(WRITER)).cards}


async def test_an_unknown_card_or_segment_is_not_found(bank: Root) -> None:
    page = await opened(WRITER)
    with pytest.raises(NotFound):
        await run(WRITER, BankHomesState.add, page, "nothing_known")
    with pytest.raises(CompanionError):
        await run(WRITER, BankHomesState.choose, page, "nobody")
