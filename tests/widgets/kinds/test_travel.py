"""Travelling: off until it is switched on, and no rate is made up."""

from datetime import date

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import FakeLife, a_travel
from widgets.base import Deed
from widgets.kinds import travel


async def _face(notice):
    return await travel.load(context(FakeSource(life=FakeLife(travel=notice))), travel.Config())


async def test_an_unknown_rate_is_said_to_be_unknown():
    face = await _face(a_travel())
    currency = next(block for block in face.blocks if block.type == "rows").rows[1]
    assert currency.value.text["en"] == "No rate known here"


async def test_a_known_rate_stands_with_its_day():
    face = await _face(a_travel(rate_e8=4_612_000, rated_on=date(2026, 6, 1)))
    currency = next(block for block in face.blocks if block.type == "rows").rows[1]
    assert (currency.value.scaled, currency.value.digits) == (461, 4)
    assert currency.note["en"] == "1 JPY, rate of 1 Jun"


async def test_allowing_the_card_asks_first_and_forbidding_does_not():
    off = await _face(a_travel())
    on = await _face(a_travel(is_on=True, until=date(2026, 7, 1)))
    assert off.blocks[-1].acts[0].confirm
    assert not on.blocks[-1].acts[0].confirm


async def test_before_a_destination_there_is_only_the_choice():
    face = await _face(a_travel(destination=None))
    assert [block.type for block in face.blocks] == ["figure", "choice"]


async def test_deeds_reach_the_port():
    source = FakeSource()
    await travel.act(context(source), travel.Config(), Deed("destination", "JP"))
    await travel.act(context(source), travel.Config(), Deed("switch"))
    assert source.life.done == [("choose_destination", "JP"), ("switch_abroad",)]
