"""Watch list."""

from tests.widgets.fakes import FakeSource, context, filled, holding, suggestion
from tests.widgets.kinds.blocks import blocks, choices, rows, word
from tests.widgets.money import FakeMoney, a_watched, an_offer
from widgets import face
from widgets.base import Deed
from widgets.kinds import watch_list
from widgets.ports import Suggestions


def watching(*found, **fields):
    return FakeSource(money=FakeMoney(watched_list=list(found)), **fields)


async def test_a_rate_changes_in_points_and_a_price_in_shares():
    fund = an_offer("f1", rate_e8=None, price_e6=1_100_000)
    found = a_watched(), a_watched(offer=fund, rate_then_e8=None, price_then_e6=1_000_000)
    shown = await watch_list.load(context(watching(*found)), watch_list.Config())
    rate, price = rows(shown)
    assert (round(rate.delta.share, 5), rate.tone) == (-0.001, "down")
    assert (round(price.delta.share, 5), price.tone) == (0.1, "up")


async def test_above_capacity_carries_the_reason():
    offer = an_offer("f5", grade=5, withheld="suitability")
    shown = await watch_list.load(context(watching(a_watched(offer=offer))), watch_list.Config())
    (row,) = rows(shown)
    assert "Above your risk capacity" in word(row.note)
    assert row.chip_tone == "warn"


async def test_only_suggested_and_held_products_are_on_offer():
    answer = Suggestions(decision_id="d7", personalised=True, items=[suggestion("s1")])
    source = watching(suggestions=answer, holding_list=[holding("fund", 77)])
    shown = await watch_list.load(context(source), watch_list.Config())
    assert [one.value for one in choices(shown)["watch"].options] == ["", "s1", "p77"]
    assert shown.decision_id == "d7"


async def test_what_is_watched_is_not_offered_again():
    source = watching(a_watched("p77"), holding_list=[holding("fund", 77)])
    shown = await watch_list.load(context(source), watch_list.Config())
    assert choices(shown) == {}
    assert blocks(shown, face.Note)[-1].since == "L"


async def test_deeds_reach_the_shelf():
    source = filled()
    await watch_list.act(context(source), watch_list.Config(), Deed("watch", "p1"))
    await watch_list.act(context(source), watch_list.Config(), Deed("unwatch", "p2"))
    assert source.money.done == [("watch", "p1"), ("unwatch", "p2")]
