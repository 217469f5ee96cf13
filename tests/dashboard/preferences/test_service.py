"""Preferences: anonymous, somebody else's, one's own."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import NotAllowed, SignInRequired
from dashboard.people.door import NOBODY
from dashboard.preferences.model import PreferenceChange, Preferences
from dashboard.preferences.service import PreferenceService
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.people.conftest import Heard
from tests.support.people import actor

ME = actor("customer1", "customer", customer_id="c0001")
OTHER = actor("customer2", "customer", customer_id="c0002")


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def preferences(session: AsyncSession, root: Root, heard: Heard) -> PreferenceService:
    return PreferenceService(session, root.clock, heard)


async def test_nobody_has_and_keeps_none(preferences: PreferenceService) -> None:
    assert await preferences.of(NOBODY) == Preferences()
    with pytest.raises(SignInRequired):
        await preferences.change(NOBODY, PreferenceChange(theme="dark"))


async def test_choice_is_ones_own(preferences: PreferenceService) -> None:
    await preferences.change(ME, PreferenceChange(theme="dark"))
    assert (await preferences.of(ME)).theme == "dark"
    assert (await preferences.of(OTHER)).theme == "system"


async def test_change_leaves_the_other_choices(
    preferences: PreferenceService, heard: Heard
) -> None:
    await preferences.change(ME, PreferenceChange(language="en", senior=True))
    chosen = await preferences.change(ME, PreferenceChange(hide_amounts=True))
    assert chosen == Preferences(language="en", senior=True, hide_amounts=True)
    assert heard.actions() == ["preferences.change"] * 2


async def test_visitor_keeps_a_language(preferences: PreferenceService) -> None:
    visitor = actor("visitor:1", "visitor")
    await preferences.change(visitor, PreferenceChange(language="zh-Hant"))
    assert await preferences.chosen_language(visitor) == "zh-Hant"
    assert await preferences.chosen_language(ME) is None


async def test_system_takes_over_what_nobody_chose_yet(preferences: PreferenceService) -> None:
    await preferences.set_for(SYSTEM_ACTOR, "customer1", Preferences(language="en"))
    await preferences.set_for(SYSTEM_ACTOR, "customer1", Preferences(language="zh-Hans"))
    assert await preferences.chosen_language(ME) == "en"
    with pytest.raises(NotAllowed):
        await preferences.set_for(OTHER, "customer1", Preferences())
