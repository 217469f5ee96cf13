"""Products for you."""

from tests.widgets.fakes import FakeSource, context, filled, suggestion
from widgets.kinds import products
from widgets.ports import Suggestions
from widgets.tile import load


async def test_decision_travels_with_the_tile():
    tile = await load("t1", "products", {"count": 1}, context(filled()))
    assert tile.decision_id == "d1"
    assert [row["id"] for row in tile.data["rows"]] == ["p1"]


async def test_expired_assessment_is_said_instead_of_an_empty_card():
    answer = Suggestions(decision_id="d2", personalised=True, items=[], reassess=True)
    data = await products.load(context(FakeSource(suggestions=answer)), products.Config())
    assert data.reassess
    assert data.rows == []


async def test_personalisation_off_is_said():
    answer = Suggestions(decision_id="d3", personalised=False, items=[suggestion("p9")])
    data = await products.load(context(FakeSource(suggestions=answer)), products.Config())
    assert not data.personalised
