"""Which model a bank gets: chosen on hold-outs, published only if surely above popularity."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from recommender.algorithms.popularity import Popularity
from recommender.arena import Arena, Mix
from recommender.bootstrap import Interval, bootstrap_mean
from recommender.dataset import Dataset
from recommender.fusion import Fusion, Member, fit_fusion
from recommender.holdout import Holdout, make_holdouts
from recommender.search import PLAIN_POPULARITY, finalists, plan, with_tie_break

KEPT_AN_ALGORITHM = 2
Progress = Callable[[str, float], None]


class SelectionSettings(BaseModel):
    """How long and how a model is searched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(7, description="Decides hold-outs, fits and resamples.")
    budget_seconds: float = Field(
        30.0, gt=0, description="Estimated seconds on one core that a search may take."
    )
    memory_mb: float = Field(400.0, gt=0, description="Memory that a single fit may take.")
    k: int = Field(10, ge=1, description="Length of the lists that are judged.")
    algorithm: str | None = Field(None, description="Search only this algorithm; None: all.")
    kinds: tuple[str, ...] | None = Field(
        None, description="Kinds of items that are ranked and judged; None: all."
    )


@dataclass(frozen=True)
class Tried:
    """One candidate and its mean nDCG@k on the hold-outs of the choice."""

    mix: Mix
    ndcg: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Return the mean over the hold-outs."""
        return float(np.mean(self.ndcg))

    def as_json(self) -> dict[str, Any]:
        """Return the candidate for a report."""
        members = [member.as_json() for member in self.mix]
        return {"members": members, "ndcg": [round(value, 6) for value in self.ndcg]}


@dataclass(frozen=True)
class Verdict:
    """What a fresh hold-out, used for no choice, says of the chosen candidate."""

    model: Interval
    popularity: Interval
    gain: Interval
    users: int


@dataclass(frozen=True)
class Choice:
    """The published mix, and how it came about.

    Attributes:
        best: The best candidate, published or not; None if there was too little data.
    """

    mix: Mix
    reason: str
    best: Tried | None = None
    verdict: Verdict | None = None
    tried: Sequence[Tried] = field(default=())

    @property
    def is_personal(self) -> bool:
        """Say whether more than popularity is published."""
        return any(member.algorithm != Popularity.name for member in self.mix)

    def fit(self, dataset: Dataset, *, seed: int) -> Fusion:
        """Fit the published mix on all the data."""
        return fit_fusion(self.mix, dataset, seed=seed)


def select(
    dataset: Dataset, settings: SelectionSettings, progress: Progress | None = None
) -> Choice:
    """Search, compare and verify; see the decision record on selection.

    The first hold-out narrows each algorithm's search space, all those of the choice decide for
    a mix, and fresh ones say whether its gain over popularity is significant.
    """
    tell = progress or (lambda message, share: None)
    holdouts = make_holdouts(dataset, seed=settings.seed, kinds=settings.kinds)
    if not holdouts.can_decide:
        return Choice(PLAIN_POPULARITY, "Too few customers with a history to judge a model.")
    arenas = [_arena(one, settings) for one in holdouts.choice]
    narrowed = _narrow(dataset, arenas[0], settings, tell)
    tell("Comparing the best candidates", 0.6)
    best_members, recent = _split(narrowed)
    tried = _compare(finalists(best_members, recent=recent), arenas)
    best = steadiest(tried if settings.algorithm is None else _asked(tried))
    arenas.clear()
    tell("Verifying the choice on fresh data", 0.85)
    return publish(best, _verify(best.mix, holdouts.fresh, settings), tried)


def _arena(holdout: Holdout, settings: SelectionSettings) -> Arena:
    return Arena(holdout, seed=settings.seed, k=settings.k)


def _narrow(
    dataset: Dataset, arena: Arena, settings: SelectionSettings, tell: Progress
) -> dict[str, list[Member]]:
    planned = plan(
        dataset,
        budget_seconds=settings.budget_seconds,
        memory_mb=settings.memory_mb,
        only=settings.algorithm,
    )
    kept: dict[str, list[Member]] = {}
    for number, (name, members) in enumerate(planned.items()):
        tell(f"Searching {name}", 0.6 * number / len(planned))
        kept[name] = _leaders(arena, members)
    return kept


def _leaders(arena: Arena, members: Sequence[Member]) -> list[Member]:
    values = [float(arena.judge([with_tie_break(member)])[0].mean()) for member in members]
    order = sorted(range(len(members)), key=lambda number: -values[number])
    kept = [members[number] for number in order[:KEPT_AN_ALGORITHM]]
    arena.keep_only(kept)
    return kept


def _split(narrowed: Mapping[str, list[Member]]) -> tuple[dict[str, list[Member]], Member | None]:
    best = {name: members for name, members in narrowed.items() if name != Popularity.name}
    dated = [one for one in narrowed.get(Popularity.name, []) if one != PLAIN_POPULARITY[0]]
    return best, dated[0] if dated else None


def _compare(mixes: Sequence[Mix], arenas: Sequence[Arena]) -> list[Tried]:
    candidates = [PLAIN_POPULARITY, *mixes]
    judged = [arena.judge(candidates) for arena in arenas]
    return [
        Tried(mix, tuple(float(values[number].mean()) for values in judged))
        for number, mix in enumerate(candidates)
    ]


def _asked(tried: Sequence[Tried]) -> Sequence[Tried]:
    """Return the candidates with the algorithm asked for, which may lose to popularity."""
    return [one for one in tried if _models(one.mix) > 0] or tried


def steadiest(tried: Sequence[Tried]) -> Tried:
    """Return the best mix; a pair of models only if it wins on every hold-out."""
    singles = [one for one in tried if _models(one.mix) <= 1]
    single = max(singles, key=lambda one: one.mean)
    pairs = [
        one
        for one in tried
        if _models(one.mix) > 1
        and all(pair > alone for pair, alone in zip(one.ndcg, single.ndcg, strict=True))
    ]
    return max([single, *pairs], key=lambda one: one.mean)


def _models(mix: Mix) -> int:
    return sum(member.algorithm != Popularity.name for member in mix)


def _verify(mix: Mix, fresh: Sequence[Holdout], settings: SelectionSettings) -> Verdict:
    judged = [_arena(one, settings).judge([mix, PLAIN_POPULARITY]) for one in fresh]
    rows = np.concatenate([one.rows for one in fresh])
    model = mean_per_user(np.concatenate([values[0] for values in judged]), rows)
    popularity = mean_per_user(np.concatenate([values[1] for values in judged]), rows)
    return Verdict(
        model=bootstrap_mean(model, seed=settings.seed),
        popularity=bootstrap_mean(popularity, seed=settings.seed),
        gain=paired_gain(model, popularity, seed=settings.seed),
        users=len(model),
    )


def mean_per_user(values: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Average what a user has in several hold-outs: the bootstrap needs independent values.

    Args:
        values: float64 (n,).
        rows: int64 (n,), the user of each value.

    >>> mean_per_user(np.array([1.0, 0.0, 0.5]), np.array([3, 3, 7])).tolist()
    [0.5, 0.5]
    """
    _, users = np.unique(rows, return_inverse=True)
    means: NDArray[np.float64] = np.bincount(users, weights=values) / np.bincount(users)
    return means


def paired_gain(
    model: NDArray[np.float64], baseline: NDArray[np.float64], *, seed: int
) -> Interval:
    """Return the mean gain per user with its 95 % interval; both float64 (n_users,)."""
    return bootstrap_mean(model - baseline, seed=seed)


def publish(best: Tried, verdict: Verdict, tried: Sequence[Tried]) -> Choice:
    """Publish the best mix only if fresh data says that it is above popularity."""
    if best.mix == PLAIN_POPULARITY:
        return Choice(best.mix, "No model was above popularity.", best, verdict, tried)
    if verdict.gain.is_above_zero:
        reason = "Significantly above popularity on customers that played no part in the choice."
        return Choice(best.mix, reason, best, verdict, tried)
    reason = "The best model was not significantly above popularity, so popularity is published."
    return Choice(PLAIN_POPULARITY, reason, best, verdict, tried)
