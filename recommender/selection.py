"""Which model a bank gets: chosen on hold-outs, published only if surely above popularity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from recommender.algorithms import named
from recommender.algorithms.base import Doubles
from recommender.algorithms.popularity import Popularity
from recommender.arena import Arena
from recommender.blending import Bench, GroupGain, Tried, blend, blend_groups, models_of
from recommender.bootstrap import Interval, bootstrap_mean
from recommender.dataset import Dataset
from recommender.engines import LOCAL, Engine, Maker
from recommender.fading import NOTHING_FADES, Fading, faded, validate_fading
from recommender.fusion import Fusion, Member, Mix, fit_fusion
from recommender.holdout import Holdout, make_holdouts, with_older_parts
from recommender.narrowing import Progress, narrow
from recommender.pool import make_pool
from recommender.search import (
    PLAIN_POPULARITY,
    Budget,
    default_budget_seconds,
    seasoned,
)
from recommender.verification import Verdict, judge_fresh

__all__ = ["Choice", "Progress", "SelectionSettings", "Verdict", "paired_gain", "publish", "select"]

CHOICE_CELLS = 130_000_000
"""Users x items of the hold-outs of the choice: their scores are kept in pools, not whole."""

REPORTED = 40
NO_MIXES: Mapping[str, Mix] = {}
NO_FINDINGS: Mapping[str, GroupGain] = {}


class SelectionSettings(BaseModel):
    """How long and how a model is searched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(7, description="Decides hold-outs, fits and resamples.")
    budget_seconds: float | None = Field(
        None,
        gt=0,
        description="Estimated seconds on one core that a search may take; None: by the data.",
    )
    memory_mb: float = Field(400.0, gt=0, description="Memory that a single fit may take.")
    lanes: int = Field(1, ge=1, le=8, description="Fits side by side; it changes no result.")
    k: int = Field(10, ge=1, description="Length of the lists that are judged.")
    algorithm: str | None = Field(None, description="Search only this algorithm; None: all.")
    engine: Engine = Field(LOCAL, description="Where the published model is fitted.")
    kinds: tuple[str, ...] | None = Field(
        None, description="Kinds of items that are ranked and judged; None: all."
    )

    def budget(self, dataset: Dataset) -> Budget:
        """Return what a search of this data may take."""
        seconds = self.budget_seconds or default_budget_seconds(dataset.shape)
        return Budget(seconds, self.memory_mb, self.engine)


@dataclass(frozen=True)
class Choice:
    """The published mix, and how it came about.

    Attributes:
        best: The best candidate, published or not; None if there was too little data.
        groups: Mixes of the history groups that surely gain by one of their own.
        group_gains: What was found for each group, used or not.
        fading: Whether older events count less, in training and in every history.
    """

    mix: Mix
    reason: str
    best: Tried | None = None
    verdict: Verdict | None = None
    tried: Sequence[Tried] = field(default=())
    groups: Mapping[str, Mix] = field(default_factory=lambda: NO_MIXES)
    group_gains: Mapping[str, GroupGain] = field(default_factory=lambda: NO_FINDINGS)
    fading: Fading = NOTHING_FADES

    @property
    def is_personal(self) -> bool:
        """Say whether more than popularity is published."""
        return any(member.algorithm != Popularity.name for member in self.mix)

    def fit(self, dataset: Dataset, *, seed: int, lanes: int = 1, make: Maker = named) -> Fusion:
        """Fit the published mix on all the data."""
        faded = self.fading.applied(dataset)
        return fit_fusion(self.mix, faded, seed=seed, groups=self.groups, lanes=lanes, make=make)

    def as_json(self) -> dict[str, Any]:
        """Return how the choice came about: what was tried, and with which gains."""
        return {
            "reason": self.reason,
            "tried": [one.as_json() for one in self.tried],
            "verdict": self.verdict.as_json() if self.verdict else None,
            "groups": {name: one.as_json() for name, one in self.group_gains.items()},
            "fading": self.fading.as_json(),
        }


