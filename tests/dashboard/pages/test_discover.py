"""What there is to read: as long as the reader wishes."""

from dashboard.pages import discover
from dashboard.pages.discover import DiscoverState
from dashboard.wiring import Root
from recommender.ports import VISITOR, Actor
from tests.content.builders import content
from tests.content.test_feed import publish
from tests.dashboard.pages.states import at, run, serving

READER = Actor("v1", frozenset({VISITOR}))


async def test_the_feed_grows_by_a_step_at_each_wish(root: Root) -> None:
    for number in range(discover.STEP + 3):
        await publish(root, f"k{number}", content())
    with serving(root):
        state = at(DiscoverState, "/discover")
        await run(READER, DiscoverState.load, state)
        assert len(state.cards) == discover.STEP
        await run(READER, DiscoverState.lengthen, state)
        assert len(state.cards) == discover.STEP + 3
