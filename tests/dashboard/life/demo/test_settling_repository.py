"""Everyday life in a new demo bank: everybody's share of it, and the personas' scenes."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dashboard.bank import demo
from dashboard.bank.tables import BillRow, TransactionRow
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.conftest import NOW
from tests.support.arrange import a_customer
from tests.support.databases import FILE_NAME
from tests.support.postgres import run_alone

FEW = 30
ME = a_customer("c0001")


def silent(_text: str) -> None:
    """Say nothing."""


async def _create(settings: Settings) -> None:
    root = Root(settings)
    await demo.ensure(root, silent, customers=FEW)
    await root.stop()


@pytest.fixture(scope="module")
def created(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a small demo bank once."""
    folder = tmp_path_factory.mktemp("everyday")
    shutil.copyfile(sqlite_template, folder / FILE_NAME)
    run_alone(_create(Settings(data_dir=folder, mode=Mode.DEMO, now=NOW)))
    return folder / FILE_NAME


@pytest.fixture
def copied(created: Path, tmp_path: Path) -> Settings:
    """Give the settings of a copy of it."""
    shutil.copyfile(created, tmp_path / FILE_NAME)
    return Settings(data_dir=tmp_path, mode=Mode.DEMO, now=NOW)


@pytest.fixture
async def bank(copied: Settings) -> AsyncIterator[Root]:
    """Open the copy."""
    root = Root(copied)
    yield root
    await root.stop()


async def test_the_first_persona_finds_every_card_filled(bank: Root) -> None:
    async with bank.reading() as app:
        life = app.life
        assert (await life.billers.search(ME, "")).known >= 6_300
        assert await life.billers.to_pay(ME, "c0001")
        watch = await life.security.watch(ME, "c0001")
        assert [one.oddities for one in watch.alerts] == [("amount", "hour", "payee")]
        assert (await life.benefits.standing(ME, "c0001")).points > 0
        assert (await life.places.diary(ME, "c0001")).free
        adviser = await life.advice.adviser(ME, "c0001")
        assert (adviser.name["en"], len(adviser.thread)) == ("Jiang Nan", 3)
        kinds = {one.kind for one in await life.papers.papers(ME, "c0001")}
        assert kinds == {"statement", "contract", "certificate"}
        assert (await life.tax.year(ME, "c0001")).tax.minor > 0
        assert (await life.travel.notice(ME, "c0001")).destination.code == "JP"
        assert {one.state for one in (await life.family.household(ME, "c0001")).members} == {
            "agreed",
            "asked",
        }
        assert (await life.charity.giving(ME, "c0001")).causes


async def test_the_firm_among_the_personas_has_open_items(bank: Root) -> None:
    async with bank.reading() as app:
        firm = await app.life.business.firm(a_customer("c0009"), "c0009")
    assert {one.direction for one in firm.invoices} == {"in", "out"}
    assert firm.payroll is not None


async def test_a_bill_paid_by_hand_is_not_paid_again_by_the_days_that_follow(
    copied: Settings, bank: Root
) -> None:
    async with bank.reading() as app:
        bill = (await app.life.billers.to_pay(ME, "c0001"))[0]
    async with bank.writing() as app:
        await app.life.billers.pay(ME, "c0001", bill.id)
    later = Root(copied.model_copy(update={"now": NOW + timedelta(days=40)}))
    try:
        await demo.ensure(later, silent)
        async with later.database.reading() as session:
            row = await session.get(BillRow, bill.id)
            paid = (
                select(func.count())
                .select_from(TransactionRow)
                .where(TransactionRow.kind.in_(("bill", "card_payment")))
                .where(TransactionRow.party_id == row.biller_id)
                .where(TransactionRow.business_on > NOW.date())
            )
            others = await session.scalar(paid)
        assert row.paid_on == NOW.date()
        assert others > 0
        async with later.reading() as app:
            moved = await app.bank.movements(SYSTEM_ACTOR, "c0001", limit=200)
        same = [one for one in moved if one.amount.minor == -bill.amount.minor]
        assert len(same) == 1
    finally:
        await later.stop()
