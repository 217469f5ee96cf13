import numpy as np
import pytest

from recommender import arena as arena_module
from recommender.algorithms.ease import EaseConfig
from recommender.algorithms.popularity import PopularityConfig
from recommender.arena import Arena
from recommender.fusion import Member, fit_fusion
from recommender.holdout import Holdout, make_holdouts
from recommender.metrics import hits_of, ndcg, top_items
from tests.support.matrices import grouped

EASE = Member("ease", EaseConfig(regularisation=20.0))
POPULAR = Member("popularity", PopularityConfig(), 0.2)
MIX = (EASE, POPULAR)


@pytest.fixture(scope="module")
def holdout() -> Holdout:
    return make_holdouts(grouped(), seed=1).choice[0]


def test_mix_is_judged_as_the_fusion_that_it_becomes(holdout: Holdout) -> None:
    scores = fit_fusion(MIX, holdout.train, seed=1).score(holdout.histories)
    hits = hits_of(top_items(scores, holdout.excluded, 5), holdout.labels)
    (judged,) = Arena(holdout, seed=1, k=5).judge([MIX])
    np.testing.assert_allclose(judged, ndcg(hits, holdout.relevant))


def test_chunks_do_not_change_the_judgement(
    holdout: Holdout, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Arena(holdout, seed=1, k=5).judge([MIX])[0]
    monkeypatch.setattr(arena_module, "CHUNK_CELLS", 40)
    np.testing.assert_allclose(Arena(holdout, seed=1, k=5).judge([MIX])[0], whole)


def test_mixes_are_judged_together_as_alone(holdout: Holdout) -> None:
    arena = Arena(holdout, seed=1, k=5)
    together = arena.judge([MIX, (POPULAR,)])
    arena.keep_only([Member("ease", EaseConfig())])
    np.testing.assert_allclose(together[0], arena.judge([MIX])[0])
    assert together[0].mean() > together[1].mean()
