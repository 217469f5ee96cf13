"""The trials pages: a design from the form, four eyes, what is shown, stopping."""

from typing import Any

import pytest
import reflex as rx

from dashboard.errors import Invalid, NotAllowed
from dashboard.pages.trials import TrialsState
from dashboard.parts.trials.model import design_of, draft_of
from dashboard.parts.trials.state import TrialState
from dashboard.wiring import Root
from recommender.ports import MARKETER, OPERATOR, REVIEWER, Actor
from recommender.trials.design import Design
from tests.dashboard.pages.states import at, run
from tests.support.arrange import an_rm
from tests.support.engine import serve

ANNA = Actor("anna", frozenset({MARKETER}))
RUTH = Actor("ruth", frozenset({REVIEWER}))
OLGA = Actor("olga", frozenset({OPERATOR}))
FORM = {
    "title": "More chance",
    "scenario": "home",
    "segment": "",
    "outcome": "clicked",
    "window_hours": "24",
    "guard_hours": "1",
    "days": "28",
    "arm_0_name": "control",
    "arm_0_share": "60",
    "arm_0_model": "active",
    "arm_0_exploration": "usual",
    "arm_1_name": "bold",
    "arm_1_share": "40",
    "arm_1_model": "popularity",
    "arm_1_exploration": "0.3",
    "arm_2_name": "",
    "arm_2_share": "",
}


async def opened(actor: Actor, trial: str = "new") -> Any:
    state = at(TrialState, f"/trials/{trial}")
    await run(actor, TrialState.load, state)
    return state


async def saved(form: dict[str, str] = FORM) -> str:
    state = await opened(ANNA)
    await run(ANNA, TrialState.save, state, form)
    listed = at(TrialsState, "/trials")
    await run(ANNA, TrialsState.load, listed)
    return str(listed.lines[0].id)


async def started() -> str:
    trial = await saved()
    await run(ANNA, TrialState.submit, await opened(ANNA, trial))
    await run(RUTH, TrialState.start, await opened(RUTH, trial))
    return trial


def test_the_form_says_exactly_what_a_design_says() -> None:
    design = Design.model_validate({k: v for k, v in design_of(FORM).items() if v is not None})
    control, bold = design.arms
    assert (control.share, control.by_popularity, control.exploration_share) == (0.6, False, None)
    assert (bold.share, bold.by_popularity, bold.exploration_share) == (0.4, True, 0.3)
    draft, arms = draft_of(design)
    assert (draft.title, draft.window_hours) == ("More chance", 24)
    assert [one.name for one in arms[:2]] == ["control", "bold"]
    assert (arms[1].share, arms[1].model, arms[1].exploration) == ("40", "popularity", "0.3")


async def test_a_saved_design_stands_in_the_list(desk: Root) -> None:
    await saved()
    listed = at(TrialsState, "/trials")
    await run(RUTH, TrialsState.load, listed)
    line = listed.lines[0]
    assert (line.title, line.status, listed.may_make) == ("More chance", "draft", False)
    assert line.arms == ["control 60%", "bold 40%"]


async def test_a_new_design_leads_to_its_own_page(desk: Root) -> None:
    led = await run(ANNA, TrialState.save, await opened(ANNA), FORM)
    assert isinstance(led, rx.event.EventSpec)


@pytest.mark.parametrize("wrong", [{"arm_1_share": "50"}, {"days": "0"}, {"arm_1_share": "much"}])
async def test_a_wrong_design_is_not_saved(desk: Root, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        await run(ANNA, TrialState.save, await opened(ANNA), FORM | wrong)


async def test_a_draft_is_edited_submitted_sent_back_and_started(desk: Root) -> None:
    trial = await saved()
    state = await opened(ANNA, trial)
    await run(ANNA, TrialState.save, state, FORM | {"days": "7"})
    await run(ANNA, TrialState.submit, state)
    assert (state.status, state.draft.days, state.wrote_it) == ("review", 7, True)
    reviewing = await opened(RUTH, trial)
    await run(RUTH, TrialState.write, reviewing, "Too short.")
    await run(RUTH, TrialState.send_back, reviewing)
    assert (reviewing.status, reviewing.steps[0].note) == ("draft", "Too short.")
    await run(ANNA, TrialState.submit, await opened(ANNA, trial))
    await run(RUTH, TrialState.start, reviewing)
    assert (reviewing.status, reviewing.has_results) == ("running", True)


async def test_the_author_does_not_start_it(desk: Root) -> None:
    trial = await saved()
    await run(ANNA, TrialState.submit, await opened(ANNA, trial))
    with pytest.raises(NotAllowed):
        await run(ANNA, TrialState.start, await opened(ANNA, trial))


async def test_a_running_trial_shows_its_arms_and_the_groups_beside(desk: Root) -> None:
    state = await opened(OLGA, await started())
    assert [one.name for one in state.arms] == ["control", "bold"]
    assert [one.name for one in state.beside] == ["held-out", "opted-out"]
    assert (state.arms[1].has_gain, state.arms[0].has_gain) == (True, False)
    assert [one.measure for one in state.arms[1].guards] == ["dismissed", "clicked", "short"]
    assert (state.is_balanced, state.held_out) == (True, "2.0%")
    # Nobody came yet: no figure is drawn.
    assert (state.arms[1].gain.mean, state.arms[1].gain.low) == ("–", "")


async def test_anybody_who_reads_trials_stops_one(desk: Root) -> None:
    trial = await started()
    state = await opened(OLGA, trial)
    await run(OLGA, TrialState.write, state, "Complaints.")
    await run(OLGA, TrialState.stop_arm, state, "bold")
    assert state.arms[1].stopped_why["en"] == "Complaints."
    assert (state.status, state.why["en"]) == ("stopped", "Its last arm was stopped.")
    assert state.why["zh-Hans"] == "最后一组已停止。"


async def test_a_trial_is_stopped_whole(desk: Root) -> None:
    state = await opened(OLGA, await started())
    await run(OLGA, TrialState.stop, state)
    assert (state.status, state.why["en"]) == ("stopped", "Stopped by hand.")


async def test_an_arm_may_use_a_model_that_may_serve(desk: Root) -> None:
    model = await serve(desk)
    state = await opened(ANNA)
    assert model.id in [one.id for one in state.models]


async def test_advisers_see_no_trials(desk: Root) -> None:
    with pytest.raises(NotAllowed):
        await run(an_rm("c1"), TrialsState.load, at(TrialsState, "/trials"))
