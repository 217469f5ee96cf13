"""The rule of the journey, stage by stage."""

import pytest

from dashboard.goals.stage import STEPS, Standing, stage_of
from widgets.kinds import journey

MONTH = 1_000


def standing(at_hand: int, invested: int = 0, **more) -> Standing:
    return Standing(at_hand, invested, more.pop("monthly", MONTH), more.pop("goals", 0), **more)


@pytest.mark.parametrize(
    ("who", "stage"),
    [
        (standing(999), "start"),
        (standing(1_000), "reserve"),
        (standing(2_999), "reserve"),
        (standing(3_000), "build"),
        (standing(9_000, 999, goals=1), "build"),
        (standing(9_000, 1_000, goals=0), "build"),
        (standing(9_000, 1_000, goals=1), "grow"),
        (standing(9_000, 1_000, goals=1, age=59), "grow"),
        (standing(9_000, 1_000, goals=1, age=60), "preserve"),
        (standing(999, 10**9, age=70), "start"),
        (standing(140_000, 100_000), "preserve"),
        (standing(0, 0, monthly=0), "start"),
        (standing(500, 0, monthly=0), "start"),
    ],
)
def test_first_line_that_holds_names_the_stage(who: Standing, stage: str):
    assert stage_of(who) == stage


def test_a_debt_is_no_reserve():
    assert standing(-500).reserve_months == 0.0
    assert standing(-500, 100).invested_share == 1.0


def test_the_card_knows_every_stage_and_step():
    assert journey.STAGES.keys() == STEPS.keys() == journey.RULES.keys()
    assert set(STEPS.values()) == journey.STEPS.keys() == journey.HREFS.keys()
