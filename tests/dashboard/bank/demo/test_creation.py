"""Creating the demo in a database: only a demo's, only once, and onwards day by day."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from dashboard.bank import demo
from dashboard.bank.demo import creation, sheets
from dashboard.bank.tables import BillRow, DepositRow, PostingRow, TradeRow, TransactionRow
from dashboard.desk.portfolios.tables import PortfolioRow
from dashboard.errors import Conflict, NotAllowed, NotFound
from dashboard.people.tables import PasswordRow, UserRow
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.customers.model import CustomerIn
from recommender.interactions.tables import EventRow, ReceiptRow
from recommender.language import SIMPLIFIED
from recommender.ports import SYSTEM_ACTOR, Actor
from tests.conftest import NOW
from tests.support.arrange import a_compliance_officer
from tests.support.databases import FILE_NAME
from tests.support.person import traces
from tests.support.postgres import run_alone

FEW = 40
COUNTED = (TransactionRow, PostingRow, BillRow, TradeRow, DepositRow, EventRow, ReceiptRow)


def silent(_text: str) -> None:
    """Say nothing."""


async def counts(root: Root) -> list[int]:
    async with root.database.reading() as session:
        return [await session.scalar(select(func.count()).select_from(row)) or 0 for row in COUNTED]


async def create(settings: Settings) -> None:
    async with a_root(settings) as root:
        await demo.ensure(root, silent, customers=FEW)


@asynccontextmanager
async def a_root(settings: Settings, days_later: int = 0) -> AsyncIterator[Root]:
    now = NOW + timedelta(days=days_later)
    root = Root(settings.model_copy(update={"now": now}))
    try:
        yield root
    finally:
        await root.stop()


@pytest.fixture(scope="module")
def created(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a small demo bank once; each test works on a copy of the file."""
    folder = tmp_path_factory.mktemp("bank")
    shutil.copyfile(sqlite_template, folder / FILE_NAME)
    run_alone(create(Settings(data_dir=folder, mode=Mode.DEMO, now=NOW)))
    return folder / FILE_NAME


@pytest.fixture
def copied(created: Path, tmp_path: Path) -> Settings:
    """Give the settings of a data folder with the small demo bank."""
    shutil.copyfile(created, tmp_path / FILE_NAME)
    return Settings(data_dir=tmp_path, mode=Mode.DEMO, now=NOW)


@pytest.fixture
async def bank(copied: Settings) -> AsyncIterator[Root]:
    """Open the small demo bank."""
    async with a_root(copied) as root:
        yield root


async def test_production_refuses_the_demo(copied: Settings):
    production = copied.model_copy(update={"mode": Mode.PRODUCTION})
    async with a_root(production) as root:
        before = await counts(root)
        for refused in (demo.ensure, demo.reset):
            with pytest.raises(NotAllowed):
                await refused(root, silent)
        assert await counts(root) == before


async def test_a_database_with_somebody_elses_people_is_left_alone(root: Root):
    password = await root.passwords.hash("secret")
    async with root.writing() as app:
        user = creation.accounts()[-1]
        await app.people.add(SYSTEM_ACTOR, user, password_hash=password)
    for refused in (demo.ensure, demo.reset):
        with pytest.raises(Conflict):
            await refused(root, silent)
    async with root.reading() as app:
        assert len(await app.people.all(SYSTEM_ACTOR)) == 1
    assert sum(await counts(root)) == 0


async def test_before_its_creation_there_is_nothing_to_sum_up(root: Root):
    with pytest.raises(NotFound):
        await demo.summary(root)


async def unbalanced(root: Root) -> list[Any]:
    query = (
        select(PostingRow.transaction_id)
        .group_by(PostingRow.transaction_id, PostingRow.currency)
        .having(func.sum(PostingRow.amount_minor) != 0)
    )
    async with root.database.reading() as session:
        return list(await session.execute(query))


async def test_both_engines_create_the_bank_and_let_it_live_on(
    root: Root, settings: Settings, created: Path
):
    await demo.ensure(root, silent, customers=FEW)
    first = await counts(root)
    async with a_root(settings, days_later=40) as onwards:
        await demo.ensure(onwards, silent)
        grown = await counts(onwards)
        assert await unbalanced(onwards) == []
    made = Settings(data_dir=created.parent, mode=Mode.DEMO, now=NOW)
    async with a_root(made) as other:
        assert await counts(other) == first
    assert all(after > before for before, after in zip(first, grown, strict=True))


async def test_facts_agree_with_the_books(bank: Root):
    async with bank.reading() as app:
        for customer in (f"c{number:04}" for number in range(1, FEW + 1)):
            facts = await app.customers.facts(customer)
            held = await app.bank.holdings(SYSTEM_ACTOR, customer)
            assert {one.product_id for one in held} == facts.held
            due = {one.name["en"] for one in await app.bank.dues(SYSTEM_ACTOR, customer, 2000)}
            sheets = {one.id: one.titles["en"] for one in await app.bank.products()}
            assert {sheets[one.product_id] for one in facts.maturities} <= due


async def test_the_first_persona_finds_a_filled_home(bank: Root):
    async with bank.reading() as app:
        owner = Actor("customer1", frozenset({"customer"}), customer_id="c0001")
        accounts = await app.bank.accounts(owner, "c0001")
        assert {one.kind for one in accounts} == {"current", "savings", "card"}
        assert len({one.product_type for one in await app.bank.holdings(owner, "c0001")}) >= 5
        dues = await app.bank.dues(owner, "c0001", 30)
        assert {one.kind for one in dues} == {"bill", "maturity"}
        assert len(await app.notices.current(owner, "c0001")) == 4
        assert await app.portfolios.rm_of(owner, "c0001") == "rm1"
        assert (await app.customers.facts("c0001")).idle_cash_minor > 0


