"""Exchange rates."""

from dataclasses import replace

import pytest

from tests.widgets.fakes import FakeSource, context, filled
from tests.widgets.kinds.blocks import blocks, figure, notes, rows, word
from widgets import face
from widgets.kinds import exchange
from widgets.tile import load


async def shown_for(query="", **config):
    asked = replace(context(filled()), query=query)
    return await exchange.load(asked, exchange.Config(**config))


async def test_the_chosen_currency_is_the_figure_with_its_change():
    shown = await shown_for()
    assert (figure(shown).value.scaled, figure(shown).value.digits) == (71_556, 4)
    assert round(figure(shown).delta.share, 4) == 0.005
    assert figure(shown).tone == "up"


async def test_yen_are_quoted_for_a_hundred():
    shown = await shown_for(currency="JPY")
    assert figure(shown).value.scaled == 47_520
    assert word(figure(shown).label) == "100 Japanese yen in yuan"
    assert {row.id for row in rows(shown)} == {"USD"}


async def test_age_and_source_are_those_of_the_quotes():
    shown = await shown_for()
    assert shown.as_of is not None
    assert word(shown.source) == "Word"


@pytest.mark.parametrize("query", ["500 usd", "USD 500", "500", "500 美元", "500.00 Dollar"])
async def test_an_amount_is_converted(query):
    converted = blocks(await shown_for(query), face.Figure)[1]
    assert converted.value.minor == 357_780


async def test_fractions_and_thousands_are_read():
    assert exchange._asked("1,500.5 jpy", {"JPY", "USD"}) == (150_050, "JPY")


@pytest.mark.parametrize("query", ["hello", "usd", "zzz"])
async def test_what_is_not_understood_is_answered_with_how_to_ask(query):
    assert any("for example 500 USD" in note for note in notes(await shown_for(query)))


async def test_production_without_quotes_says_not_connected():
    tile = await load("t1", "exchange", {}, context(FakeSource()))
    assert tile.state == "empty"
    assert "not connected" in tile.message
    assert tile.href
