"""Chooses a candidate per history group by backtests that had ended before a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.bootstrap import bootstrap_mean
from recommender.fartrans.candidates import POPULAR, Candidate, Task, all_candidates, judge
from recommender.fartrans.splits import Timeline
from recommender.history import GROUPS, in_group

WINDOW_DAYS = 100
"""Least length of a backtest; the real questions look five to six months ahead."""

STEP_DAYS = 30
"""Backtests that start closer together tell nearly the same."""

LAST_WINDOWS = 6
"""The regime moves: only the last finished backtests count (RECOMMENDER notes)."""

DEFAULT = Candidate("edlae 0.9")
"""Where nothing could be tested yet."""


@dataclass(frozen=True)
class Window:
    """A backtest: trained on one snapshot, judged by what a later one added."""

    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Judged:
    """What every candidate reached in a backtest, per customer.

    Attributes:
        lengths: int64 (n,), assets held at the start.
        values: float32 (n_candidates, n), nDCG@10, in the order of `all_candidates`.
    """

    lengths: NDArray[np.int64]
    values: NDArray[np.float32]


@dataclass(frozen=True)
class Pick:
    """The candidates for one time point.

    Attributes:
        by_group: Candidate of each history group.
        windows: How many backtests decided.
        is_published: Whether they are significantly above popularity; else popularity is used.
    """

    by_group: Mapping[str, Candidate]
    windows: int
    is_published: bool


class WalkForward:
    """Picks candidates for one day after another; a backtest is run once.

    Args:
        timeline: Snapshots. Each pick looks only at those until its own day.
        seed: Decides the resamples.
    """

    def __init__(self, timeline: Timeline, *, seed: int = 7) -> None:
        self.timeline = timeline
        self._seed = seed
        self._judged: dict[Window, Judged] = {}

    def pick(self, day: int) -> Pick:
        """Choose by the last backtests that had ended on the day."""
        past = self.timeline.until(day)
        judged = [self._judge(past, window) for window in finished_windows(past.days)]
        if not judged:
            return Pick(dict.fromkeys(GROUPS, DEFAULT), 0, is_published=True)
        best = {name: best_of(judged, bounds) for name, bounds in GROUPS.items()}
        gains = np.concatenate([gain_over_popularity(one, best) for one in judged])
        published = bootstrap_mean(gains, seed=self._seed, rounds=500).is_above_zero
        chosen = {
            name: all_candidates()[number] if published else POPULAR
            for name, number in best.items()
        }
        return Pick(chosen, len(judged), published)

    def _judge(self, past: Timeline, window: Window) -> Judged:
        # The past only grows, so that a window's positions and snapshots stay the same.
        if window not in self._judged:
            self._judged[window] = run_backtest(past, window)
        return self._judged[window]


def finished_windows(days: NDArray[np.int64]) -> list[Window]:
    """Return the last backtests among the snapshots' rising days, the newest last.

    Each ends at the first snapshot at least 100 days after its start; if none has ended yet,
    the longest shorter one is taken.
    """
    windows: list[Window] = []
    for start in range(len(days)):
        end = int(np.searchsorted(days, days[start] + WINDOW_DAYS))
        if end < len(days):
            windows.append(Window(start, end))
    if not windows:
        return [Window(0, len(days) - 1)] if len(days) > 1 else []
    return _thinned(windows, days)[-LAST_WINDOWS:]


def _thinned(windows: Sequence[Window], days: NDArray[np.int64]) -> list[Window]:
    kept: list[Window] = []
    for window in reversed(windows):
        if not kept or days[kept[-1].start] - days[window.start] >= STEP_DAYS:
            kept.append(window)
    return kept[::-1]


def run_backtest(past: Timeline, window: Window) -> Judged:
    """Judge every candidate on what customers bought between two snapshots."""
    known = past.snapshots[window.start].held
    later = past.snapshots[window.end].held
    added = csr_matrix(later - later.multiply(known))
    added.eliminate_zeros()
    lengths = np.diff(known.indptr).astype(np.int64)
    rows = np.flatnonzero((lengths > 0) & (np.diff(added.indptr) > 0))
    # Whatever anybody held at the start could be bought then.
    columns = np.flatnonzero(np.asarray(known.sum(axis=0)).ravel() > 0)
    values = judge(Task(past.dataset(window.start), rows, columns, added))
    stacked = np.stack([values[candidate] for candidate in all_candidates()])
    return Judged(lengths[rows], stacked)


def best_of(judged: Sequence[Judged], bounds: tuple[int, int]) -> int:
    """Return the candidate with the best mean over the backtests for a history group."""
    means = [one.values[:, in_group(one.lengths, bounds)] for one in judged]
    per_window = [values.mean(axis=1) for values in means if values.shape[1]]
    if not per_window:
        return all_candidates().index(DEFAULT)
    return int(np.argmax(np.mean(per_window, axis=0)))


def gain_over_popularity(judged: Judged, best: Mapping[str, int]) -> NDArray[np.float32]:
    """Return the gain of the group's candidates above popularity, float32 (n,)."""
    gains = np.zeros(len(judged.lengths), dtype=np.float32)
    popular = all_candidates().index(POPULAR)
    for name, number in best.items():
        members = in_group(judged.lengths, GROUPS[name])
        gains[members] = judged.values[number, members] - judged.values[popular, members]
    return gains
