"""`companion batch`: everybody's lists, again and again."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from dashboard.consents.model import ConsentChange
from dashboard.settings import Settings
from dashboard.wiring import Root
from tests.dashboard.cli.conftest import Command
from tests.support.arrange import a_customer
from tests.support.engine import bank, fill_bank, serve

NOTHING = ConsentChange(purposes={"personalisation": False})
CUSTOMERS = bank().customers[:30]


def banked(data_dir: Path) -> str:
    """Fill a data folder with a bank and a model; return the model's id."""

    async def fill() -> str:
        root = Root(Settings(data_dir=data_dir))
        try:
            await fill_bank(root, CUSTOMERS, CUSTOMERS[:20])
            return (await serve(root)).id
        finally:
            await root.stop()

    return asyncio.run(fill())


def withdraw(data_dir: Path, customers: Sequence[str]) -> None:
    async def change() -> None:
        root = Root(Settings(data_dir=data_dir))
        try:
            async with root.writing() as app:
                for one in customers:
                    await app.consents.change(a_customer(one), one, NOTHING)
        finally:
            await root.stop()

    asyncio.run(change())


def test_those_who_agree_get_lists_and_those_who_withdraw_lose_them(
    companion: Command, data_dir: Path
) -> None:
    model_id = banked(data_dir)
    told = json.loads(companion("batch", "--json").stdout)
    assert (told["model_id"], told["customers"]) == (model_id, 30)
    assert (told["lists"], told["dropped"]) == (20, 0)
    withdraw(data_dir, CUSTOMERS[:5])
    again = json.loads(companion("batch", "--json").stdout)
    assert (again["lists"], again["dropped"]) == (15, 5)


def test_a_person_is_told_in_a_sentence(companion: Command, data_dir: Path) -> None:
    banked(data_dir)
    told = companion("batch").stdout
    assert told.startswith("20 lists of 30 customers by model ")


def test_without_a_model_it_says_what_to_do(companion: Command) -> None:
    answer = companion("batch")
    assert (answer.exit_code, str(answer.exception)) == (
        1,
        "No model yet: run `companion train` first.",
    )
