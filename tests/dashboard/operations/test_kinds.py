"""Kinds of cards, loaded once on a bank."""

from dashboard.operations.kinds import measure
from tests.support.arrange import fill
from widgets.quality import LOADED, SMALL
from widgets.registry import catalogue


async def test_bank_without_customers_measures_nothing(root):
    assert await measure(root) == {}


async def test_every_kind_is_measured_on_a_bank(root):
    await fill(root)
    measured = await measure(root)
    assert set(measured) == set(catalogue())
    assert measured["balances"] == {LOADED: True, SMALL: True}
