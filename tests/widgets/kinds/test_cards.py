"""Cards."""

from recommender.money import Money
from tests.widgets.fakes import FakeSource, context, filled
from tests.widgets.kinds.blocks import figure, rows, word
from tests.widgets.money import NOW, FakeMoney, a_card
from widgets.base import Deed
from widgets.kinds import cards
from widgets.ports.cards import Declined


async def test_the_next_payment_comes_first():
    shown = await cards.load(context(filled()), cards.Config())
    assert figure(shown).value.minor == 180_000
    assert figure(shown).delta.on.day == 25


async def test_without_a_statement_the_debt_is_the_figure():
    source = FakeSource(money=FakeMoney(card_list=[a_card(due=None, due_on=None)]))
    shown = await cards.load(context(source), cards.Config())
    assert figure(shown).value.minor == 320_000


async def test_used_of_the_limit_is_a_share_and_a_debit_card_has_none():
    shown = await cards.load(context(filled()), cards.Config())
    credit, debit = rows(shown)
    assert credit.progress == 0.16
    assert "¥16,800 free of ¥20,000" in word(credit.note)
    assert debit.progress is None


async def test_freezing_asks_first_and_a_frozen_card_can_be_unfrozen():
    found = [a_card(), a_card("k2", "debit", frozen_at=NOW)]
    shown = await cards.load(context(FakeSource(money=FakeMoney(card_list=found))), cards.Config())
    unfreeze, freeze = (row.acts[0] for row in rows(shown))
    assert (freeze.name, freeze.item, bool(freeze.confirm)) == ("freeze", "k1", True)
    assert (unfreeze.name, unfreeze.item) == ("unfreeze", "k2")
    assert word(rows(shown)[0].chip) == "Frozen"


async def test_deeds_reach_the_bank():
    source = filled()
    await cards.act(context(source), cards.Config(), Deed("freeze", "k1"))
    await cards.act(context(source), cards.Config(), Deed("unfreeze", "k2"))
    assert source.money.done == [("freeze", "k1"), ("unfreeze", "k2")]


async def test_what_did_not_go_through_is_named_with_its_reason():
    lost = Declined(id="d", payee={"en": "Shop"}, amount=Money(minor=1), at=NOW, why="frozen")
    source = FakeSource(money=FakeMoney(card_list=[a_card(declined=(lost,))]))
    shown = await cards.load(context(source), cards.Config())
    told = [row for block in shown.blocks if block.type == "rows" for row in block.rows]
    assert [(word(row.title), word(row.note)) for row in told if row.id == "d"] == [
        ("Shop", "The card is frozen")
    ] * 2
