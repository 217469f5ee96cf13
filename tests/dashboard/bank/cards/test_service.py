"""Cards and limits: who sees, who freezes, and that nothing is ever raised."""

import doctest
from datetime import date

import pytest

from dashboard.bank.cards import model
from dashboard.bank.cards.model import highest, peak, steps_below
from dashboard.bank.cards.payment_repository import CardPaymentRepository
from dashboard.bank.cards.repository import CardRepository
from dashboard.bank.cards.service import CardService
from dashboard.bank.cards.tables import CardRow
from dashboard.bank.repository import BankRepository
from dashboard.bank.tables import CustomerRow
from dashboard.errors import Invalid, NotAllowed, NotFound
from tests.dashboard.bank.arrange import TEXTS, a_bill, a_draft, an_account, put
from tests.dashboard.bank.standing import SHARING, Consents, Noon, Remembering
from tests.support.arrange import a_compliance_officer, a_customer, a_visitor, an_rm
from widgets.errors import NotConnected

OWNER = a_customer("c1")
DEEDS = [
    lambda cards, actor: cards.freeze(actor, "c1", "k1"),
    lambda cards, actor: cards.unfreeze(actor, "c1", "k1"),
    lambda cards, actor: cards.lower(actor, "c1", "cash_day", 0),
]


def a_card(card_id="k1", customer_id="c1", **fields) -> CardRow:
    given = {
        "account_id": "c1-card",
        "kind": "credit",
        "number": "**** 4821",
        "limit_minor": 2_000_000,
        "expires_on": date(2029, 3, 28),
        "frozen_at": None,
    }
    return CardRow(id=card_id, customer_id=customer_id, **given | fields)


@pytest.fixture
def audit() -> Remembering:
    return Remembering()


@pytest.fixture
async def cards(session, audit) -> CardService:
    await put(session, an_account("c1-card", kind="card"), an_account("c1-cur"))
    await put(
        session,
        a_card(),
        a_card("k2", account_id="c1-cur", kind="debit", limit_minor=None),
        CustomerRow(id="c1", names=TEXTS, segment="mass", region="", since=date(2024, 1, 1)),
    )
    stores = CardRepository(session), CardPaymentRepository(session)
    return CardService(stores, SHARING, audit, Noon())


async def test_strangers_find_nothing(cards):
    for actor in (a_visitor(), a_customer("c2"), an_rm("c2")):
        for deed in [
            *DEEDS,
            lambda of, who: of.held(who, "c1"),
            lambda of, who: of.limits(who, "c1"),
        ]:
            with pytest.raises(NotFound):
                await deed(cards, actor)


async def test_staff_who_may_look_may_not_act(cards):
    for actor in (an_rm("c1"), a_compliance_officer()):
        assert await cards.held(actor, "c1")
        for deed in DEEDS:
            with pytest.raises(NotAllowed):
                await deed(cards, actor)


async def test_without_consent_the_desk_sees_no_cards(session):
    closed = CardService(
        (CardRepository(session), CardPaymentRepository(session)), Consents(), Remembering(), Noon()
    )
    with pytest.raises(NotAllowed):
        await closed.held(an_rm("c1"), "c1")


async def test_debt_limit_and_statement_of_a_credit_card(session, cards):
    await BankRepository(session).post(a_draft(("c1-card", -48_600), ("bank", 48_600)))
    await BankRepository(session).post(a_draft(("c1-cur", 900), ("bank", -900)))
    await put(session, a_bill(date(2026, 6, 25), kind="card", amount_minor=32_000))
    credit, debit = await cards.held(OWNER, "c1")
    assert (credit.used.minor, credit.limit.minor) == (48_600, 2_000_000)
    assert (credit.due.minor, credit.due_on) == (32_000, date(2026, 6, 25))
    assert (debit.used.minor, debit.limit, debit.due) == (900, None, None)


async def test_freezing_and_unfreezing_is_kept_and_told(cards, audit):
    await cards.freeze(OWNER, "c1", "k1")
    frozen = [one.frozen_at is not None for one in await cards.held(OWNER, "c1")]
    await cards.unfreeze(OWNER, "c1", "k1")
    assert frozen == [True, False]
    assert all(one.frozen_at is None for one in await cards.held(OWNER, "c1"))
    assert audit.told == [("card.frozen", "card:k1"), ("card.unfrozen", "card:k1")]


async def test_somebody_elses_card_is_not_there(session, cards):
    await put(session, a_card("k9", "c9"))
    with pytest.raises(NotFound):
        await cards.freeze(OWNER, "c1", "k9")


async def test_a_bank_without_cards_is_not_connected(session):
    service = CardService(
        (CardRepository(session), CardPaymentRepository(session)), SHARING, Remembering(), Noon()
    )
    with pytest.raises(NotConnected):
        await service.held(OWNER, "c1")
    with pytest.raises(NotConnected):
        await service.limits(OWNER, "c1")


async def test_who_has_no_card_has_none(cards):
    assert await cards.held(a_customer("c5"), "c5") == []


async def test_lowering_works_at_once_and_is_told(cards, audit):
    await cards.lower(OWNER, "c1", "transfer_day", 5_000_000)
    found = {one.kind: one for one in await cards.limits(OWNER, "c1")}
    assert found["transfer_day"].amount.minor == 5_000_000
    assert found["transfer_day"].changed_at is not None
    assert found["cash_day"].amount == found["cash_day"].highest
    assert audit.told == [("limit.lowered", "customer:c1")]


async def test_raising_is_refused_with_the_step_that_it_needs(cards):
    await cards.lower(OWNER, "c1", "cash_day", 500_000)
    with pytest.raises(NotAllowed, match="identity card at a branch"):
        await cards.lower(OWNER, "c1", "cash_day", 500_001)


@pytest.mark.parametrize(("kind", "amount"), [("everything", 0), ("cash_day", -1)])
async def test_what_is_no_limit_is_refused(cards, kind, amount):
    with pytest.raises(Invalid):
        await cards.lower(OWNER, "c1", kind, amount)


async def test_the_highest_day_is_summed_from_postings(session, cards):
    store = BankRepository(session)
    for minor in (700, 800):
        await store.post(a_draft(("c1-cur", -minor), ("bank", minor), kind="bill"))
    await store.post(a_draft(("c1-cur", -9_999), ("bank", 9_999), kind="purchase"))
    found = {one.kind: one.peak_minor for one in await cards.limits(OWNER, "c1")}
    assert found == {"transfer_day": 1_500, "online_day": 0, "cash_day": 0}


def test_peak_takes_the_highest_day_of_its_kinds():
    monday, tuesday = date(2026, 6, 1), date(2026, 6, 2)
    found = [
        (monday, "bill", -5),
        (monday, "rent", -7),
        (tuesday, "bill", -9),
        (tuesday, "bill", 80),
    ]
    assert peak(found, "transfer_day") == 12
    assert peak([], "cash_day") == 0


def test_every_step_is_lower_than_the_limit():
    assert doctest.testmod(model).failed == 0
    assert steps_below(0) == ()
    assert max(steps_below(20_000_000)) < 20_000_000


def test_segments_differ_only_where_it_is_said():
    assert highest("cash_day", "private") == highest("cash_day", "mass")
    assert highest("transfer_day", "senior") < highest("transfer_day", "mass")
