"""Reasons that tell the truth are told from reasons that only sound like it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recommender.dataset import Dataset, Interaction
from recommender.experiments.store import open_artefact
from recommender.experiments.training import TrainingSettings, train
from recommender.faithfulness import Faithfulness, customer_of, measure_faithfulness
from recommender.interest import is_reading, weigh
from recommender.scoring import Scored, Scorer, ScoreRequest
from recommender.surfaces import PRODUCTS
from tests.support.banks import Bank

BANK = Bank(coupling=0.9, kinship=0.5, customers=500)


class Liar(Scorer):
    """Scores as it should, and names another item of the history as the cause of each part."""

    def score(self, request: ScoreRequest) -> Scored:
        scored = super().score(request)
        told = {
            position: [one._replace(source=request.events[0].item) for one in terms]
            for position, terms in scored.told.items()
        }
        sources = [replace(one, done=[*one.done[1:], *one.done[:1]]) for one in scored.sources]
        return replace(scored, sources=sources, told=told)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "model"
    train(BANK.dataset(), TrainingSettings(budget_seconds=4.0), folder)
    return folder


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return BANK.dataset()


def measured(scorer: Scorer, dataset: Dataset) -> Faithfulness:
    return measure_faithfulness(scorer, dataset, PRODUCTS, seed=5)


def test_reasons_of_the_scorer_are_faithful(folder: Path, dataset: Dataset) -> None:
    found = measured(Scorer(open_artefact(folder)), dataset)
    assert found.is_faithful
    assert found.evidenced == 1.0
    assert found.customers > 100


def test_reasons_that_name_something_else_are_found_out(folder: Path, dataset: Dataset) -> None:
    assert not measured(Liar(open_artefact(folder)), dataset).is_faithful


def test_report_of_a_training_tells_it(folder: Path) -> None:
    told = open_artefact(folder).manifest["report"]["faithfulness"]
    assert set(told) == {"product", "content"}
    assert told["product"]["faithful"] is True


def test_customer_is_rebuilt_as_the_data_set_knows_them(dataset: Dataset) -> None:
    row = int(np.argmax(np.diff(dataset.user_items.indptr)))
    own = [one for one in BANK.interactions if one.user == dataset.users[row]]
    rebuilt = customer_of(dataset, row)
    assert sorted(map(told, rebuilt.events)) == sorted(map(told, own))
    assert rebuilt.segment == BANK.segments[dataset.users[row]]


def told(event: Interaction) -> tuple[str, str, float, bool]:
    return (*event.item, weigh(event), is_reading(event))


def test_short_histories_are_left_out(folder: Path) -> None:
    few = [one for one in BANK.interactions if one.user == "c0001"][:3]
    small = Bank(customers=0)
    small.interactions = few
    assert measured(Scorer(open_artefact(folder)), small.dataset()).customers == 0
