"""From events to a serving model: trained, published by the rule, rolled back, never broken."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dashboard.audit.tables import EntryRow
from dashboard.wiring import Root
from recommender.dataset import Dataset
from recommender.errors import Conflict, NotAllowed, NotFound
from recommender.experiments.active import ActiveModel
from recommender.experiments.export import Sources, export
from recommender.experiments.model import ModelRun
from recommender.experiments.repository import ModelRepository
from recommender.experiments.runs import Trained, run_training
from recommender.experiments.store import FORMAT, MANIFEST
from recommender.ports import OPERATOR, SYSTEM_ACTOR, Actor
from tests.support.arrange import a_compliance_officer, a_customer, a_key, a_reviewer, an_rm
from tests.support.engine import TRAINING, bank, fill_bank, place_model, serve, trained

OPERATING = Actor("operator1", frozenset({OPERATOR}))
STRANGERS = (a_customer(), a_reviewer(), an_rm("c1"), a_key("events:write"))


def silent(message: str, share: float) -> None:
    """Take progress without a word."""


async def exported(root: Root) -> Dataset:
    return await export(Sources(root.database, root.scopes, root.catalogue), root.clock.now())


async def added(root: Root, found: Trained) -> ModelRun:
    async with root.writing() as app:
        return await app.models.add(SYSTEM_ACTOR, found)


async def activate(root: Root, model_id: str, actor: Actor = OPERATING) -> None:
    async with root.writing() as app:
        await app.models.activate(actor, model_id)


async def serving(root: Root) -> str | None:
    root.models.drop()
    found = await root.models.now()
    return found.model_id if found else None


async def test_the_export_holds_consenting_customers_only(root: Root) -> None:
    customers = bank().customers[:20]
    await fill_bank(root, customers, customers[:12])
    dataset = await exported(root)
    assert set(dataset.users) == set(customers[:12])
    assert dataset.links.pairs() == bank().links.pairs()


async def test_the_export_knows_what_is_held_without_a_purchase(root: Root) -> None:
    customers = bank().customers[:5]
    await fill_bank(root, customers, customers, held=("p19",))
    dataset = await exported(root)
    column = dataset.index[("product", "p19")]
    assert set(dataset.user_items[:, [column]].nonzero()[0]) == set(range(5))


async def test_a_training_that_wins_serves_at_once(root: Root) -> None:
    assert await serving(root) is None
    folder = root.settings.data_dir / "models"
    run = await added(root, await run_training(bank().dataset(), TRAINING, folder, silent))
    assert run.publishable
    assert run.data_hash == bank().dataset().data_hash
    assert await serving(root) == run.id
    async with root.reading() as app:
        listed = await app.models.list(OPERATING)
    assert listed.active is not None
    assert (listed.active.model_id, listed.runs[0].id) == (run.id, run.id)


class Losing:
    """The report of a training whose list, as served, is below popularity."""

    def __init__(self) -> None:
        _, report = trained()
        self.seconds, self.data_hash = report.seconds, report.data_hash
        self._told = report.as_json()
        worse = {"low": -0.2, "mean": -0.1, "high": -0.05}
        self._told["surfaces"][0]["metrics"]["ndcg_gain_served"] = worse

    def as_json(self) -> dict[str, Any]:
        return self._told


async def test_a_training_that_loses_is_kept_and_never_serves(root: Root) -> None:
    first = await serve(root)
    second = await added(root, Trained(place_model(root), Losing()))
    assert not second.publishable
    assert await serving(root) == first.id
    with pytest.raises(Conflict):
        await activate(root, second.id)
    assert await serving(root) == first.id


async def test_rolling_back_is_activating_an_earlier_model(root: Root) -> None:
    first, second = [await serve(root) for _ in range(2)]
    assert await serving(root) == second.id
    await activate(root, first.id)
    assert await serving(root) == first.id


async def test_each_activation_is_audited(root: Root) -> None:
    first, _ = [await serve(root) for _ in range(2)]
    await activate(root, first.id)
    async with root.reading() as app:
        query = select(EntryRow.actor, EntryRow.subject).where(EntryRow.action == "model.activated")
        entries = [tuple(row) for row in await app.session.execute(query.order_by(EntryRow.id))]
    assert len(entries) == 3
    assert entries[-1] == ("operator1", f"model:{first.id}")


async def test_a_damaged_model_is_not_activated(root: Root) -> None:
    first, second = [await serve(root) for _ in range(2)]
    damage(root.settings.data_dir / "models" / first.id)
    with pytest.raises(Conflict):
        await activate(root, first.id)
    assert await serving(root) == second.id


async def test_the_model_before_serves_on_when_the_new_files_are_damaged(root: Root) -> None:
    first, second = [await serve(root) for _ in range(2)]
    await activate(root, first.id)
    assert await serving(root) == first.id
    damage(root.settings.data_dir / "models" / second.id)
    async with root.writing() as app:
        await ModelRepository(app.session).activate(second.id, "somebody", root.clock.now())
    assert await serving(root) == first.id
    assert root.models.broken == second.id
    await activate(root, first.id)
    assert await serving(root) == first.id
    assert root.models.broken is None


async def test_only_operators_activate(root: Root) -> None:
    run = await serve(root)
    for stranger in (*STRANGERS, a_compliance_officer()):
        with pytest.raises(NotAllowed):
            await activate(root, run.id, stranger)
    await activate(root, run.id, a_key("models:write"))


async def test_only_operators_and_compliance_see_the_models(root: Root) -> None:
    async with root.reading() as app:
        for stranger in STRANGERS:
            with pytest.raises(NotAllowed):
                await app.models.list(stranger)
        assert (await app.models.list(a_compliance_officer())).runs == []


@pytest.mark.parametrize("unknown", ["nonsense", "0190f0c2-0000-7000-8000-000000000000"])
async def test_an_unknown_model_is_not_found(root: Root, unknown: str) -> None:
    with pytest.raises(NotFound):
        await activate(root, unknown)


async def restarted(root: Root) -> ActiveModel:
    """Return the view of a process that has just started."""
    return ActiveModel(root.database, root.settings.data_dir / "models")


DAMAGES = {
    "changed": lambda folder: damage(folder),
    "cut short": lambda folder: cut(folder),
    "missing": lambda folder: shutil.rmtree(folder),
    "without manifest": lambda folder: (folder / MANIFEST).unlink(),
    "of another format": lambda folder: (folder / MANIFEST).write_text('{"format": 1}'),
    "without files": lambda folder: (folder / MANIFEST).write_text(f'{{"format": {FORMAT}}}'),
}


@pytest.mark.parametrize("how", DAMAGES)
async def test_a_process_that_starts_on_bad_files_serves_the_model_before(
    root: Root, how: str
) -> None:
    first, second = [await serve(root) for _ in range(2)]
    DAMAGES[how](root.settings.data_dir / "models" / second.id)
    models = await restarted(root)
    found = await models.now()
    assert found is not None
    assert (found.model_id, models.broken, models.state) == (first.id, second.id, "degraded")
    assert await models.now() is found


async def test_a_process_without_any_readable_model_serves_popularity(root: Root) -> None:
    run = await serve(root)
    damage(root.settings.data_dir / "models" / run.id)
    models = await restarted(root)
    assert await models.now() is None
    assert (models.broken, models.state) == (run.id, "degraded")


async def test_files_that_were_restored_serve_again(root: Root) -> None:
    first, second = [await serve(root) for _ in range(2)]
    folder = root.settings.data_dir / "models" / second.id
    aside = folder.rename(folder.with_name("aside"))
    models = await restarted(root)
    await models.now()
    aside.rename(folder)
    models._retry_at = models._checked_at = float("-inf")
    found = await models.now()
    assert found is not None
    assert (found.model_id, models.state) == (second.id, "ok")
    assert first.id != second.id


async def test_the_list_says_which_model_serves_and_which_is_broken(root: Root) -> None:
    first, second = [await serve(root) for _ in range(2)]
    assert await serving(root) == second.id
    damage(root.settings.data_dir / "models" / first.id)
    async with root.writing() as app:
        await ModelRepository(app.session).activate(first.id, "somebody", root.clock.now())
    root.models.drop()
    async with root.reading() as app:
        listed = await app.models.list(OPERATING)
    assert (listed.serving, listed.broken) == (second.id, first.id)


def damage(folder: Path) -> None:
    victim = next(folder.rglob("priors.npy"))
    victim.write_bytes(victim.read_bytes()[:-8] + b"damaged!")


def cut(folder: Path) -> None:
    victim = next(folder.rglob("priors.npy"))
    victim.write_bytes(victim.read_bytes()[:-8])
