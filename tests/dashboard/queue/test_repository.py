"""A lease has one holder at a time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.queue.repository import LeaseRepository

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TTL = timedelta(seconds=6)


async def test_free_lease_is_taken(session: AsyncSession) -> None:
    assert await LeaseRepository(session).take("worker", "a", NOW, TTL)


async def test_held_lease_is_refused_to_others_and_prolonged_for_its_holder(
    session: AsyncSession,
) -> None:
    leases = LeaseRepository(session)
    assert await leases.take("worker", "a", NOW, TTL)
    assert not await leases.take("worker", "b", NOW + TTL, TTL)
    assert await leases.take("worker", "a", NOW + TTL, TTL)
    assert not await leases.take("worker", "b", NOW + TTL + TTL, TTL)


async def test_ended_lease_goes_to_the_next(session: AsyncSession) -> None:
    leases = LeaseRepository(session)
    await leases.take("worker", "a", NOW, TTL)
    later = NOW + TTL + timedelta(milliseconds=1)
    assert await leases.take("worker", "b", later, TTL)
    assert not await leases.take("worker", "a", later, TTL)


async def test_lease_given_back_is_free_at_once(session: AsyncSession) -> None:
    leases = LeaseRepository(session)
    await leases.take("worker", "a", NOW, TTL)
    await leases.give_back("worker", "b")
    assert not await leases.take("worker", "b", NOW, TTL)
    await leases.give_back("worker", "a")
    assert await leases.take("worker", "b", NOW, TTL)


async def test_leases_of_other_names_are_independent(session: AsyncSession) -> None:
    leases = LeaseRepository(session)
    assert await leases.take("worker", "a", NOW, TTL)
    assert await leases.take("other", "b", NOW, TTL)
