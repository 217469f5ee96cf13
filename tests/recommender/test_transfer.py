"""What contents say for products by company: learned, exact, and only from contents."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from recommender.algorithms.als import AlsConfig
from recommender.algorithms.ease import EaseConfig
from recommender.dataset import Dataset, Interaction
from recommender.experiments.store import Artefact, open_artefact
from recommender.experiments.training import TrainingSettings, train
from recommender.fusion import Member
from recommender.scoring import Scored, Scorer, ScoreRequest
from recommender.transfer import Transfer, fit_transfer, transfer_members, transfer_scores
from tests.support.banks import NOW, Bank, content, product

EASE = Member("ease", EaseConfig())
SETTINGS = TrainingSettings(k=5, budget_seconds=4.0)


@cache
def kindred() -> Dataset:
    return Bank(kinship=0.9, customers=800).dataset()


@pytest.fixture(scope="module")
def artefact(tmp_path_factory: pytest.TempPathFactory) -> Artefact:
    folder = tmp_path_factory.mktemp("kindred") / "model"
    train(kindred(), SETTINGS, folder)
    return open_artefact(folder)


def fitted() -> Transfer:
    transfer = fit_transfer([EASE], kindred(), seed=1)
    assert transfer is not None
    return transfer


def score(artefact: Artefact, *events: Interaction) -> Scored:
    candidates = [product(number) for number in range(20)]
    return Scorer(artefact).score(ScoreRequest(candidates=candidates, events=events, now=NOW))


def read(number: int) -> Interaction:
    return Interaction("u", content(number), "view", NOW, dwell_ms=6_000)


def test_products_of_a_history_say_nothing() -> None:
    bought = kindred().columns_of(["product"]).nonzero()[0]
    histories = kindred().user_items.copy()
    histories.data[~np.isin(histories.indices, bought)] = 0.0
    histories.eliminate_zeros()
    assert not fitted().score(histories, bought).any()


def test_parts_sum_to_the_score() -> None:
    transfer, asked = fitted(), np.arange(30, 50)
    history = kindred().user_items[3]
    parts = transfer.parts(history, asked)
    np.testing.assert_allclose(
        parts.base + parts.shares.sum(axis=0), transfer.score(history, asked)[0], rtol=1e-4
    )


def test_without_contents_nothing_is_fitted() -> None:
    assert transfer_members([EASE], kindred().restricted(["product"])) == ()
    assert fit_transfer((), kindred(), seed=1) is None


def test_models_of_the_products_are_the_first_choice_and_ease_the_second() -> None:
    als = Member("als", AlsConfig())
    assert transfer_members([als], kindred()) == (als,)
    assert [one.algorithm for one in transfer_members([], kindred())] == ["ease"]


def test_scores_without_a_transfer_are_zero() -> None:
    asked = np.arange(5)
    assert not transfer_scores(None, kindred(), np.arange(3), asked).any()


def test_stored_transfer_scores_alike(tmp_path: Path) -> None:
    transfer, asked = fitted(), np.arange(30, 50)
    transfer.save(tmp_path / "transfer")
    again = Transfer.load(tmp_path / "transfer", transfer.items)
    histories = kindred().user_items[:20]
    np.testing.assert_array_equal(transfer.score(histories, asked), again.score(histories, asked))


def test_kindred_readings_are_learned_to_speak_for_products(artefact: Artefact) -> None:
    report = artefact.manifest["report"]["link"]["product"]
    assert report["claimed"]
    assert report["transfer_weight"] > 0
    assert report["recall_gain"]["low"] > 0


def test_reading_raises_the_products_of_the_same_taste(artefact: Artefact) -> None:
    before, after = score(artefact), score(artefact, read(1), read(5), read(9))
    gains = after.collaborative - before.collaborative
    # The group that buys every fourth product from the first reads every fourth content from 1.
    same, others = gains[np.arange(20) % 4 == 0], gains[np.arange(20) % 4 != 0]
    assert same.mean() > others.mean()


def test_reason_of_a_transfer_is_the_content_that_was_read(artefact: Artefact) -> None:
    scored = score(artefact, read(1))
    best = int(np.argmax(scored.collaborative))
    (term,) = [one for one in scored.contributions(best) if one.part == "collaborative"]
    assert term.source == content(1)
    summed = sum(one.value for one in scored.contributions(best))
    assert summed == pytest.approx(scored.totals[best], abs=1e-5)
