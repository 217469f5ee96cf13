"""The shelf: only what may be offered, and a watch list of one's own."""

from datetime import date

import pytest

from dashboard.bank.repository import BankRepository
from dashboard.bank.shelf.repository import ShelfRepository
from dashboard.bank.shelf.service import MOST_WATCHED, ShelfService
from dashboard.errors import Conflict, NotAllowed, NotFound
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from tests.dashboard.bank.arrange import a_price, a_product, put
from tests.dashboard.bank.standing import SHARING, TODAY, Consents, Noon
from tests.support.arrange import a_customer, a_visitor, an_rm

OWNER = a_customer("c1")


class Masks:
    """What the engine withholds, by product."""

    def __init__(self, **withheld: str) -> None:
        self._withheld = {ItemKey("product", id_): why for id_, why in withheld.items()}

    async def withheld(self, _facts, _kinds) -> dict[ItemKey, str]:
        return self._withheld


class Customers:
    """Everybody holds `held`."""

    async def facts(self, customer_id: str) -> Facts:
        return Facts(customer_id, "mass", held=frozenset({"held"}))


def shelf(session, scopes=SHARING, **withheld: str) -> ShelfService:
    stores = BankRepository(session), ShelfRepository(session)
    return ShelfService(stores, Masks(**withheld), Customers(), scopes=scopes, clock=Noon())


def a_term(product_id: str, days: int | None, rate_e8: int | None = 1_000_000):
    return a_product(product_id, product_type="deposit", grade=1, term_days=days, rate_e8=rate_e8)


async def test_strangers_find_nothing(session):
    for actor in (a_visitor(), a_customer("c2"), an_rm("c2")):
        for ask in (
            lambda of, who: of.deposits(who, "c1"),
            lambda of, who: of.watched(who, "c1"),
            lambda of, who: of.watch(who, "c1", "d"),
            lambda of, who: of.unwatch(who, "c1", "d"),
        ):
            with pytest.raises(NotFound):
                await ask(shelf(session), actor)


async def test_staff_may_not_watch_for_a_customer(session):
    with pytest.raises(NotAllowed):
        await shelf(session).watch(an_rm("c1"), "c1", "d")


async def test_without_consent_the_desk_sees_no_list(session):
    with pytest.raises(NotAllowed):
        await shelf(session, Consents()).watched(an_rm("c1"), "c1")


async def test_deposits_are_those_that_may_be_offered_by_term(session):
    await put(session, a_term("long", 365), a_term("short", 91), a_term("closed", 30))
    await put(session, a_product("fund"), a_term("bare", 10, None))
    found = await shelf(session, closed="unavailable").deposits(OWNER, "c1")
    assert [one.product_id for one in found] == ["short", "long"]


async def test_what_is_withheld_says_why_and_what_is_private_is_not_named(session):
    await put(session, a_product("fund"), a_product("secret"), a_product("held"))
    service = shelf(session, fund="suitability", secret="private", held="private")
    found = await service.products(OWNER, "c1", ["secret", "fund", "held"])
    assert [(one.product_id, one.withheld) for one in found] == [
        ("fund", "suitability"),
        ("held", "private"),
    ]
    assert [one.is_held for one in found] == [False, True]


async def test_a_price_tells_its_change_of_a_year(session):
    await put(session, a_product("fund"), a_price("fund", date(2025, 5, 1), 1_000_000))
    await put(session, a_price("fund", date(2026, 6, 1), 1_050_000))
    (fund,) = await shelf(session).products(OWNER, "c1", ["fund"])
    assert (fund.price_e6, fund.priced_on) == (1_050_000, date(2026, 6, 1))
    assert fund.change == pytest.approx(0.05)


async def test_a_watched_product_keeps_the_figures_of_its_first_day(session):
    await put(session, a_term("d", 365), a_price("d", date(2026, 6, 1), 7))
    service = shelf(session)
    await service.watch(OWNER, "c1", "d")
    await service.watch(OWNER, "c1", "d")
    (watched,) = await service.watched(OWNER, "c1")
    assert (watched.since, watched.rate_then_e8, watched.price_then_e6) == (TODAY, 1_000_000, 7)
    await service.unwatch(OWNER, "c1", "d")
    assert await service.watched(OWNER, "c1") == []


async def test_nobody_watches_what_is_not_there_for_them(session):
    await put(session, a_product("secret"))
    service = shelf(session, secret="private")
    for product in ("none", "secret"):
        with pytest.raises(NotFound):
            await service.watch(OWNER, "c1", product)


async def test_a_list_has_an_end(session):
    ids = [f"d{n}" for n in range(MOST_WATCHED + 1)]
    await put(session, *(a_term(one, 30) for one in ids))
    service = shelf(session)
    for one in ids[:-1]:
        await service.watch(OWNER, "c1", one)
    with pytest.raises(Conflict):
        await service.watch(OWNER, "c1", ids[-1])


async def test_lists_are_apart(session):
    await put(session, a_term("d", 30))
    await shelf(session).watch(OWNER, "c1", "d")
    assert await shelf(session).watched(a_customer("c2"), "c2") == []
