"""The first steps of visitors and customers."""

import pytest

from dashboard.errors import NotFound
from dashboard.pages.welcome import MOST_CHOSEN, Idea, WelcomeState
from tests.content.builders import PASSER_BY, content, customer_actor
from tests.content.test_feed import publish
from tests.dashboard.pages.states import at, run, serving
from tests.support.arrange import fill


@pytest.fixture
async def bank(root):
    await fill(root)
    with serving(root):
        yield root


def ideas(*kinds):
    return [Idea(kind=one, minor=1, currency="CNY", target_on="2030-01-01") for one in kinds]


async def test_a_visitor_sees_what_is_open_to_everybody(bank):
    await publish(bank, "k1", content())
    await publish(bank, "k2", content(audience={"segments": ["private"]}))
    await bank.shelf.newest()
    await bank.catalogue.newest()
    state = at(WelcomeState, "/welcome")
    await run(PASSER_BY, WelcomeState.load, state)
    assert (state.stage, [one.id for one in state.cards]) == ("visitor", ["k1"])


async def test_a_customer_without_spending_is_offered_nothing_to_measure(bank):
    state = at(WelcomeState, "/welcome")
    await run(customer_actor("c1"), WelcomeState.load, state)
    assert (state.stage, state.ideas) == ("goals", [])


async def test_a_fourth_goal_is_not_taken(bank):
    state = at(WelcomeState, "/welcome")
    state.ideas = ideas("emergency", "home", "travel", "education")
    for one in ("emergency", "home", "travel", "education"):
        await run(customer_actor("c1"), WelcomeState.choose, state, one)
    assert sum(one.is_chosen for one in state.ideas) == MOST_CHOSEN
    await run(customer_actor("c1"), WelcomeState.choose, state, "home")
    assert [one.kind for one in state.ideas if one.is_chosen] == ["emergency", "travel"]


async def test_a_goal_that_was_never_offered_cannot_be_begun(bank):
    state = at(WelcomeState, "/welcome")
    state.ideas = [one.model_copy(update={"is_chosen": True}) for one in ideas("other")]
    with pytest.raises(NotFound):
        await run(customer_actor("c1"), WelcomeState.begin, state)
