"""Branches and appointments."""

import asyncio
from datetime import timedelta

import pytest

from dashboard.errors import Conflict, NotFound
from dashboard.life.demo import town
from dashboard.life.places.tables import PlaceRow
from dashboard.wiring import Root
from tests.dashboard.life.arrange import a_bank, stock
from tests.support.arrange import a_customer, a_visitor

ME = a_customer("c1")


@pytest.fixture
async def stocked(root: Root) -> Root:
    """Give a process with the demo's branches and two customers in Shanghai."""
    await a_bank(root)
    await stock(root, PlaceRow, town.places())
    return root


async def diary(root: Root, customer_id: str = "c1", actor=None):
    async with root.reading() as app:
        return await app.life.places.diary(actor or a_customer(customer_id), customer_id)


async def book(root: Root, slot: str, customer_id: str = "c1"):
    async with root.writing() as app:
        return await app.life.places.book(a_customer(customer_id), customer_id, slot)


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_else_sees_or_cancels_an_appointment(stocked: Root, actor) -> None:
    made = await book(stocked, (await diary(stocked)).free[0].id)
    with pytest.raises(NotFound):
        await diary(stocked, actor=actor)
    async with stocked.writing() as app:
        with pytest.raises(NotFound):
            await app.life.places.cancel(actor, "c1", made.id)
    async with stocked.writing() as app:
        with pytest.raises(NotFound):
            await app.life.places.cancel(a_customer("c2"), "c2", made.id)


async def test_a_booked_time_is_free_for_nobody_and_comes_back(stocked: Root) -> None:
    slot = (await diary(stocked)).free[0]
    made = await book(stocked, slot.id)
    seen = await diary(stocked)
    assert [one.id for one in seen.booked] == [made.id]
    assert slot.id not in {one.id for one in seen.free}
    assert slot.id not in {one.id for one in (await diary(stocked, "c2")).free}
    async with stocked.writing() as app:
        await app.life.places.cancel(ME, "c1", made.id)
    after = await diary(stocked)
    assert (after.booked, slot.id in {one.id for one in after.free}) == ([], True)


async def test_of_two_who_want_a_time_one_gets_it(stocked: Root) -> None:
    slot = (await diary(stocked)).free[0].id
    tries = (book(stocked, slot, one) for one in ("c1", "c2"))
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(isinstance(one, Conflict) for one in done) == [False, True]


async def test_three_appointments_are_enough(stocked: Root) -> None:
    for slot in (await diary(stocked)).free[:3]:
        await book(stocked, slot.id)
    with pytest.raises(Conflict, match="three appointments"):
        await book(stocked, (await diary(stocked)).free[0].id)


@pytest.mark.parametrize("slot", ["nonsense", "shanghai-main.1", "no-such-place.29700000"])
async def test_a_time_that_is_not_offered_cannot_be_booked(stocked: Root, slot: str) -> None:
    with pytest.raises(NotFound):
        await book(stocked, slot)


async def test_times_are_an_hour_ahead_on_working_days_without_lunch(stocked: Root) -> None:
    soon = stocked.clock.now() + timedelta(minutes=59)
    for slot in (await diary(stocked)).free:
        here = slot.starts_at
        assert here > soon
        assert here.weekday() < 5
        assert not 12 <= here.hour + here.minute / 60 < 13.5


async def test_branches_are_those_of_the_region_with_the_shortest_queue_first(
    stocked: Root,
) -> None:
    async with stocked.reading() as app:
        found = await app.life.places.branches(ME, "c1")
    assert {one.id.split("-")[0] for one in found} == {"shanghai"}
    open_ones = [one.waiting for one in found if one.is_open]
    assert open_ones == sorted(open_ones)
    assert open_ones


async def test_without_places_nothing_is_offered(root: Root) -> None:
    await a_bank(root)
    assert await diary(root) is None
