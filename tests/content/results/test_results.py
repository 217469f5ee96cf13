from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from content.results.repository import ResultsRepository
from content.results.service import ResultsService
from recommender.database import new_id
from recommender.errors import NotAllowed, NotFound
from recommender.interactions.tables import EventRow
from tests.content.builders import ANNA, NOW, content, customer_actor, studio


async def happened(session, action, who="c1", card="a1", at=NOW, kind="content", **more):
    row = {
        "id": new_id(),
        "event_id": new_id(),
        "received_at": at,
        "kind": kind,
        "item_id": card,
        "action": action,
        "customer_id": who,
        "at": at,
        "consent_version": 1,
        "usable": True,
    }
    await session.execute(insert(EventRow), [row | more])


async def a_lively_card(session):
    for who in ("c1", "c1", "c2"):
        await happened(session, "impression", who)
    await happened(session, "impression", None, visitor_id="v1")
    await happened(session, "click", "c1")
    await happened(session, "dismiss", "c2")
    await happened(session, "view", "c1", dwell_ms=4999)
    await happened(session, "view", "c1", dwell_ms=5000)
    await happened(session, "impression", "c1", card="other")
    await happened(session, "impression", "c1", kind="product")


def service(session):
    return ResultsService(ResultsRepository(session), studio(session).repository)


async def test_a_customer_may_not_see_results(session):
    with pytest.raises(NotAllowed):
        await service(session).of_card(customer_actor(), "a1")


async def test_an_unknown_card_has_no_results(session):
    with pytest.raises(NotFound):
        await service(session).of_card(ANNA, "a1")


async def test_the_counts_equal_the_raw_events(session):
    await studio(session).cards.create(ANNA, content(), card_id="a1")
    await a_lively_card(session)
    total = (await service(session).of_card(ANNA, "a1")).total
    raw = text("select action from events where item_id = 'a1' and kind = 'content'")
    actions = Counter(row.action for row in await session.execute(raw))
    assert total.impressions == actions["impression"] == 4
    assert (total.clicks, total.dismissals) == (actions["click"], actions["dismiss"])
    assert (total.unique, total.views, total.reads) == (3, 2, 1)
    assert total.click_through == 1 / 4


async def test_without_impressions_there_is_no_click_rate(session):
    await studio(session).cards.create(ANNA, content(), card_id="a1")
    assert (await service(session).of_card(ANNA, "a1")).total.click_through is None


async def test_each_event_counts_for_the_version_that_was_live_then(session):
    desk = studio(session)
    first = await desk.published("a1")
    await happened(session, "impression", at=NOW)
    desk.clock.at = NOW + timedelta(hours=1)
    edited = await desk.cards.save(ANNA, "a1", content(topics=("new",)), base=first.content_hash)
    await desk.cards.submit(ANNA, "a1")
    await desk.approve(edited.content_hash)
    await desk.cards.publish(ANNA, "a1")
    await happened(session, "click", at=NOW + timedelta(minutes=59))
    await happened(session, "impression", at=NOW + timedelta(hours=1))
    newest, old = (await service(session).of_card(ANNA, "a1")).versions
    assert (old.publication.number, old.counts.impressions, old.counts.clicks) == (1, 1, 1)
    assert (newest.publication.number, newest.counts.impressions) == (2, 1)


async def test_all_cards_are_counted_in_one_go(session):
    desk = studio(session)
    for card_id in ("a1", "a2"):
        await desk.cards.create(ANNA, content(), card_id=card_id)
    await a_lively_card(session)
    counts = await service(session).of_all(ANNA)
    assert counts["a1"].impressions == 4
    assert "a2" not in counts


async def test_a_cap_counts_its_own_days_and_its_own_customer(session):
    for days in (0, 3, 8):
        await happened(session, "impression", "c1", at=NOW - timedelta(days=days))
    await happened(session, "impression", "c2")
    await happened(session, "click", "c1")
    repository = ResultsRepository(session)
    assert await repository.shown_to("c1", {"a1": 7}, NOW) == {"a1": 2}
    assert await repository.shown_to("c1", {"a1": 30, "a2": 30}, NOW) == {"a1": 3}
