import numpy as np
import pytest

from recommender.algorithms.als import AlsConfig
from recommender.algorithms.base import Config
from recommender.algorithms.ease import EaseConfig
from recommender.algorithms.popularity import PopularityConfig
from recommender.arena import key_of
from recommender.blending import Bench, Tried, blend, blend_groups, joined, models_of, nudged
from recommender.fusion import Member
from recommender.pool import Pool
from recommender.search import with_tie_break

EASE, ALS = Member("ease", EaseConfig()), Member("als", AlsConfig())
POPULAR = Member("popularity", PopularityConfig())
SINGLES = [with_tie_break(EASE), with_tie_break(ALS)]


def pool(
    seed: int, *, skill: tuple[float, float], users: int = 400, only_short: bool = False
) -> Pool:
    """Two models that see the one relevant item through noise of their own.

    With `only_short` the first model is blind for histories of more than one item.
    """
    chance = np.random.default_rng(seed)
    labels = np.zeros((users, 40), dtype=bool)
    labels[np.arange(users), chance.integers(0, 40, users)] = True
    lengths = np.where(np.arange(users) % 2, 1, 8)
    first, second = (
        (chance.normal(size=labels.shape) + one * labels).astype(np.float32) for one in skill
    )
    if only_short:
        noise = chance.normal(size=labels.shape).astype(np.float32)
        first = np.where(lengths[:, None] == 1, first, noise)
    scores = {
        key_of(EASE): first,
        key_of(ALS): second,
        key_of(POPULAR): np.zeros_like(first),
    }
    relevant = np.ones(users, dtype=np.int64)
    return Pool(scores, labels, relevant, lengths.astype(np.int64), np.arange(users), 5)


def pools(count: int = 2, **how: object) -> list[Pool]:
    return [pool(seed, **how) for seed in range(count)]  # type: ignore[arg-type]


def test_two_views_of_the_same_taste_are_better_than_one() -> None:
    best = blend(Bench(pools(skill=(2.0, 2.0))), SINGLES)
    assert {one.algorithm for one in models_of(best.mix)} == {"ease", "als"}
    assert sum(one.weight for one in models_of(best.mix)) == pytest.approx(1.0, abs=1e-3)


def test_blind_model_is_left_out() -> None:
    best = blend(Bench(pools(skill=(3.0, 0.0), users=2_000)), SINGLES)
    weights = {one.algorithm: one.weight for one in models_of(best.mix)}
    assert weights["ease"] >= 0.85


def test_blend_has_to_win_on_every_holdout() -> None:
    assert Tried(SINGLES[0], (0.5, 0.6)).beats(Tried(SINGLES[1], (0.4, 0.59)))
    assert not Tried(SINGLES[0], (0.9, 0.58)).beats(Tried(SINGLES[1], (0.4, 0.59)))


def test_each_mix_is_judged_once_and_reported() -> None:
    bench = Bench(pools(skill=(1.0, 1.0)))
    first, again = bench.judge(SINGLES), bench.judge(SINGLES[::-1])
    assert first == again[::-1]
    assert bench.tried == tuple(first)


def test_newcomer_takes_its_share_of_the_models() -> None:
    mix = joined(with_tie_break(EASE), ALS, 0.3)
    weights = {one.algorithm: one.weight for one in mix}
    assert weights["als"] == pytest.approx(0.3)
    assert weights["ease"] == pytest.approx(0.7)
    assert weights["popularity"] == pytest.approx(0.0007, abs=1e-4)


def test_one_weight_moves_at_a_time() -> None:
    mix = joined(with_tie_break(EASE), ALS, 0.5)
    ratios = {one[0].weight / one[1].weight for one in nudged(mix, 0)}
    assert min(ratios) < 1 < max(ratios)
    popular = nudged(mix, 2)
    assert {one[0].weight / one[1].weight for one in popular} == {1.0}
    assert len({one[2].weight for one in popular}) == len(popular)


def test_group_that_differs_gets_its_own_mix() -> None:
    some = pools(skill=(2.5, 1.5), users=2_000, only_short=True)
    general = blend(Bench(some), SINGLES).mix
    gains = blend_groups(some, SINGLES, general, seed=1)
    assert set(gains) == {"1", "6+"}
    assert any(one.is_used for one in gains.values())
    weights: dict[Config, float] = {one.config: one.weight for one in models_of(gains["1"].mix)}
    assert weights[EASE.config] > 0.5


def test_noise_gives_no_group_a_mix_of_its_own() -> None:
    for seed in range(5):
        some = [pool(10 * seed + number, skill=(1.0, 0.8)) for number in range(2)]
        general = blend(Bench(some), SINGLES).mix
        gains = blend_groups(some, SINGLES, general, seed=seed)
        assert not any(one.is_used for one in gains.values())


def test_group_of_few_users_is_left_alone() -> None:
    some = pools(skill=(2.0, 1.0), users=150)
    assert blend_groups(some, SINGLES, SINGLES[0], seed=1) == {}
