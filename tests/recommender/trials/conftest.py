"""A bank whose customers decide and click, and people who make and check trials."""

from datetime import timedelta

import pytest

from dashboard.jobs import watch_trials
from dashboard.wiring import Root
from recommender.database import new_id
from recommender.interactions.model import EventIn
from recommender.ports import MARKETER, OPERATOR, SYSTEM_ACTOR, Actor
from recommender.trials.design import Design
from recommender.trials.views import TrialView
from tests.recommender.trials.builders import a_design
from tests.support.engine import bank, fill_bank

MAKER = Actor("anna", frozenset({MARKETER}))
CHECKER = Actor("olga", frozenset({OPERATOR}))
PEOPLE = bank().customers[:12]
CONSENTING = PEOPLE[:10]


async def watched(root: Root) -> None:
    """Do what the job does, with everything settled that is written."""
    await watch_trials.watch(root, -timedelta(seconds=1))


@pytest.fixture
async def banked(root: Root) -> Root:
    """Give a bank without a model."""
    await fill_bank(root, PEOPLE, CONSENTING)
    return root


async def started(root: Root, design: Design | None = None) -> TrialView:
    """Design a trial, submit it, and have somebody else start it."""
    async with root.writing() as app:
        draft = await app.trials.create(MAKER, design or a_design())
        await app.trials.submit(MAKER, draft.id)
        return await app.trials.start(CHECKER, draft.id, content_hash=draft.content_hash)


async def decided(root: Root, customer_id: str, scenario: str = "home") -> str:
    """Ask for a list and return the decision's id."""
    async with root.reading() as app:
        answer = await app.recommend.recommend(
            SYSTEM_ACTOR, customer_id, ("product",), scenario, 5, "en"
        )
    return answer.decision_id


async def did(root: Root, customer_id: str, decision_id: str, action: str) -> None:
    """Do something with what a decision showed."""
    event = EventIn(
        event_id=new_id(),
        customer_id=customer_id,
        kind="product",
        item_id=bank().products[0].id,
        action=action,
        at=root.clock.now(),
        decision_id=decision_id,
    )
    async with root.writing() as app:
        await app.interactions.take_over(SYSTEM_ACTOR, [event])
