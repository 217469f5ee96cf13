from datetime import datetime, timedelta

import pytest

from content.cards.model import Standing
from content.checks import disclosed
from content.errors import NotPublishable
from content.shelf import CardShelf
from recommender.changes.model import State
from recommender.errors import Conflict, Invalid, NotAllowed, NotFound, OwnWork, Stale
from tests.content.builders import (
    ANNA,
    NOW,
    RUTH,
    Actor,
    content,
    customer_actor,
    product,
    studio,
)

WRITING_REVIEWER = Actor("rita", frozenset({"marketer", "reviewer"}))


async def test_a_customer_may_neither_see_nor_make_cards(session):
    cards = studio(session).cards
    await cards.create(ANNA, content(), card_id="a1")
    for attempt in (
        cards.list(customer_actor()),
        cards.get(customer_actor(), "a1"),
        cards.create(customer_actor(), content()),
        cards.publish(customer_actor(), "a1"),
        cards.withdraw(customer_actor(), "a1"),
    ):
        with pytest.raises(NotAllowed):
            await attempt


async def test_an_unknown_card_is_not_found(session):
    with pytest.raises(NotFound):
        await studio(session).cards.get(ANNA, "nothing")


async def test_an_id_is_used_once(session):
    cards = studio(session).cards
    await cards.create(ANNA, content(), card_id="a1")
    with pytest.raises(Conflict):
        await cards.create(ANNA, content(), card_id="a1")


async def test_a_time_without_an_offset_is_the_banks_local_time(session):
    made = await studio(session).cards.create(ANNA, content(starts_at="2026-07-01T09:00:00"))
    assert made.content.starts_at == datetime.fromisoformat("2026-07-01T09:00:00+08:00")


async def test_an_author_with_both_roles_may_not_approve(session):
    cards = studio(session).cards
    made = await cards.create(WRITING_REVIEWER, content(), card_id="a1")
    await cards.submit(WRITING_REVIEWER, "a1")
    with pytest.raises(OwnWork):
        await cards.approve(WRITING_REVIEWER, "a1", content_hash=made.content_hash)


async def test_a_severe_finding_stops_the_submission_and_names_the_rule(session):
    cards = studio(session).cards
    await cards.create(ANNA, content(title={"zh-Hans": "保本保收益", "en": "Bonds"}), card_id="a1")
    with pytest.raises(Invalid) as refused:
        await cards.submit(ANNA, "a1")
    assert "106" in refused.value.details[0]["rule"]
    assert (await cards.get(ANNA, "a1")).state is State.DRAFT


async def test_what_is_not_approved_is_not_published(session):
    cards = studio(session).cards
    await cards.create(ANNA, content(), card_id="a1")
    for step in (None, cards.submit(ANNA, "a1")):
        if step:
            await step
        with pytest.raises(NotPublishable):
            await cards.publish(ANNA, "a1")


async def test_an_approved_card_goes_live_with_its_item_and_links(session):
    desk = studio(session)
    await desk.catalogue.put([product("p1", 1)], NOW)
    version = await desk.catalogue.version()
    view = await desk.published("a1", products=("p1",), topics=("bonds",))
    item = await desk.catalogue.get("content", "a1")
    assert view.standing is Standing.LIVE
    assert (item.state, item.topics) == ("open", ("bonds",))
    assert [link.product_id for link in item.links] == ["p1"]
    assert await desk.catalogue.version() > version


async def test_a_withdrawn_card_closes_its_item_and_drops_its_links(session):
    desk = studio(session)
    await desk.catalogue.put([product("p1", 1)], NOW)
    await desk.published("a1", products=("p1",))
    view = await desk.cards.withdraw(ANNA, "a1", "outdated")
    item = await desk.catalogue.get("content", "a1")
    assert view.standing is Standing.WITHDRAWN
    assert (item.state, item.links) == ("closed", ())
    with pytest.raises(Conflict):
        await desk.cards.withdraw(ANNA, "a1")


async def test_a_marketing_card_says_so_in_the_catalogue(session):
    desk = studio(session)
    await desk.published("a1", marketing=True)
    await desk.published("a2")
    found = await desk.catalogue.many("content", ["a1", "a2"])
    assert found["a1"].attributes["purpose"] == "marketing"
    assert "purpose" not in found["a2"].attributes