def select(
    dataset: Dataset, settings: SelectionSettings, progress: Progress | None = None
) -> Choice:
    """Search, blend and verify; see the decision records on selection.

    The first hold-out narrows each algorithm's search space, all those of the choice decide for
    a mix, and fresh ones say whether its gain over popularity is significant.
    """
    tell = progress or (lambda message, share: None)
    holdouts = make_holdouts(
        dataset, seed=settings.seed, kinds=settings.kinds, most_cells=CHOICE_CELLS
    )
    if not holdouts.can_decide:
        return Choice(PLAIN_POPULARITY, "Too few customers with a history to judge a model.")
    budget = settings.budget(dataset)
    fading = validate_fading(dataset, holdouts, budget, seed=settings.seed)
    dataset, holdouts = fading.applied(dataset), faded(holdouts, fading)
    holdouts = with_older_parts(holdouts, dataset, seed=settings.seed, kinds=settings.kinds)
    arenas = [_arena(one, settings) for one in holdouts.choice]
    leaders = narrow(dataset, arenas[0], budget, settings.algorithm, tell)
    tell("Comparing and blending the best candidates", 0.6)
    contest = _contest(arenas, leaders, settings)
    arenas.clear()
    tell("Verifying the choice on fresh data", 0.85)
    return replace(_publish_fresh(contest, holdouts.fresh, settings), fading=fading)


@dataclass(frozen=True)
class Contest:
    """What the hold-outs of the choice say.

    Attributes:
        single: The best single algorithm, with its popularity.
        best: The best mix: a blend, or the single algorithm.
    """

    single: Tried
    best: Tried
    tried: Sequence[Tried]
    group_gains: Mapping[str, GroupGain] = field(default_factory=lambda: NO_FINDINGS)

    @property
    def groups(self) -> Mapping[str, Mix]:
        """Return the mixes of the groups that surely gain."""
        return {name: one.mix for name, one in self.group_gains.items() if one.is_used}

    @property
    def is_blended(self) -> bool:
        """Say whether more than one single mix is proposed."""
        return self.best != self.single or bool(self.groups)


def _arena(holdout: Holdout, settings: SelectionSettings) -> Arena:
    return Arena(holdout, seed=settings.seed, k=settings.k, lanes=settings.lanes)


def _contest(
    arenas: Sequence[Arena], leaders: Mapping[str, Sequence[Member]], settings: SelectionSettings
) -> Contest:
    """Let the leaders and sums of them compete on all the hold-outs of the choice."""
    dated = [one for one in leaders.get(Popularity.name, ()) if one != PLAIN_POPULARITY[0]]
    recent = dated[0] if dated else None
    models = [one for name, some in leaders.items() if name != Popularity.name for one in some]
    members = [*PLAIN_POPULARITY, *([recent] if recent else []), *models]
    pools = [make_pool(arena, members) for arena in arenas]
    bench = Bench(pools, settings.lanes)
    plain = [PLAIN_POPULARITY, *([(recent,)] if recent else [])]
    singles = [mix for member in models for mix in seasoned(member, recent)]
    if settings.algorithm is not None:
        # What was asked for may lose to popularity, but it is not blended.
        best = bench.best(singles or plain)
        return Contest(best, best, bench.tried)
    single = bench.best([*plain, *singles])
    best = blend(bench, singles) if singles else single
    best = max([single, best], key=lambda one: one.mean)
    if not models_of(best.mix):
        return Contest(single, best, bench.tried)
    lanes = settings.lanes
    gains = blend_groups(pools, singles, best.mix, seed=settings.seed, lanes=lanes)
    return Contest(single, best, bench.tried, gains)


def _publish_fresh(
    contest: Contest, fresh: Sequence[Holdout], settings: SelectionSettings
) -> Choice:
    """Verify on fresh data; a blend that does not hold there gives way to the single one."""
    arenas = (_arena(one, settings) for one in fresh)
    said = judge_fresh(arenas, contest.best.mix, contest.single.mix, contest.groups)
    blend_gain = None
    if contest.is_blended:
        blend_gain = said.interval(said.model - said.single, settings.seed)
        if blend_gain.mean <= 0:
            contest = Contest(contest.single, contest.single, contest.tried)
            said = said.without_blend()
    return publish(contest, said.verdict(settings.seed, blend_gain))


def paired_gain(model: Doubles, baseline: Doubles, *, seed: int) -> Interval:
    """Return the mean gain per user with its 95 % interval; both float64 (n_users,)."""
    return bootstrap_mean(model - baseline, seed=seed)


def publish(contest: Contest, verdict: Verdict) -> Choice:
    """Publish the best mix only if fresh data says that it is above popularity."""
    best = contest.best
    tried = sorted(contest.tried, key=lambda one: -one.mean)[:REPORTED]
    if best.mix == PLAIN_POPULARITY:
        return Choice(best.mix, "No model was above popularity.", best, verdict, tried)
    if not verdict.gain.is_above_zero:
        reason = (
            "The best model was not significantly above popularity, so popularity is published."
        )
        return Choice(PLAIN_POPULARITY, reason, best, verdict, tried)
    reason = "Significantly above popularity on customers that played no part in the choice."
    return Choice(best.mix, reason, best, verdict, tried, contest.groups, contest.group_gains)
