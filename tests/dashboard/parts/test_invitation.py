"""Who is invited to choose goals on a first run: who could, and has not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from dashboard.parts.invitation import InvitationState
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.bank.arrange import a_draft
from tests.dashboard.life.arrange import a_bank
from tests.dashboard.pages.states import run, serving
from tests.support.arrange import a_customer

ME = a_customer("c1")


@pytest.fixture
async def bank(root: Root) -> AsyncIterator[Root]:
    """Give a bank whose customer c1 has no goal."""
    await a_bank(root, minor=10**7)
    with serving(root):
        yield root


async def _spent(root: Root) -> None:
    """Let c1 spend something last month: goals are measured by that."""
    draft = a_draft(("c1-cur", -500_000), ("bank-outside-cny", 500_000), kind="shopping")
    last_month = draft.at.replace(month=draft.at.month - 1)
    past = draft.model_copy(update={"at": last_month, "business_on": last_month.date()})
    async with root.writing() as app:
        await app.ledger.post(SYSTEM_ACTOR, past)


async def _invited() -> str:
    state: Any = InvitationState(_reflex_internal_init=True)
    await run(ME, InvitationState.load, state)
    return state.owner


async def test_who_has_spent_and_has_no_goal_is_invited(bank: Root) -> None:
    await _spent(bank)
    assert await _invited() == "c1"


async def test_who_has_a_goal_is_not_invited(bank: Root) -> None:
    await _spent(bank)
    async with bank.writing() as app:
        (first, *_) = await app.goals.ideas(ME, "c1")
        await app.goals.begin(ME, "c1", first.kind)
    assert await _invited() == ""


async def test_nobody_is_invited_to_goals_that_cannot_be_measured(bank: Root) -> None:
    assert await _invited() == ""