async def test_a_live_card_stays_live_while_it_is_edited(session):
    desk = studio(session)
    live = await desk.published("a1")
    changed = content(title={"zh-Hans": "新标题", "en": "New title"})
    edited = await desk.cards.save(ANNA, "a1", changed, base=live.content_hash)
    assert (edited.number, edited.state, edited.live_number) == (2, State.DRAFT, 1)
    assert edited.standing is Standing.LIVE
    [shown] = await desk.repository.live()
    assert shown.content.title["en"] == "Bonds for beginners"
    with pytest.raises(NotPublishable):
        await desk.cards.publish(ANNA, "a1")


async def test_the_next_version_replaces_the_live_one(session):
    desk = studio(session)
    live = await desk.published("a1")
    changed = content(title={"zh-Hans": "新标题", "en": "New title"})
    edited = await desk.cards.save(ANNA, "a1", changed, base=live.content_hash)
    await desk.cards.submit(ANNA, "a1")
    await desk.cards.approve(RUTH, "a1", content_hash=edited.content_hash)
    desk.clock.at += timedelta(hours=1)
    await desk.cards.publish(ANNA, "a1")
    [shown] = await desk.repository.live()
    assert (shown.number, shown.content.title["en"]) == (2, "New title")
    newest, first = await desk.repository.publications("a1")
    assert (first.number, first.until) == (1, desk.clock.at)
    assert (newest.number, newest.until) == (2, None)


async def test_a_stale_save_is_refused(session):
    cards = studio(session).cards
    first = await cards.create(ANNA, content(), card_id="a1")
    await cards.save(ANNA, "a1", content(topics=("x",)), base=first.content_hash)
    with pytest.raises(Stale):
        await cards.save(ANNA, "a1", content(topics=("y",)), base=first.content_hash)


async def test_a_product_that_rose_since_the_approval_stops_the_publication(session):
    desk = studio(session)
    await desk.catalogue.put([product("p1", 2)], NOW)
    await desk.approved("a1", products=("p1",))
    await desk.catalogue.put([product("p1", 4)], NOW)
    with pytest.raises(NotPublishable):
        await desk.cards.publish(ANNA, "a1")


async def test_the_disclosure_lets_a_card_with_an_r4_product_pass(session):
    desk = studio(session)
    await desk.catalogue.put([product("p4", 4)], NOW)
    card = disclosed(content(products=("p4",), audience={"minimum_capacity": 4}))
    await desk.cards.create(ANNA, card, card_id="a1")
    assert (await desk.cards.submit(ANNA, "a1")).state is State.REVIEW


@pytest.mark.parametrize(
    ("schedule", "standing"),
    [
        ({"starts_at": NOW + timedelta(hours=1)}, Standing.SCHEDULED),
        ({"ends_at": NOW + timedelta(hours=1)}, Standing.LIVE),
    ],
)
async def test_the_schedule_decides_the_standing(session, schedule, standing):
    desk = studio(session)
    assert (await desk.published("a1", **schedule)).standing is standing


async def test_a_live_card_expires_at_its_end(session):
    desk = studio(session)
    await desk.published("a1", ends_at=NOW + timedelta(hours=1))
    desk.clock.at = NOW + timedelta(hours=1)
    assert (await desk.cards.get(ANNA, "a1")).standing is Standing.EXPIRED


async def test_publishing_and_withdrawing_are_audited(session):
    desk = studio(session)
    await desk.published("a1")
    await desk.cards.withdraw(RUTH, "a1", "outdated")
    assert ("anna", "card.publish", "card:a1") in desk.audit.entries
    assert ("ruth", "card.withdraw", "card:a1") in desk.audit.entries


async def test_another_process_sees_a_published_card_and_its_withdrawal(database):
    """The second shelf stands for another process: it shares nothing but the database."""
    elsewhere = CardShelf(database)
    assert await elsewhere.now() == {}
    async with database.writing() as session:
        await studio(session).published("a1")
    assert list(await elsewhere.newest()) == ["a1"]
    async with database.writing() as session:
        await studio(session).cards.withdraw(ANNA, "a1")
    assert await elsewhere.newest() == {}


async def test_a_failed_publication_leaves_neither_card_nor_item(database):
    async def publish_and_break():
        async with database.writing() as session:
            await studio(session).published("a1")
            raise RuntimeError("the machine stops here")

    with pytest.raises(RuntimeError):
        await publish_and_break()
    async with database.reading() as session:
        desk = studio(session)
        assert await desk.repository.live() == []
        assert await desk.catalogue.get("content", "a1") is None
