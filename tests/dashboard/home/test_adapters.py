"""Deeds through the ports that cards are given: the owner's are kept, nobody else's are done."""

from typing import Any

import pytest

from dashboard.errors import Conflict, NotAllowed, NotFound
from dashboard.wiring import Root
from recommender.database import new_id
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.bank.arrange import put
from tests.dashboard.bank.cards.test_service import a_card
from tests.dashboard.life.arrange import a_bank, balance, owed
from tests.support.arrange import a_customer, a_product, a_visitor

ME = a_customer("c1")
ID = "01970000-0000-7000-8000-000000000000"
DEEDS: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    ("cards", "freeze", ("debit",), {}),
    ("cards", "unfreeze", ("debit",), {}),
    ("cards", "lower", ("cash_day", 0), {}),
    ("shelf", "watch", ("p1",), {}),
    ("shelf", "unwatch", ("p1",), {}),
    ("goals", "begin", ("emergency",), {}),
    ("goals", "shift", ("goal-1", 3), {}),
    ("goals", "remove", ("goal-1",), {}),
    ("billers", "pay_bill", (ID,), {}),
    ("security", "confirm_transfer", (ID,), {}),
    ("security", "freeze_account", (ID,), {}),
    ("benefits", "finish_task", ("bill",), {}),
    ("benefits", "claim_reward", ("coffee",), {}),
    ("places", "book_appointment", ("slot",), {}),
    ("places", "cancel_appointment", (ID,), {}),
    ("advisers", "ask_for_call", (), {}),
    ("papers", "mark_read", (ID,), {}),
    ("tax", "toggle_deduction", ("children",), {}),
    ("travel", "choose_destination", ("JP",), {}),
    ("travel", "switch_abroad", (), {}),
    ("citizen", "choose_region", ("shanghai",), {}),
    ("family", "answer_request", (ID,), {"agrees": True}),
    ("business", "remind_debtor", (ID,), {}),
    ("charity", "give", ("school", 1_000), {}),
]


@pytest.fixture
async def bank(root: Root) -> Root:
    """Give c1 a debit card, and a product to watch."""
    await a_bank(root, minor=100_000)
    async with root.writing() as app:
        card = a_card("debit", account_id="c1-cur", kind="debit", limit_minor=None)
        await put(app.session, card)
        await app.catalogue.put(SYSTEM_ACTOR, a_product("p1"))
    return root


def port(root: Root, name: str, actor: Any = ME) -> Any:
    return root.home_sources.adapters[name](actor)


@pytest.mark.parametrize(("name", "deed", "given", "named"), DEEDS)
async def test_nobody_else_does_anything_through_a_port(
    bank: Root, name: str, deed: str, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    for actor in (a_customer("c2"), a_visitor()):
        with pytest.raises((NotFound, NotAllowed)):
            await getattr(port(bank, name, actor), deed)("c1", *given, **named)


async def test_a_frozen_card_is_frozen_for_the_next_who_looks(bank: Root) -> None:
    await port(bank, "cards").freeze("c1", "debit")
    (card,) = await port(bank, "cards").held("c1")
    assert card.frozen_at is not None
    await port(bank, "cards").unfreeze("c1", "debit")
    (card,) = await port(bank, "cards").held("c1")
    assert card.frozen_at is None


async def test_a_lowered_limit_stays_and_a_refused_one_changes_nothing(bank: Root) -> None:
    await port(bank, "cards").lower("c1", "cash_day", 50_000)
    with pytest.raises(NotAllowed):
        await port(bank, "cards").lower("c1", "cash_day", 60_000)
    found = {one.kind: one.amount.minor for one in await port(bank, "cards").limits("c1")}
    assert found["cash_day"] == 50_000


async def test_a_bill_is_paid_once_and_kept(bank: Root) -> None:
    bill = await owed(bank, minor=12_345)
    for _ in range(2):
        await port(bank, "billers").pay_bill("c1", bill)
    assert await balance(bank) == 100_000 - 12_345
    assert len(await port(bank, "billers").receipts("c1", 5)) == 1


async def test_a_bill_that_cannot_be_paid_stays_open_with_nothing_moved(bank: Root) -> None:
    bill = await owed(bank, minor=100_001)
    with pytest.raises(Conflict):
        await port(bank, "billers").pay_bill("c1", bill)
    assert [one.id for one in await port(bank, "billers").bills_to_pay("c1")] == [bill]
    assert await balance(bank) == 100_000


async def test_an_unknown_alert_freezes_nothing(bank: Root) -> None:
    with pytest.raises(NotFound):
        await port(bank, "security").freeze_account("c1", new_id())
    watch = await port(bank, "security").transfer_watch("c1")
    assert watch.frozen_since is None