async def test_consents_of_the_personas_are_stored(bank: Root):
    scopes = await bank.scopes.of_many(["c0001", "c0006", "c0007"])
    assert scopes["c0001"].allows("rm_sharing")
    assert not scopes["c0006"].allows("personalisation")
    assert not scopes["c0007"].allows("rm_sharing")


async def test_all_cards_are_live_and_in_the_catalogue(bank: Root):
    shelf = await bank.shelf.now()
    assert len(shelf) == 300
    snapshot = await bank.catalogue.now()
    card = snapshot.get("content", "index-fund-why")
    assert card is not None
    assert {link.product_id for link in card.links} == {
        "index-csi300",
        "index-dividend",
        "index-global",
    }
    async with bank.reading() as app:
        reader = Actor("customer4", frozenset({"customer"}), customer_id="c0004")
        opened = await app.reading.open(reader, "deposit-ladder")
        assert opened.content.body[SIMPLIFIED].startswith("把所有钱")
        versions = await app.cards.versions(SYSTEM_ACTOR, "deposit-ladder")
        assert [step.by for step in versions[0].steps] == ["marketer1", "marketer1", "reviewer1"]


async def test_the_accounts_share_one_password_record(bank: Root):
    async with bank.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(PasswordRow)) == 1
        users = list(await session.scalars(select(UserRow)))
    assert len(users) == len(sheets.personas()) + len(sheets.staff())
    assert all(user.is_demo for user in users)
    assert {user.customer_id for user in users if user.customer_id} == {
        f"c{number:04}" for number in range(1, 13)
    }


async def test_portfolios_are_shared_out_among_three(bank: Root):
    async with bank.database.reading() as session:
        query = select(PortfolioRow.rm_id, func.count()).group_by(PortfolioRow.rm_id)
        shared = dict((await session.execute(query)).all())
    assert set(shared) == {"rm1", "rm2", "rm3"}
    assert max(shared.values()) - min(shared.values()) <= 1


async def test_a_second_start_on_the_same_day_adds_nothing(bank: Root):
    before = await counts(bank)
    await demo.ensure(bank, silent)
    assert await counts(bank) == before


async def test_what_matures_meanwhile_is_paid_back_and_no_longer_held(bank: Root, copied: Settings):
    async with bank.reading() as app:
        assert "deposit-1y" in (await app.customers.facts("c0001")).held
    async with a_root(copied, days_later=20) as onwards:
        await demo.ensure(onwards, silent)
        summary = await demo.summary(onwards)
        assert summary["through"] == (NOW.date() + timedelta(days=19)).isoformat()
        assert summary["anchor"] == NOW.date().isoformat()
        async with onwards.reading() as app:
            assert "deposit-1y" not in (await app.customers.facts("c0001")).held
            moved = await app.bank.movements(SYSTEM_ACTOR, "c0001", limit=60)
            assert {"maturity", "interest"} <= {one.kind for one in moved}


async def test_bills_are_paid_in_the_missing_days(bank: Root, copied: Settings):
    async with bank.reading() as app:
        before = [one.id for one in await app.bank.dues(SYSTEM_ACTOR, "c0001", 30)]
    async with a_root(copied, days_later=20) as onwards:
        await demo.ensure(onwards, silent)
        async with onwards.reading() as app:
            after = await app.bank.dues(SYSTEM_ACTOR, "c0001", 30)
    assert before
    assert not {one.id for one in after} & set(before)
    assert not [one for one in after if one.state == "overdue"]


async def test_what_people_changed_survives_the_next_day(bank: Root, copied: Settings):
    async with bank.writing() as app:
        await app.customers.put(SYSTEM_ACTOR, "c0005", CustomerIn(segment="young", capacity=2))
    async with a_root(copied, days_later=1) as onwards:
        await demo.ensure(onwards, silent)
        async with onwards.reading() as app:
            facts = await app.customers.facts("c0005")
    assert (facts.segment, facts.capacity) == ("young", 2)
    assert facts.held


async def test_reset_begins_anew_from_today_and_keeps_the_audit_trail(copied: Settings):
    async with a_root(copied, days_later=5) as onwards:
        await demo.reset(onwards, silent, customers=FEW)
        summary = await demo.summary(onwards)
        assert summary["anchor"] == (NOW.date() + timedelta(days=5)).isoformat()
        async with onwards.writing() as app:
            await app.audit.seal()
        async with onwards.reading() as app:
            trail = await app.audit.page(SYSTEM_ACTOR, after=0, limit=100, action="demo.reset")
    assert len(trail.entries) == 1


async def test_personas_see_the_product_in_their_own_way(bank: Root):
    async with bank.reading() as app:
        shown = {
            name: await app.preferences.of(Actor(name, frozenset({"customer"})))
            for name in ("customer1", "customer2", "customer8", "customer10")
        }
    assert (shown["customer1"].language, shown["customer1"].senior) == ("", False)
    assert shown["customer2"].senior
    assert shown["customer8"].language == "en"
    assert shown["customer10"].language == "zh-Hant"


async def test_a_demo_lives_on_without_those_who_were_erased(settings: Settings) -> None:
    await create(settings)
    gone = ("c0001", f"c{FEW:04}")
    async with a_root(settings, days_later=1) as root:
        for customer_id in gone:
            await root.eraser.erase(a_compliance_officer(), customer_id)
        assert await traces(root.database, "c0001") == []
        before = await counts(root)
        await demo.ensure(root, silent)
        for customer_id in gone:
            assert await traces(root.database, customer_id) == []
        assert sum(await counts(root)) > sum(before)
        async with root.reading() as app:
            assert await app.customers.count() == FEW - len(gone)
