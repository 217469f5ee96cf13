"""What the links are worth is learned, and nothing is claimed where there is nothing."""

from dataclasses import replace

import numpy as np
import pytest

from recommender.experiments.links import LINK_WEIGHTS
from recommender.experiments.rehearsal import rehearse
from recommender.experiments.tuning import POPULAR, Tuning, tune
from recommender.holdout import make_holdouts
from recommender.selection import Choice, SelectionSettings, select
from recommender.surfaces import CONTENTS, PRODUCTS
from tests.support.banks import Bank

SETTINGS = SelectionSettings(k=5, budget_seconds=5.0, kinds=("product",))


def tuned(bank: Bank) -> Tuning:
    dataset = bank.dataset()
    choice = select(dataset.restricted(["product"]), SETTINGS)
    return tune(dataset, PRODUCTS, choice, SETTINGS)


def test_strong_coupling_is_learned() -> None:
    tuning = tuned(Bank(coupling=0.9, customers=800))
    assert tuning.link.learned in LINK_WEIGHTS
    assert tuning.link.gain.is_above_zero
    assert tuning.blend.link_weight == tuning.link.learned
    assert tuning.blend.link_weight + tuning.blend.now_weight >= PRODUCTS.link_floor


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_no_coupling_claims_no_uplift_and_serves_the_floor(seed: int) -> None:
    tuning = tuned(Bank(coupling=0.0, seed=seed))
    assert tuning.link.learned == 0.0
    assert tuning.blend.link_weight == 0.0
    assert tuning.blend.now_weight == PRODUCTS.link_floor


def test_report_of_the_links_is_json() -> None:
    told = tuned(Bank()).link.as_json()
    assert told["claimed"] is False
    assert set(told["groups"]) == {"cold", "1-2", "3+"}
    assert told["users"] > 0
    assert max(one["users"] for one in told["groups"].values()) <= told["users"]


def test_little_data_keeps_the_floor_untested() -> None:
    dataset = Bank(customers=12).dataset()
    tuning = tune(dataset, PRODUCTS, Choice(mix=select(dataset, SETTINGS).mix, reason=""), SETTINGS)
    assert tuning.blend.now_weight == PRODUCTS.link_floor
    assert tuning.users == 0


def test_links_of_contents_have_no_floor() -> None:
    assert CONTENTS.link_floor == 0.0


def test_blend_of_a_rehearsal_is_judged_on_ranked_kinds_only() -> None:
    dataset = Bank(customers=200).dataset()
    choice = select(dataset.restricted(["product"]), SETTINGS)
    holdout = make_holdouts(dataset, seed=1, kinds=CONTENTS.ranked).choice[0]
    rehearsal = rehearse(holdout, CONTENTS, replace(choice, mix=choice.mix[-1:]), seed=1)
    values = rehearsal.judge(POPULAR, 50).ndcg
    # 50 places hold all 30 contents: every label is found, so nothing scores 0.
    assert (values > 0).all()
    assert np.isfinite(values).all()
