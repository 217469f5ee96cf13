"""Bills: what is due, what a search found, and paying."""

from dataclasses import replace

import pytest

from recommender.errors import Invalid
from recommender.money import Money
from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import WORD, FakeLife, a_bill, filled_life
from widgets.base import Deed
from widgets.kinds import billers
from widgets.ports import Biller, BillerPage


def _rows(face, n=0):
    return [block for block in face.blocks if block.type == "rows"][n].rows


async def test_open_bills_are_summed_and_each_can_be_paid_after_a_question():
    life = filled_life()
    odd = a_bill("b1").model_copy(update={"amount": Money(minor=10_050)})
    life.bills = [odd, a_bill("b2", amount=50, is_overdue=True)]
    face = await billers.load(context(FakeSource(life=life)), billers.Config())
    assert face.blocks[0].value.minor == 15_050
    assert face.blocks[0].tone == "bad"
    paying = _rows(face)[0].acts[0]
    assert (paying.name, paying.item) == ("pay", "b1")
    assert paying.confirm["en"] == "Pay ¥100.50 to Word from your current account?"


async def test_a_search_shows_what_it_found_and_how_much_more_there_is():
    life = filled_life()
    found = Biller(id="x", category="water", name=WORD, city=WORD, region=WORD)
    life.page = BillerPage(found=[found], total=31, known=9_037)
    asked = replace(context(FakeSource(life=life)), query="shui")
    face = await billers.load(asked, billers.Config())
    listed = next(block for block in face.blocks if block.type == "rows")
    assert ([row.id for row in listed.rows], listed.more) == (["x"], 30)
    assert next(block for block in face.blocks if block.type == "search").query == "shui"


async def test_nothing_to_pay_is_said_as_good_news():
    life = filled_life()
    life.bills = []
    face = await billers.load(context(FakeSource(life=life)), billers.Config())
    assert (face.blocks[0].type, face.blocks[0].tone) == ("note", "good")


async def test_paying_asks_the_port_for_this_bill():
    source = FakeSource(life=FakeLife())
    await billers.act(context(source), billers.Config(), Deed("pay", "b7"))
    assert source.life.done == [("pay_bill", "b7")]


async def test_paying_nothing_is_refused():
    with pytest.raises(Invalid):
        await billers.act(context(FakeSource()), billers.Config(), Deed("pay"))


async def test_a_small_card_offers_the_first_bill_and_the_senior_edition_the_rows_alone():
    source = FakeSource(life=filled_life())
    plain = await billers.load(context(source), billers.Config())
    senior = await billers.load(replace(context(source), senior=True), billers.Config())
    assert [one.item for one in plain.blocks[-1].acts] == ["b1"]
    assert "acts" not in {block.type for block in senior.blocks}
