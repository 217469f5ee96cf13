"""Preferences: anonymous, somebody else's, one's own."""

import pytest
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import NotAllowed, SignInRequired
from dashboard.people.door import NOBODY
from dashboard.preferences.model import PreferenceChange, Preferences
from dashboard.preferences.service import PreferenceService
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR, Actor
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


async def test_the_senior_edition_binds_what_is_suggested(
    session: AsyncSession, root: Root
) -> None:
    told: list[tuple[str, bool]] = []

    async def follow(who: Actor, is_senior: bool) -> None:
        told.append((who.id, is_senior))

    service = PreferenceService(session, root.clock, Heard(), follow)
    await service.change(ME, PreferenceChange(theme="dark"))
    await service.change(ME, PreferenceChange(senior=True))
    await service.change(ME, PreferenceChange(senior=False))
    assert told == [("customer1", True), ("customer1", False)]


@pytest.mark.parametrize("scale", [150, 175, 200])
async def test_the_size_of_the_type_is_kept(preferences: PreferenceService, scale: int) -> None:
    await preferences.change(ME, PreferenceChange.model_validate({"scale": scale}))
    assert (await preferences.of(ME)).scale == scale


def test_no_other_size_is_taken() -> None:
    with pytest.raises(ValidationError):
        PreferenceChange.model_validate({"scale": 300})
