"""What may be added to a home, what is suggested, and on what that rests."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dashboard.errors import NotFound
from dashboard.home.offers import OfferService
from dashboard.home.suggesting import suggest
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import a_customer, fill
from tests.widgets.fakes import TODAY, FakeSource, account, context, due, holding, suggestion
from widgets.ports import Reason, Suggestions
from widgets.registry import catalogue

ME = a_customer("c1")
REASON = Reason(code="popular", text="12 customers use it.", share=1.0)
Sources = Callable[..., FakeSource]


@pytest.fixture
async def bank(root: Root) -> Root:
    await fill(root)
    return root


def _source(*, personalised: bool = True, ranked: tuple[str, ...] = (), **facts: Any) -> FakeSource:
    items = [suggestion(one, "service").model_copy(update={"reasons": [REASON]}) for one in ranked]
    ranking = Suggestions(decision_id="d7", personalised=personalised, items=items)
    return FakeSource(service_ranking=ranking, **facts)


async def _suggested(source: FakeSource, candidates: set[str]) -> list[tuple[str, str]]:
    found = await suggest(context(source), candidates)
    assert found.decision_id == "d7"
    return [(one.kind, one.why) for one in found.cards]


async def test_nobody_elses_gallery_opens(bank: Root) -> None:
    with pytest.raises(NotFound):
        await OfferService(bank.home_sources).offers(a_customer("c2"), "c1")


async def test_the_offers_say_what_the_home_holds(bank: Root) -> None:
    offers = {one.kind: one for one in await OfferService(bank.home_sources).offers(ME, "c1", "en")}
    assert set(offers) == set(catalogue())
    assert (offers["balances"].count, offers["notices"].is_mandatory) == (1, True)
    assert offers["balances"].title == "Balances"
    assert offers["balances"].tier


async def test_what_pays_bills_is_suggested_to_whoever_pays_bills() -> None:
    bills = [due(TODAY.replace(day=20)), due(TODAY.replace(day=25))]
    found = await _suggested(_source(due_list=bills), {"billers", "gold"})
    assert found == [("billers", "Because you pay bills every month.")]


async def test_the_strongest_fact_comes_first_and_each_card_once() -> None:
    bills = [due(TODAY.replace(day=17)), due(TODAY.replace(day=25))]
    source = _source(due_list=bills, holding_list=[holding("gold", 100)], ranked=("gold",))
    found = await _suggested(source, {"dues", "gold"})
    assert found == [
        ("dues", "Because a bill is due in 2 days."),
        ("gold", "Because you hold gold."),
    ]


async def test_without_personalisation_no_fact_of_the_customer_is_used() -> None:
    source = _source(
        personalised=False, ranked=("travel",), account_list=[account(1)], due_list=[due(TODAY)]
    )
    assert await _suggested(source, {"dues", "balances", "travel"}) == [
        ("travel", "12 customers use it.")
    ]
    assert "bank" not in source.asked


async def test_what_is_on_the_home_is_not_suggested() -> None:
    assert await _suggested(_source(ranked=("travel",)), {"gold"}) == []


async def test_the_engine_answers_for_kinds_and_keeps_its_decision(bank: Root) -> None:
    found = await OfferService(bank.home_sources).suggested(ME, "c1", "en")
    async with bank.reading() as app:
        assert await app.decisions.get(SYSTEM_ACTOR, found.decision_id, "en")


async def test_the_senior_edition_offers_less_and_counts_it(bank: Root) -> None:
    kinds = catalogue()
    rests = {one: replace(known, senior=one != "gold") for one, known in kinds.items()}
    offers = OfferService(replace(bank.home_sources, kinds=rests))
    assert await offers.resting(ME, "c1") == 0
    shown = context(FakeSource())
    senior = replace(shown, senior=True)
    assert len(offers._offered(ME, shown)) == len(offers._offered(ME, senior)) + 1
