"""What a trial shows: outcomes per arm, bounds that hold at every look, guard rails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from recommender.sequential import Bounds, difference_bounds, mean_bounds
from recommender.trials.assignment import HELD_OUT
from recommender.trials.balance import BROKEN_BELOW, mismatch
from recommender.trials.counting import PLAIN, Counts
from recommender.trials.design import OPTED_OUT, Design, Guard, Outcome, Trial, Watched

OUTCOMES: Mapping[Outcome, str] = {"clicked": "clicks", "read": "reads", "bought": "purchases"}
WATCHED: Mapping[Watched, str] = {
    "clicked": "early_clicks",
    "dismissed": "early_dismissals",
    "short": "early_short",
}
GOOD: frozenset[Watched] = frozenset({"clicked"})
"""More of these is better; of everything else that is watched, less."""


BROKEN: Mapping[Watched, str] = {
    "clicked": "Its customers click less than the control's, by {low} to {high}; {borne} is borne.",
    "dismissed": "Its customers turn down more than the control's, by {low} to {high}; "
    "{borne} is borne.",
    "short": "Its lists are too short more often than the control's, by {low} to {high}; "
    "{borne} is borne.",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something stopped: a message with what its `{names}` are filled with."""

    why: str
    params: Mapping[str, str] = field(default_factory=dict)


class Sure(BaseModel):
    """A mean or a difference with bounds that hold at every look, in shares."""

    model_config = ConfigDict(frozen=True)

    mean: float
    low: float
    high: float
    customers: int

    @classmethod
    def of(cls, bounds: Bounds) -> "Sure":
        """Take over bounds."""
        return cls(mean=bounds.mean, low=bounds.low, high=bounds.high, customers=bounds.count)

    @property
    def is_sure(self) -> bool:
        """Say whether the bounds leave out 0."""
        return self.low > 0 or self.high < 0


class GuardResult(BaseModel):
    """A guard rail over one arm; `harm` is positive where the arm is worse than the control."""

    model_config = ConfigDict(frozen=True)

    measure: Watched
    tolerance: float
    harm: Sure

    @property
    def is_broken(self) -> bool:
        """Say whether the arm is surely worse by more than is borne."""
        return self.harm.low > self.tolerance

    @property
    def cause(self) -> Cause:
        """Say what was found, for the audit and for people."""
        figures = {"low": self.harm.low, "high": self.harm.high, "borne": self.tolerance}
        return Cause(BROKEN[self.measure], {name: f"{one:.1%}" for name, one in figures.items()})


class ArmResult(BaseModel):
    """One group of customers.

    Attributes:
        customers: With at least one decision.
        complete: Whose window has passed: only these count for `rate` and `gain`.
        totals: Decisions, impressions, clicks, ... of all customers, within their windows.
        rate: Share of the complete customers with the outcome that decides.
        gain: The same, above the control's; None for the control and for groups beside the arms.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    customers: int
    complete: int
    totals: dict[str, int]
    rate: Sure
    gain: Sure | None = None
    guards: tuple[GuardResult, ...] = ()


class TrialResults(BaseModel):
    """Everything that a trial shows now.

    Attributes:
        arms: In the order of the design, the control first.
        beside: The permanent hold-out group, and the customers who opted out.
        balance: P-value of the arms' sizes, whenever looked at.
        is_balanced: False where the sizes cannot come from the shares: trust nothing then.
    """

    model_config = ConfigDict(frozen=True)

    arms: tuple[ArmResult, ...]
    beside: tuple[ArmResult, ...]
    balance: float
    is_balanced: bool


@dataclass(frozen=True, slots=True)
class Judge:
    """Looks at one trial's counts at one instant."""

    trial: Trial
    counts: Counts
    now: datetime

    def results(self) -> TrialResults:
        """Return what the counts show."""
        design = self.trial.design
        sizes = {name: int(np.sum(self.counts.arms == name)) for name in design.shares}
        open_shares = {
            name: share for name, share in design.shares.items() if name not in self.trial.stopped
        }
        balance = mismatch(sizes, open_shares)
        return TrialResults(
            arms=tuple(self._arm(name) for name in design.shares),
            beside=tuple(self._group(name) for name in (HELD_OUT, OPTED_OUT)),
            balance=balance,
            is_balanced=balance >= BROKEN_BELOW,
        )

    def _arm(self, name: str) -> ArmResult:
        found = self._group(name)
        if name == self.design.control.name:
            return found
        gain = self._above_control(name, OUTCOMES[self.design.outcome], self.design.window)
        guards = tuple(self._guard(name, one) for one in self.design.guards)
        return found.model_copy(update={"gain": Sure.of(gain), "guards": guards})

    @property
    def design(self) -> Design:
        """What was approved."""
        return self.trial.design

    def _group(self, name: str) -> ArmResult:
        inside = self.counts.arms == name
        complete = inside & self._is_complete(self.design.window)
        has_outcome = self.counts.counters[OUTCOMES[self.design.outcome]] > 0
        return ArmResult(
            name=name,
            customers=int(inside.sum()),
            complete=int(complete.sum()),
            totals={one: int(self.counts.counters[one][inside].sum()) for one in PLAIN},
            rate=Sure.of(mean_bounds(has_outcome[complete])),
        )

    def _guard(self, name: str, guard: Guard) -> GuardResult:
        above = self._above_control(name, WATCHED[guard.measure], self.design.guard_window)
        harm = Sure.of(above)
        if guard.measure in GOOD:
            harm = harm.model_copy(
                update={"mean": -above.mean, "low": -above.high, "high": -above.low}
            )
        return GuardResult(measure=guard.measure, tolerance=guard.tolerance, harm=harm)

    def _above_control(self, name: str, counter: str, window: timedelta) -> Bounds:
        """Compare those who came in while both arms were open, and whose window has passed."""
        shares, control = self.design.shares, self.design.control.name
        is_either = (self.counts.arms == name) | (self.counts.arms == control)
        used = is_either & self._is_complete(window) & self._came_before_stop(name)
        return difference_bounds(
            self.counts.counters[counter][used] > 0,
            self.counts.arms[used] == name,
            share=shares[name] / (shares[name] + shares[control]),
        )

    def _is_complete(self, window: timedelta) -> NDArray[np.bool_]:
        ended = min(self.now, self.trial.ended_at or self.now)
        found: NDArray[np.bool_] = self.counts.first <= (ended - window).timestamp()
        return found

    def _came_before_stop(self, name: str) -> NDArray[np.bool_]:
        stop = self.trial.stopped.get(name)
        until = stop.at.timestamp() if stop else np.inf
        found: NDArray[np.bool_] = self.counts.first < until
        return found


def broken(results: TrialResults, stopped: Mapping[str, object]) -> dict[str, GuardResult]:
    """Return the first broken guard rail of each arm that still runs."""
    return {
        arm.name: next(one for one in arm.guards if one.is_broken)
        for arm in results.arms
        if arm.name not in stopped and any(one.is_broken for one in arm.guards)
    }
