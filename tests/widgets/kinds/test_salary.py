"""Salary."""

from datetime import date

import pytest

from tests.widgets.fakes import FakeSource, context, filled
from tests.widgets.kinds.blocks import blocks, figure, word
from tests.widgets.money import FakeMoney, a_pay
from widgets import face
from widgets.kinds import salary


async def test_the_last_pay_against_the_usual_one():
    shown = await salary.load(context(filled()), salary.Config())
    assert figure(shown).value.minor == 3_820_000
    assert round(figure(shown).delta.share, 4) == 0.0053


@pytest.mark.parametrize(
    ("day", "words"),
    [(20, "in 5 days"), (16, "tomorrow"), (15, "today"), (12, "3 days ago")],
)
async def test_the_next_one_is_counted_in_days(day, words):
    source = FakeSource(money=FakeMoney(pay=a_pay(next_on=date(2026, 6, day))))
    shown = await salary.load(context(source), salary.Config())
    assert words in word(figure(shown).note)


async def test_a_late_pay_is_a_warning():
    source = FakeSource(money=FakeMoney(pay=a_pay(next_on=date(2026, 6, 1))))
    shown = await salary.load(context(source), salary.Config())
    assert blocks(shown, face.Note)[0].tone == "warn"
