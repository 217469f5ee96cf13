"""The assistant's conversation."""

import pytest

from dashboard.errors import Conflict, NotFound
from dashboard.pages.assistant import MOST_LINES, AssistantState
from tests.content.builders import MIA, PASSER_BY, customer_actor
from tests.dashboard.pages.states import at, run, serving
from tests.support.arrange import fill

ME = customer_actor("c1")


@pytest.fixture
async def bank(root):
    await fill(root)
    with serving(root):
        yield root


async def heard(*sentences, state=None):
    state = state or at(AssistantState, "/assistant")
    for one in sentences:
        await run(ME, AssistantState.hear, state, one)
    return state


async def order(root):
    async with root.reading() as app:
        return [*(await app.layouts.open(ME, "c1")).layout.tiles]


async def test_strangers_and_staff_have_no_assistant(bank):
    for one in (PASSER_BY, MIA):
        with pytest.raises(NotFound):
            await run(one, AssistantState.hear, at(AssistantState, "/assistant"), "help")


async def test_a_change_waits_for_a_yes(bank):
    state = await heard("remove news")
    assert (state.asks, "feed" in await order(bank)) == (True, True)
    await run(ME, AssistantState.confirm, state)
    assert (state.asks, "feed" in await order(bank)) == (False, False)


async def test_a_no_changes_nothing_and_cannot_be_confirmed_later(bank):
    state = await heard("remove news")
    await run(ME, AssistantState.refuse, state)
    with pytest.raises(Conflict):
        await run(ME, AssistantState.confirm, state)
    assert "feed" in await order(bank)


async def test_a_choice_that_was_not_offered_is_refused(bank):
    state = await heard("help")
    with pytest.raises(Conflict):
        await run(ME, AssistantState.choose, state, 3)


async def test_a_conversation_keeps_its_newest_lines(bank):
    state = await heard(*["help"] * (MOST_LINES // 2 + 2))
    assert len(state.lines) == MOST_LINES
