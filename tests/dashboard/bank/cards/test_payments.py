"""Payments by card: what stops one, that it leaves a trace, and that it is asked once."""

import asyncio
from datetime import date, timedelta

import pytest

from dashboard.bank.cards.model import CardPaymentIn
from dashboard.bank.demo.declining_repository import decline_frozen
from dashboard.errors import Invalid, NotAllowed, NotFound
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.conftest import NOW
from tests.dashboard.bank.arrange import a_draft, an_account, put
from tests.dashboard.bank.cards.test_service import a_card
from tests.dashboard.life.arrange import a_bank, balance
from tests.dashboard.life.security.test_service import reported
from tests.dashboard.life.security.test_service import take as report
from tests.support.arrange import a_customer, a_key

ME, CORE = a_customer("c1"), a_key("transfers:write")
STOCK = 100_000


@pytest.fixture
async def bank(root: Root) -> Root:
    """Give c1 a debit card on the current account and a credit card with a limit of 200."""
    await a_bank(root, minor=STOCK)
    async with root.writing() as app:
        await put(
            app.session,
            an_account("c1-card", "c1", kind="card"),
            a_card("debit", account_id="c1-cur", kind="debit", limit_minor=None),
            a_card("credit", limit_minor=20_000),
            a_card("old", limit_minor=20_000, expires_on=date(2026, 6, 14)),
        )
    return root


def asked(payment_id: str = "p1", **fields) -> CardPaymentIn:
    given = {
        "payment_id": payment_id,
        "card_id": "debit",
        "payee": {"en": "Shop"},
        "amount_minor": 5_000,
    }
    return CardPaymentIn.model_validate(given | fields)


async def take(root: Root, payment: CardPaymentIn, actor=CORE):
    async with root.writing() as app:
        return await app.card_payments.take(actor, payment)


async def traces(root: Root) -> list[tuple[str, str]]:
    async with root.reading() as app:
        held = await app.bank_cards.held(ME, "c1")
    return [(card.id, one.why) for card in held for one in card.declined]


async def freeze(root: Root, deed: str = "freeze") -> None:
    async with root.writing() as app:
        await getattr(app.bank_cards, deed)(ME, "c1", "debit")


async def test_only_the_core_bank_asks_a_card_for_money(bank: Root) -> None:
    for actor in (ME, a_key("events:write")):
        with pytest.raises(NotAllowed):
            await take(bank, asked(), actor)


async def test_a_payment_moves_money_and_leaves_no_trace(bank: Root) -> None:
    taken = await take(bank, asked())
    assert taken.declined is None
    assert taken.transaction_id
    assert await balance(bank) == STOCK - 5_000
    assert await traces(bank) == []


async def test_a_frozen_card_pays_nothing_and_its_customer_sees_it(bank: Root) -> None:
    await freeze(bank)
    assert (await take(bank, asked())).declined == "frozen"
    assert await balance(bank) == STOCK
    assert await traces(bank) == [("debit", "frozen")]


async def test_an_unfrozen_card_pays_again(bank: Root) -> None:
    await freeze(bank)
    await freeze(bank, "unfreeze")
    assert (await take(bank, asked())).declined is None


async def test_a_frozen_card_does_not_stop_the_other_one(bank: Root) -> None:
    await freeze(bank)
    assert (await take(bank, asked(card_id="credit"))).declined is None


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"card_id": "old"}, "expired"),
        ({"amount_minor": STOCK + 1}, "money"),
        ({"card_id": "credit", "amount_minor": 20_001}, "money"),
        ({"card_id": "credit", "amount_minor": 20_000}, None),
        ({"amount_minor": STOCK}, None),
    ],
)
async def test_a_payment_beyond_what_is_there_is_declined(bank: Root, fields, why) -> None:
    assert (await take(bank, asked(**fields))).declined == why


async def test_a_lowered_limit_counts_what_was_paid_today(bank: Root) -> None:
    async with bank.writing() as app:
        await app.bank_cards.lower(ME, "c1", "online_day", 8_000)
    assert (await take(bank, asked("p1"))).declined is None
    assert (await take(bank, asked("p2"))).declined == "limit"
    assert (await take(bank, asked("p3", amount_minor=3_000))).declined is None


async def test_frozen_payments_stop_cards_too(bank: Root) -> None:
    odd = await _odd(bank)
    async with bank.writing() as app:
        await app.life.security.freeze(ME, "c1", odd)
    assert (await take(bank, asked())).declined == "stopped"


async def _odd(root: Root) -> str:
    """Raise an alert about a large transfer, and return its id."""
    async with root.writing() as app:
        await app.ledger.post(
            SYSTEM_ACTOR, a_draft(("c1-cur", 10**7), ("bank-outside-cny", -(10**7)))
        )
    await report(root, reported("t-2"))
    async with root.reading() as app:
        watch = await app.life.security.watch(ME, "c1")
    return watch.alerts[0].id


async def test_the_same_payment_is_asked_once(bank: Root) -> None:
    first = await take(bank, asked())
    assert await take(bank, asked()) == first
    assert await balance(bank) == STOCK - 5_000


async def test_the_same_payment_at_the_same_moment_is_made_once(bank: Root) -> None:
    taken = await asyncio.gather(*(take(bank, asked()) for _ in range(4)))
    assert len({one.transaction_id for one in taken}) == 1
    assert await balance(bank) == STOCK - 5_000


async def test_a_declined_payment_stays_declined_when_it_is_asked_again(bank: Root) -> None:
    await freeze(bank)
    await take(bank, asked())
    await freeze(bank, "unfreeze")
    assert (await take(bank, asked())).declined == "frozen"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"card_id": "nobody"}, NotFound),
        ({"currency": "USD"}, Invalid),
        ({"at": NOW - timedelta(days=2)}, Invalid),
        ({"at": NOW + timedelta(hours=1)}, Invalid),
    ],
)
async def test_what_makes_no_sense_is_refused_without_a_trace(bank: Root, fields, error) -> None:
    with pytest.raises(error):
        await take(bank, asked(**fields))
    assert await traces(bank) == []


async def test_the_days_that_the_demo_lives_on_skip_what_a_frozen_card_would_have_paid(
    bank: Root,
) -> None:
    await freeze(bank)
    async with bank.writing() as app:
        for kind in ("shopping", "rent"):
            draft = a_draft(("c1-cur", -100), ("bank-outside-cny", 100), kind=kind)
            later = draft.model_copy(update={"at": NOW + timedelta(seconds=30)})
            await app.ledger.post(SYSTEM_ACTOR, later)
        assert await decline_frozen(app.session, NOW + timedelta(days=1)) == 1
    assert await balance(bank) == STOCK - 100
    assert await traces(bank) == [("debit", "frozen")]
