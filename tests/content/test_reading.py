from datetime import timedelta

import pytest

from recommender.errors import NotFound
from recommender.ports import PERSONALISATION, Scope
from tests.content.builders import (
    ANNA,
    MIA,
    NOW,
    PASSER_BY,
    customer,
    customer_actor,
    studio,
)


async def refused(service, actor, card_id="a1"):
    with pytest.raises(NotFound):
        await service.open(actor, card_id)


async def test_a_visitor_reads_what_is_open_to_everybody_only(session, database):
    desk = studio(session)
    await desk.published("a1")
    await desk.published("a2", audience={"segments": ["private"]})
    reading = desk.reading(database)
    assert (await reading.open(PASSER_BY, "a1")).id == "a1"
    await refused(reading, PASSER_BY, "a2")


async def test_only_a_customer_of_the_audience_reads_the_card(session, database):
    desk = studio(session)
    await desk.published("a1", audience={"segments": ["private"], "minimum_capacity": 3})
    inside = customer("in", segment="private", capacity=3)
    outside = customer("out", segment="mass", capacity=3)
    timid = customer("timid", segment="private", capacity=2)
    reading = desk.reading(database, inside, outside, timid)
    assert (await reading.open(customer_actor("in"), "a1")).number == 1
    await refused(reading, customer_actor("out"))
    await refused(reading, customer_actor("timid"))


async def test_before_its_start_and_after_its_end_nobody_finds_it(session, database):
    desk = studio(session)
    await desk.published("a1", starts_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2))
    reading = desk.reading(database, customer())
    await refused(reading, customer_actor())
    desk.clock.at = NOW + timedelta(hours=1)
    assert await reading.open(customer_actor(), "a1")
    desk.clock.at = NOW + timedelta(hours=2)
    await refused(reading, customer_actor())


async def test_a_withdrawn_card_is_gone_at_once_for_staff_too(session, database):
    desk = studio(session)
    await desk.published("a1")
    reading = desk.reading(database, customer())
    assert await reading.open(MIA, "a1")
    await desk.cards.withdraw(ANNA, "a1")
    await refused(reading, customer_actor())
    await refused(reading, MIA)


async def test_marketing_is_not_found_without_consent_or_in_the_senior_edition(session, database):
    desk = studio(session)
    await desk.published("a1", marketing=True)
    unwilling = customer("no", scope=Scope(frozenset({PERSONALISATION}), 1))
    reading = desk.reading(database, customer("yes"), unwilling, customer("old", senior=True))
    assert await reading.open(customer_actor("yes"), "a1")
    await refused(reading, customer_actor("no"))
    await refused(reading, customer_actor("old"))


async def test_a_draft_is_never_read(session, database):
    desk = studio(session)
    await desk.approved("a1")
    await refused(desk.reading(database, customer()), customer_actor())
