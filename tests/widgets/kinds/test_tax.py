"""Income tax: an estimate with its assumption, and deductions to tick."""

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import FakeLife, a_tax_year
from widgets.base import Deed
from widgets.kinds import tax


async def _face():
    source = FakeSource(life=FakeLife(tax_year=a_tax_year()))
    return await tax.load(context(source), tax.Config())


async def test_the_estimate_never_stands_without_its_assumption():
    face = await _face()
    assert face.blocks[0].value.minor == 45_000
    assert face.blocks[0].note["en"].startswith("Estimate")
    assumption = next(block for block in face.blocks if block.type == "note")
    assert assumption.since == "XL"
    assert "Assumes" in assumption.text["en"]


async def test_a_deduction_that_is_not_claimed_can_be():
    face = await _face()
    row = next(block for block in face.blocks if block.type == "rows" and block.label).rows[0]
    assert [(one.name, one.item, one.label["en"]) for one in row.acts] == [
        ("toggle", "rent", "Claim")
    ]


async def test_a_tick_reaches_the_port():
    source = FakeSource()
    await tax.act(context(source), tax.Config(), Deed("toggle", "rent"))
    assert source.life.done == [("toggle_deduction", "rent")]
