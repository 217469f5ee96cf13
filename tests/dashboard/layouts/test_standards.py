"""The bank's homes under four eyes."""

import pytest
from sqlalchemy import select

from dashboard.audit.tables import EntryRow
from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound
from dashboard.layouts.bank_home import BankHome, Card
from dashboard.layouts.service import Basis
from dashboard.wiring import Root
from recommender.errors import OwnWork
from recommender.ports import CUSTOMER, MARKETER, OPERATOR, REVIEWER, Actor
from tests.support.arrange import fill

WRITER = Actor("m1", frozenset({MARKETER}))
CHECKER = Actor("r1", frozenset({REVIEWER}))
ALSO_BOTH = Actor("m1", frozenset({MARKETER, REVIEWER}))
ME = Actor("u1", frozenset({CUSTOMER}), customer_id="c1")
HOME = BankHome(cards=(Card(kind="balances", size="L"), Card(kind="notices", size="M")))


async def _written(root: Root, home: BankHome = HOME, base: str = "") -> str:
    async with root.writing() as app:
        view = await app.standards.save(WRITER, "mass", home, base=base)
        await app.standards.submit(WRITER, "mass")
    return view.content_hash


async def _approved(root: Root, base: str = "") -> None:
    content_hash = await _written(root, base=base)
    async with root.writing() as app:
        await app.standards.approve(CHECKER, "mass", content_hash=content_hash)


async def test_customers_do_not_read_the_banks_drafts(root: Root) -> None:
    async with root.reading() as app:
        with pytest.raises(NotAllowed):
            await app.standards.get(ME, "mass")


async def test_a_segment_that_is_none_is_not_found(root: Root) -> None:
    async with root.reading() as app:
        with pytest.raises(NotFound):
            await app.standards.get(WRITER, "nobody")


async def test_nobody_approves_what_they_wrote(root: Root) -> None:
    content_hash = await _written(root)
    async with root.writing() as app:
        with pytest.raises(OwnWork):
            await app.standards.approve(ALSO_BOTH, "mass", content_hash=content_hash)


async def test_a_draft_is_not_published(root: Root) -> None:
    await _written(root)
    async with root.writing() as app:
        with pytest.raises(Conflict):
            await app.standards.publish(WRITER, "mass")


async def test_a_reviewer_does_not_write(root: Root) -> None:
    async with root.writing() as app:
        with pytest.raises(NotAllowed):
            await app.standards.save(CHECKER, "mass", HOME)


@pytest.mark.parametrize("card", [Card(kind="nothing_like_it"), Card(kind="products", size="S")])
async def test_cards_that_do_not_exist_are_refused(root: Root, card: Card) -> None:
    async with root.writing() as app:
        with pytest.raises(Invalid):
            await app.standards.save(WRITER, "mass", BankHome(cards=(card,)))


def test_two_cards_with_one_id_are_no_home() -> None:
    with pytest.raises(ValueError, match="same id"):
        BankHome(cards=(Card(kind="balances"), Card(kind="balances")))


async def test_what_is_published_is_every_new_home_of_the_segment_at_once(root: Root) -> None:
    await fill(root)
    await _approved(root)
    async with root.reading() as app:
        segment = (await app.customers.facts("c1")).segment
        assert "feed" in (await app.layouts.open(ME, "c1")).layout.tiles
    assert segment == "mass"
    async with root.writing() as app:
        view = await app.standards.publish(WRITER, "mass")
    assert view.live == HOME
    async with root.reading() as app:
        assert set((await app.layouts.open(ME, "c1")).layout.tiles) == {"balances", "notices"}


async def test_a_home_that_was_changed_is_offered_the_next_one(root: Root) -> None:
    await fill(root)
    async with root.writing() as app:
        await app.layouts.remove(ME, "c1", "feed", Basis(None))
    await _approved(root)
    async with root.writing() as app:
        await app.standards.publish(WRITER, "mass")
    async with root.reading() as app:
        assert "dues" in (await app.layouts.open(ME, "c1")).layout.tiles
        assert ("removed", "dues") in {
            (one.what, one.tile) for one in await app.layouts.news(ME, "c1")
        }


async def test_publishing_is_recorded(root: Root) -> None:
    await _approved(root)
    async with root.writing() as app:
        await app.standards.publish(Actor("o1", frozenset({OPERATOR})), "mass")
        rows = await app.session.execute(select(EntryRow.actor, EntryRow.action))
        assert ("o1", "home.publish") in {tuple(row) for row in rows}
