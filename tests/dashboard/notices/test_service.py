"""Publishing, reading and acknowledging notices."""

from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.clock import BankClock
from dashboard.errors import NotAllowed, NotFound
from dashboard.notices.model import NoticeIn
from dashboard.notices.repository import NoticeRepository
from dashboard.notices.service import Notices
from dashboard.settings import Settings
from recommender.ports import CUSTOMER, SYSTEM_ACTOR, Actor

ME = Actor("u1", frozenset({CUSTOMER}), customer_id="c0001")
OTHER = Actor("u2", frozenset({CUSTOMER}), customer_id="c0002")
SEGMENTS = {"c0001": "mass", "c0002": "sme"}


async def _segment(customer_id: str) -> str:
    return SEGMENTS[customer_id]


@pytest.fixture
def clock(settings: Settings) -> BankClock:
    return BankClock(settings.zone, settings.now)


@pytest.fixture
def notices(session: AsyncSession, clock: BankClock) -> Notices:
    return Notices(NoticeRepository(session), segment_of=_segment, clock=clock)


def _notice(clock: BankClock, *, hours: int = -1, **more: object) -> NoticeIn:
    text = {"en": "Branch closed", "zh-Hans": "网点暂停营业"}
    starts = clock.now() + timedelta(hours=hours)
    return NoticeIn(title=text, body=text, starts_at=starts, **more)


async def test_someone_elses_notices_are_not_found(notices: Notices) -> None:
    with pytest.raises(NotFound):
        await notices.current(OTHER, "c0001")


async def test_a_customer_cannot_publish(notices: Notices, clock: BankClock) -> None:
    with pytest.raises(NotAllowed):
        await notices.publish(ME, "n1", _notice(clock))


async def test_a_notice_reaches_its_segment_and_no_other(
    notices: Notices, clock: BankClock
) -> None:
    await notices.publish(SYSTEM_ACTOR, "all", _notice(clock))
    await notices.publish(SYSTEM_ACTOR, "firms", _notice(clock, hours=-2, segment="sme"))
    assert [one.id for one in await notices.current(ME, "c0001")] == ["all"]
    assert [one.id for one in await notices.current(OTHER, "c0002")] == ["all", "firms"]


async def test_a_notice_shows_in_its_time_only(notices: Notices, clock: BankClock) -> None:
    await notices.publish(SYSTEM_ACTOR, "later", _notice(clock, hours=1))
    ended = clock.now() - timedelta(minutes=1)
    await notices.publish(SYSTEM_ACTOR, "over", _notice(clock, ends_at=ended))
    assert await notices.current(ME, "c0001") == []


async def test_publishing_again_replaces_the_text(notices: Notices, clock: BankClock) -> None:
    await notices.publish(SYSTEM_ACTOR, "n1", _notice(clock))
    await notices.publish(SYSTEM_ACTOR, "n1", _notice(clock, level="critical"))
    assert [one.level for one in await notices.current(ME, "c0001")] == ["critical"]


async def test_acknowledged_is_kept_for_me_alone(notices: Notices, clock: BankClock) -> None:
    await notices.publish(SYSTEM_ACTOR, "n1", _notice(clock))
    for _ in range(2):
        await notices.acknowledge(ME, "c0001", "n1")
    assert [one.seen for one in await notices.current(ME, "c0001")] == [True]
    assert [one.seen for one in await notices.current(OTHER, "c0002")] == [False]


async def test_a_notice_of_others_cannot_be_acknowledged(
    notices: Notices, clock: BankClock
) -> None:
    await notices.publish(SYSTEM_ACTOR, "firms", _notice(clock, segment="sme"))
    with pytest.raises(NotFound):
        await notices.acknowledge(ME, "c0001", "firms")


def test_a_notice_ends_after_it_starts(clock: BankClock) -> None:
    with pytest.raises(ValidationError):
        _notice(clock, ends_at=clock.now() - timedelta(hours=2))
