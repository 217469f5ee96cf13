import json
from pathlib import Path

import numpy as np
import pytest

from recommender.experiments.store import open_artefact
from recommender.experiments.training import TrainingReport, TrainingSettings, train
from tests.support.banks import Bank

SETTINGS = TrainingSettings(budget_seconds=5.0)


@pytest.fixture(scope="module")
def told() -> list[tuple[str, float]]:
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models") / "m"


@pytest.fixture(scope="module")
def report(folder: Path, told: list[tuple[str, float]]) -> TrainingReport:
    dataset = Bank(coupling=0.8).dataset()
    return train(dataset, SETTINGS, folder, lambda *step: told.append(step))


def test_report_says_what_was_tried_chosen_and_why(report: TrainingReport) -> None:
    products, contents = report.as_json()["surfaces"]
    assert (products["surface"], contents["surface"]) == ("product", "content")
    assert products["personal"]
    assert "Significantly above popularity" in products["reason"]
    assert len(products["tried"]) > 10
    assert products["metrics"]["ndcg_gain"]["low"] > 0
    assert products["metrics"]["ndcg"]["low"] < products["metrics"]["ndcg"]["mean"]


def test_report_is_json_and_stored_in_the_manifest(report: TrainingReport, folder: Path) -> None:
    stored = open_artefact(folder).manifest
    assert stored["report"] == json.loads(json.dumps(report.as_json()))
    assert stored["data_hash"] == report.data_hash
    assert stored["seed"] == SETTINGS.seed


def test_progress_names_its_steps_and_rises(
    report: TrainingReport, told: list[tuple[str, float]]
) -> None:
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    assert any("ease" in message for message, _ in told)
    assert report.seconds > 0


def test_same_data_and_seed_store_the_same_files(report: TrainingReport, tmp_path: Path) -> None:
    again = train(Bank(coupling=0.8).dataset(), SETTINGS, tmp_path / "m")
    assert again.data_hash == report.data_hash
    first = {key: one for key, one in report.as_json().items() if key != "seconds"}
    assert first == {key: one for key, one in again.as_json().items() if key != "seconds"}


def test_files_depend_on_data_and_seed_alone(folder: Path, tmp_path: Path) -> None:
    train(Bank(coupling=0.8).dataset(), SETTINGS, tmp_path / "m")
    stored, again = (open_artefact(one).manifest["files"] for one in (folder, tmp_path / "m"))
    assert stored == again


def test_bank_without_structure_gets_popularity(tmp_path: Path) -> None:
    report = train(Bank(taste=0.0, seed=2).dataset(), SETTINGS, tmp_path / "m")
    assert not report.as_json()["surfaces"][0]["personal"]
    history = open_artefact(tmp_path / "m").models["product"]
    assert history.fusion is None


def test_bank_without_events_can_be_trained(tmp_path: Path) -> None:
    empty = Bank(customers=0).dataset()
    report = train(empty, SETTINGS, tmp_path / "m")
    assert not report.as_json()["surfaces"][0]["personal"]
    assert np.isfinite(open_artefact(tmp_path / "m").models["product"].priors).all()
