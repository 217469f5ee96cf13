"""Who gets which treatment: consent first, then segment, hold-out, arm."""

import pytest

from dashboard.wiring import Root
from recommender.database import new_id
from recommender.ports import MARKETING, Scope
from recommender.trials.assignment import HELD_OUT
from recommender.trials.design import Arm, Stop, Trial, TrialState
from recommender.trials.model import STANDARD, NoTrials
from recommender.trials.repository import TrialRepository
from recommender.trials.source import RunningTrials, treatment_of
from tests.recommender.trials.builders import a_design, a_trial
from tests.support.engine import facts

PEOPLE = [f"c{number}" for number in range(300)]


@pytest.fixture
async def running(root: Root) -> Trial:
    trial = a_trial(id=new_id(), design=a_design(segment="mass"))
    async with root.writing() as app:
        await TrialRepository(app.session).add(trial)
    return trial


async def test_a_consenting_customer_takes_part(root: Root, running: Trial) -> None:
    treatment = await RunningTrials(root.database, 0.0).treatment(facts(), "home")
    assert treatment.trial_id == running.id
    assert treatment.arm in ("control", "bold")


async def test_without_consent_nobody_takes_part(root: Root, running: Trial) -> None:
    source = RunningTrials(root.database, 0.5)
    for scope in (Scope(), Scope(frozenset({MARKETING}), 3)):
        for person in PEOPLE[:50]:
            assert await source.treatment(facts(person, scope=scope), "home") is STANDARD


async def test_other_segments_and_scenarios_take_no_part(root: Root, running: Trial) -> None:
    source = RunningTrials(root.database, 0.0)
    assert await source.treatment(facts(segment="sme"), "home") is STANDARD
    assert await source.treatment(facts(), "feed") is STANDARD


async def test_a_stopped_trial_is_over_once_the_source_looks_again(
    root: Root, running: Trial
) -> None:
    source = RunningTrials(root.database, 0.0)
    await source.treatment(facts(), "home")
    async with root.writing() as app:
        after = running.model_copy(update={"state": TrialState.STOPPED})
        await TrialRepository(app.session).move(running, after)
    source.drop()
    assert await source.treatment(facts(), "home") is STANDARD


def test_customers_of_a_stopped_arm_get_the_control_and_count_for_nothing() -> None:
    arms = (Arm(name="control", share=0.5, exploration_share=0.2), Arm(name="bold", share=0.5))
    stopped = {"bold": Stop(at=a_trial().made_at, why="harm")}
    trial = a_trial(design=a_design(arms=arms), stopped=stopped)
    found = {treatment_of(trial, one, 0.0) for one in PEOPLE}
    assert {one.arm for one in found} == {"control", None}
    assert {one.exploration_share for one in found} == {0.2}
    assert {one.trial_id for one in found if one.arm is None} == {None}


@pytest.mark.parametrize("wanted", [True, False])
def test_the_hold_out_group_gets_popularity_if_wanted(wanted: bool) -> None:
    trial = a_trial(design=a_design(hold_out_by_popularity=wanted))
    held = [one for one in (treatment_of(trial, who, 0.1) for who in PEOPLE) if one.arm == HELD_OUT]
    assert 10 < len(held) < 60
    assert {one.by_popularity for one in held} == {wanted}


def test_an_arm_by_popularity_says_so() -> None:
    arms = (Arm(name="control", share=0.5), Arm(name="plain", share=0.5, by_popularity=True))
    trial = a_trial(design=a_design(arms=arms))
    found = {one.arm: one.by_popularity for one in (treatment_of(trial, x, 0.0) for x in PEOPLE)}
    assert found == {"control": False, "plain": True}


async def test_nothing_runs_by_default() -> None:
    assert await NoTrials().treatment(facts(), "home") is STANDARD
