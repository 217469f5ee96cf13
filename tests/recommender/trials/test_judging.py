"""What counts show: rates, gains, guard rails, broken sizes."""

from datetime import timedelta

import numpy as np
import pytest

from recommender.trials.design import Guard, Stop
from recommender.trials.judging import Judge, TrialResults, broken
from tests.recommender.trials.builders import LATER, STARTED, a_design, a_trial, counted

ARMS = ["control", "bold"] * 1_000


def shown(rates: tuple[float, float], name: str = "clicks", **trial: object) -> TrialResults:
    chance = np.random.default_rng(5)
    hit = chance.random(len(ARMS)) < np.tile(rates, len(ARMS) // 2)
    return Judge(a_trial(**trial), counted(ARMS, **{name: hit}), LATER).results()


def test_rates_and_gain_are_the_plain_figures() -> None:
    clicks = [1, 0, 0, 1, 0, 1, 3, 1]
    results = Judge(a_trial(), counted(ARMS[:8], clicks=clicks), LATER).results()
    control, bold = results.arms
    assert (control.rate.mean, bold.rate.mean) == (0.5, 0.75)
    assert bold.gain is not None
    assert (bold.gain.mean, bold.gain.customers) == (0.25, 8)
    assert (control.gain, control.totals["clicks"]) == (None, 4)


def test_a_better_arm_is_surely_better() -> None:
    gain = shown((0.2, 0.35)).arms[1].gain
    assert gain is not None
    assert gain.is_sure
    assert gain.low > 0


def test_customers_whose_window_is_open_do_not_count_yet() -> None:
    early = STARTED + timedelta(hours=2)
    results = Judge(a_trial(), counted(ARMS[:10], at=STARTED), early).results()
    arm = results.arms[1]
    assert (arm.customers, arm.complete) == (5, 0)
    # The guard rails' own window of an hour has passed.
    assert arm.guards[0].harm.customers == 10


@pytest.mark.parametrize(
    ("measure", "counter", "rates"),
    [
        ("dismissed", "early_dismissals", (0.05, 0.25)),
        ("clicked", "early_clicks", (0.4, 0.2)),
        ("short", "early_short", (0.01, 0.25)),
    ],
)
def test_a_guard_rail_breaks_on_harm(
    measure: str, counter: str, rates: tuple[float, float]
) -> None:
    found = broken(shown(rates, counter), {})
    assert {arm: one.measure for arm, one in found.items()} == {"bold": measure}
    assert set(found["bold"].cause.params) == {"low", "high", "borne"}


@pytest.mark.parametrize(
    ("counter", "rates"), [("early_dismissals", (0.25, 0.05)), ("early_clicks", (0.2, 0.4))]
)
def test_no_guard_rail_breaks_on_good_news(counter: str, rates: tuple[float, float]) -> None:
    assert broken(shown(rates, counter), {}) == {}


def test_harm_within_the_tolerance_is_borne() -> None:
    design = a_design(guards=(Guard(measure="dismissed", tolerance=0.5),))
    assert broken(shown((0.05, 0.25), "early_dismissals", design=design), {}) == {}


def test_a_stopped_arm_is_not_stopped_again() -> None:
    results = shown((0.05, 0.25), "early_dismissals")
    assert broken(results, {"bold": "stopped"}) == {}


def test_customers_who_came_after_the_stop_are_left_out() -> None:
    stop = {"bold": Stop(at=STARTED, why="harm")}
    gain = shown((0.2, 0.9), stopped=stop).arms[1].gain
    assert gain is not None
    assert gain.customers == 0


def test_broken_sizes_are_said_and_a_stopped_arm_does_not_break_them() -> None:
    lopsided = counted(["control"] * 700 + ["bold"] * 300)
    assert not Judge(a_trial(), lopsided, LATER).results().is_balanced
    stopped = a_trial(stopped={"bold": Stop(at=STARTED, why="harm")})
    assert Judge(stopped, lopsided, LATER).results().is_balanced


def test_the_groups_beside_the_arms_are_never_compared() -> None:
    results = Judge(a_trial(), counted([*ARMS[:4], "opted-out", "held-out"]), LATER).results()
    assert [one.name for one in results.beside] == ["held-out", "opted-out"]
    assert [one.customers for one in results.beside] == [1, 1]
    assert all(one.gain is None and not one.guards for one in results.beside)
