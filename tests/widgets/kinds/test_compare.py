"""Compare."""

from tests.widgets.fakes import FakeSource, context, filled, holding, suggestion
from tests.widgets.kinds.blocks import blocks, notes, word
from tests.widgets.money import FakeMoney, a_watched, an_offer
from widgets import face
from widgets.kinds import compare
from widgets.ports import Suggestions
from widgets.tile import load


def names(shown):
    return [word(one.title) for one in blocks(shown, face.Table)[0].columns][1:]


async def test_watched_come_first_then_suggested_then_held():
    answer = Suggestions(decision_id="d1", personalised=True, items=[suggestion("p1")])
    money = FakeMoney(
        watched_list=[a_watched("w1")],
        offer_list=[an_offer(one) for one in ("p1", "w1", "p55")],
    )
    source = FakeSource(money=money, suggestions=answer, holding_list=[holding("fund", 55)])
    shown = await compare.load(context(source), compare.Config())
    assert names(shown) == ["w1", "p1", "p55"]
    held_first = await compare.load(context(source), compare.Config(of="held"))
    assert names(held_first)[0] == "p55"


async def test_chosen_products_are_taken_as_they_are_and_no_decision_is_asked_for():
    source = filled()
    shown = await compare.load(context(source), compare.Config(products=("p2", "p1")))
    assert names(shown) == ["p2", "p1"]
    assert "recommend" not in source.asked
    assert shown.decision_id == ""


async def test_one_product_is_no_comparison():
    tile = await load("t1", "compare", {"products": ["p1"]}, context(filled()))
    assert tile.state == "empty"
    assert tile.href == "/discover"


async def test_facts_stand_side_by_side():
    shown = await compare.load(context(filled()), compare.Config(products=("p1", "p2")))
    table = blocks(shown, face.Table)[0]
    facts = [word(row[0].text) for row in table.rows]
    assert {"Risk", "Term", "Minimum", "Fee", "Getting out"} <= set(facts)
    assert all(len(row) == 3 for row in table.rows)


async def test_above_capacity_is_said():
    money = FakeMoney(offer_list=[an_offer("a"), an_offer("b", grade=5, withheld="suitability")])
    config = compare.Config(products=("a", "b"))
    shown = await compare.load(context(FakeSource(money=money)), config)
    assert any(note.startswith("b: Above your risk capacity") for note in notes(shown))
