"""Unlearning: a fit after an erasure is the fit that never saw the customer, to the last byte."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.cli.train import make_model
from dashboard.settings import Settings
from dashboard.wiring import Root
from recommender.algorithms import named
from recommender.dataset import Dataset
from recommender.decide import end_of_day
from recommender.errors import Conflict
from recommender.experiments.export import Sources, export
from recommender.experiments.store import MANIFEST
from recommender.experiments.unlearning import prove
from recommender.fusion import Member, fit_fusion
from tests.support.arrange import a_compliance_officer
from tests.support.databases import SQLITE, create_schema
from tests.support.engine import TRAINING, bank, fill_bank, trained

CUSTOMERS = bank().customers[:80]
GONE = CUSTOMERS[7]


def silent(message: str, share: float) -> None:
    """Take progress without a word."""


async def exported(root: Root) -> Dataset:
    return await export(
        Sources(root.database, root.scopes, root.catalogue), end_of_day(root.clock.now())
    )


async def a_bank(root: Root, folder: Path, customers: list[str]) -> Root:
    """Open another bank in a folder with some customers and their events, on SQLite."""
    await create_schema(SQLITE.format(folder / "companion.db"))
    settings = root.settings.model_copy(update={"data_dir": folder, "database_url": None})
    made = Root(Settings.model_validate(settings.model_dump()))
    await fill_bank(made, customers, customers)
    return made


def manifest(root: Root, model_id: str) -> dict[str, Any]:
    path = root.settings.data_dir / "models" / model_id / MANIFEST
    return json.loads(path.read_text())


@pytest.fixture
async def twins(
    root: Root, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Root, Root]]:
    """Give a bank that erased a customer, and one that never knew that customer."""
    await fill_bank(root, CUSTOMERS, CUSTOMERS)
    before = (await exported(root)).data_hash
    await root.eraser.erase(a_compliance_officer(), GONE)
    assert (await exported(root)).data_hash != before
    others = [one for one in CUSTOMERS if one != GONE]
    never = await a_bank(root, tmp_path_factory.mktemp("never"), others)
    yield root, never
    await never.stop()


async def test_a_training_after_an_erasure_is_the_one_that_never_saw_the_customer(
    twins: tuple[Root, Root],
) -> None:
    runs = [await make_model(one, silent, TRAINING) for one in twins]
    mine, theirs = (manifest(one, run.id) for one, run in zip(twins, runs, strict=True))
    for name in ("files", "data_hash", "seed"):
        assert mine[name] == theirs[name]


@pytest.mark.parametrize("algorithm", ["als", "ease", "item_item", "rp3beta"])
async def test_every_personal_model_is_the_same_to_the_last_byte(
    twins: tuple[Root, Root], tmp_path: Path, algorithm: str
) -> None:
    files = []
    for number, one in enumerate(twins):
        dataset = await exported(one)
        fusion = fit_fusion([Member(algorithm, named(algorithm).config_type())], dataset, seed=7)
        fusion.save(tmp_path / str(number))
        found = sorted((tmp_path / str(number)).rglob("*.npy"))
        files.append([(path.name, path.read_bytes()) for path in found])
    assert files[0]
    assert files[0] == files[1]


async def test_the_run_and_its_manifest_say_that_the_erased_are_absent(root: Root) -> None:
    await fill_bank(root, CUSTOMERS, CUSTOMERS)
    for one in (GONE, CUSTOMERS[8]):
        await root.eraser.erase(a_compliance_officer(), one)
    run = await make_model(root, silent, TRAINING)
    proof = run.report["unlearning"]
    assert (proof["erased_before"], proof["absent"], proof["customers"]) == (2, 2, 78)
    assert manifest(root, run.id)["unlearning"] == proof
    pseudonyms = await root.erasures.pseudonyms()
    again = prove((await exported(root)).users, pseudonyms, root.erasures.pseudonym_of)
    assert again.model_dump() == proof


async def test_no_file_of_a_model_names_a_customer(root: Root) -> None:
    await fill_bank(root, CUSTOMERS, CUSTOMERS)
    run = await make_model(root, silent, TRAINING)
    folder = root.settings.data_dir / "models" / run.id
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [one for one in CUSTOMERS if one.encode() in content], path


def test_no_array_of_a_model_has_a_row_per_customer() -> None:
    """Factors of customers would be a copy of what each of them did."""
    for path in trained()[0].rglob("*.npy"):
        assert bank().dataset().shape.users not in np.load(path).shape, path


def test_a_training_that_still_sees_an_erased_customer_is_refused() -> None:
    with pytest.raises(Conflict, match="1 erased customers are still in the data"):
        prove(["a", "b"], {"hash-a", "hash-x"}, lambda one: f"hash-{one}")


def test_the_proof_depends_on_who_was_learned_from_and_not_on_their_order() -> None:
    one, two, three = (
        prove(users, {"hash-x"}, lambda one: f"hash-{one}")
        for users in (["a", "b"], ["b", "a"], ["a", "c"])
    )
    assert one == two
    assert one.customers_digest != three.customers_digest
