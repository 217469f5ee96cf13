"""Opening a home: tiles fail alone, previews tell what is an example."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashboard.errors import NotFound
from dashboard.home.memory import LastGood
from dashboard.home.model import Preview
from dashboard.home.offers import OfferService
from dashboard.home.service import HomeService
from dashboard.home.sources import Sources
from dashboard.notices.model import NoticeIn
from dashboard.wiring import Root
from recommender.money import Money
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import a_customer, fill
from widgets import registry
from widgets.errors import SourceDown
from widgets.ports import Account

ME = a_customer("c1")
ACCOUNT = {"id": "a1", "name": {"en": "Salary"}, "kind": "current"}


class ABank:
    """Bank port that answers, fails, crashes or hangs as it is told."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.failing: BaseException | None = None
        self.hangs = False

    async def accounts(self, _customer_id: str) -> list[Account]:
        if self.hangs:
            await asyncio.sleep(60)
        if self.failing:
            raise self.failing
        now = self.root.clock.now()
        return [Account(**ACCOUNT, balance=Money(minor=100), as_of=now)]

    async def holdings(self, _customer_id: str) -> list[Any]:
        return []

    async def dues(self, _customer_id: str, _days: int) -> list[Any]:
        return []


@pytest.fixture
async def bank(root: Root) -> ABank:
    await fill(root)
    return ABank(root)


@pytest.fixture
def sources(root: Root, bank: ABank) -> Sources:
    return replace(root.home_sources, bank_of=lambda _actor: bank, memory=LastGood())


async def _states(sources: Sources) -> dict[str, str]:
    home = await HomeService(sources).open(ME, "c1", "en")
    return {tile.kind: tile.state for tile in home.tiles}


async def _previews(sources: Sources) -> dict[str, Preview]:
    kinds = ("balances", "notices", "products", "feed")
    found = await OfferService(sources).previews(ME, "c1", kinds, "en")
    return {one.tile.kind: one for one in found}


async def _notice(root: Root) -> None:
    starts = root.clock.now() - timedelta(hours=1)
    notice = NoticeIn(title={"en": "Hello"}, body={"en": "There"}, starts_at=starts)
    async with root.writing() as app:
        await app.notices.publish(SYSTEM_ACTOR, "n1", notice)


async def test_someone_elses_home_is_not_found(sources: Sources) -> None:
    with pytest.raises(NotFound):
        await HomeService(sources).open(a_customer("c2"), "c1", "en")


async def test_every_tile_of_the_layout_is_loaded(sources: Sources, root: Root) -> None:
    await _notice(root)
    states = await _states(sources)
    assert {"balances", "dues", "notices", "products"} <= set(states)
    assert (states["balances"], states["notices"], states["dues"]) == ("ready", "ready", "empty")


@pytest.mark.parametrize("failing", [SourceDown("The ledger is down."), ZeroDivisionError()])
async def test_a_failing_source_costs_its_own_tile_only(
    sources: Sources, bank: ABank, root: Root, failing: Exception
) -> None:
    await _notice(root)
    bank.failing = failing
    states = await _states(sources)
    assert (states["balances"], states["notices"]) == ("error", "ready")


async def test_a_hanging_source_ends_at_its_own_limit(
    sources: Sources, bank: ABank, root: Root
) -> None:
    await _notice(root)
    bank.hangs = True
    before = asyncio.get_running_loop().time()
    states = await _states(sources)
    took = asyncio.get_running_loop().time() - before
    assert (states["balances"], states["notices"]) == ("error", "ready")
    assert took < registry.widget("balances").timeout_seconds + 2


async def test_the_last_good_value_stays_when_the_source_fails(
    sources: Sources, bank: ABank
) -> None:
    assert (await _states(sources))["balances"] == "ready"
    bank.failing = SourceDown("The ledger is down.")
    assert (await _states(sources))["balances"] == "partial"


async def test_a_preview_without_data_shows_the_sample_and_says_so(
    sources: Sources, bank: ABank
) -> None:
    bank.failing = SourceDown("The ledger is down.")
    previews = await _previews(sources)
    assert (previews["balances"].is_example, previews["balances"].tile.state) == (True, "ready")


async def test_a_suggestion_is_never_shown_as_an_example(sources: Sources) -> None:
    """A made-up product could be above the customer's capacity."""
    previews = await _previews(sources)
    assert not previews["products"].is_example
    assert not previews["feed"].is_example


async def test_a_real_preview_is_no_example(sources: Sources) -> None:
    previews = await _previews(sources)
    assert not previews["balances"].is_example


async def test_ports_see_the_actor_who_asks(sources: Sources) -> None:
    asked: list[Any] = []
    seen = sources.bank_of(ME)

    def bank_of(actor: Any) -> Any:
        asked.append(actor)
        return seen

    await _states(replace(sources, bank_of=bank_of))
    assert asked == [ME]
