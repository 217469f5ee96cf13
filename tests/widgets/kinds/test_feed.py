"""Content feed."""

from tests.widgets.fakes import FakeSource, context, suggestion
from widgets.kinds import feed
from widgets.ports import Suggestions


async def test_cards_keep_the_engine_s_order_and_its_decision():
    items = [suggestion("b", "content"), suggestion("a", "content")]
    source = FakeSource(suggestions=Suggestions(decision_id="d1", personalised=True, items=items))
    data = await feed.load(context(source), feed.Config())
    assert [row.id for row in data.rows] == ["b", "a"]
    assert data.decision_id == "d1"
