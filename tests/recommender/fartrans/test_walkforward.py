import numpy as np
import pytest

from recommender.fartrans.candidates import POPULAR, all_candidates
from recommender.fartrans.splits import read_fartrans
from recommender.fartrans.walkforward import (
    DEFAULT,
    LAST_WINDOWS,
    Judged,
    WalkForward,
    Window,
    best_of,
    finished_windows,
)
from recommender.history import GROUPS
from tests.support.fartrans import write_bank


def days(*ordinals: int) -> np.ndarray:
    return np.array(ordinals, dtype=np.int64)


def judged(values: dict[int, float], lengths: list[int]) -> Judged:
    table = np.zeros((len(all_candidates()), len(lengths)), np.float32)
    for number, value in values.items():
        table[number] = value
    return Judged(np.array(lengths), table)


def test_backtest_ends_before_the_day_of_the_choice() -> None:
    windows = finished_windows(days(0, 40, 80, 120, 160))
    assert windows == [Window(0, 3), Window(1, 4)]


def test_only_the_last_backtests_count() -> None:
    windows = finished_windows(np.arange(0, 1_000, 40))
    assert len(windows) == LAST_WINDOWS
    assert windows[-1].end == 24


def test_backtests_that_start_close_together_are_thinned() -> None:
    starts = [window.start for window in finished_windows(np.arange(0, 400, 10))]
    assert np.diff(starts).min() >= 3


def test_without_a_finished_backtest_a_shorter_one_is_taken() -> None:
    assert finished_windows(days(0, 20, 50)) == [Window(0, 2)]
    assert finished_windows(days(0)) == []


def test_best_candidate_is_that_of_the_group() -> None:
    one = judged({3: 0.5}, [1, 1])
    many = judged({4: 0.9}, [7])
    assert best_of([one, many], GROUPS["1"]) == 3
    assert best_of([one, many], GROUPS["6+"]) == 4


def test_group_that_was_never_seen_gets_the_default() -> None:
    assert all_candidates()[best_of([judged({3: 0.5}, [1])], GROUPS["6+"])] == DEFAULT


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> WalkForward:
    return WalkForward(read_fartrans(write_bank(tmp_path_factory.mktemp("bank"))).timeline)


def test_first_day_has_nothing_to_choose_by(walk: WalkForward) -> None:
    first = walk.pick(int(walk.timeline.days[0]))
    assert first.windows == 0
    assert set(first.by_group.values()) == {DEFAULT}


def test_later_days_choose_by_backtests(walk: WalkForward) -> None:
    pick = walk.pick(int(walk.timeline.days[-1]))
    assert pick.windows >= 3
    assert pick.is_published
    assert POPULAR not in pick.by_group.values()
