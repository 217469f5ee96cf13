"""A design that contradicts itself is refused."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from recommender.trials.design import Arm, Guard
from tests.recommender.trials.builders import STARTED, a_design, a_trial

CONTROL = Arm(name="control", share=0.5)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"arms": (CONTROL, CONTROL)}, "name of its own"),
        ({"arms": (CONTROL, Arm(name="held-out", share=0.5))}, "name of its own"),
        ({"arms": (CONTROL, Arm(name="b", share=0.4))}, "sum to 1"),
        ({"guard_hours": 48, "window_hours": 24}, "longer than outcomes"),
        ({"guards": (Guard(measure="short"), Guard(measure="short"))}, "at most one"),
        ({"arms": (CONTROL,)}, "at least 2"),
        ({"surprise": 1}, "Extra inputs"),
    ],
)
def test_a_contradiction_is_named(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        a_design(**fields)


def test_the_first_arm_is_the_control() -> None:
    assert a_design().control.name == "control"
    assert a_design().shares == {"control": 0.5, "bold": 0.5}


def test_a_trial_is_over_after_its_days() -> None:
    trial = a_trial(design=a_design(days=3))
    assert not trial.is_over(STARTED + timedelta(days=2, hours=23))
    assert trial.is_over(STARTED + timedelta(days=3))
    assert not a_trial(started_at=None).is_over(STARTED)
