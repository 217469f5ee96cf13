"""Trials from draft to end: four eyes, nothing edited while it runs, counts, guards."""

from datetime import timedelta

import pytest

from dashboard.wiring import Root
from recommender.errors import Conflict, NotAllowed, NotFound, OwnWork, Stale
from recommender.ports import COMPLIANCE, CUSTOMER, MARKETER, OPERATOR, SYSTEM_ACTOR, Actor
from recommender.trials.counting import COUNTERS, Member
from recommender.trials.design import Arm, TrialState
from recommender.trials.judging import Cause
from recommender.trials.repository import TrialRepository
from recommender.trials.service import LAST_ARM, LOST
from tests.recommender.trials.builders import a_design
from tests.recommender.trials.conftest import (
    CHECKER,
    CONSENTING,
    MAKER,
    PEOPLE,
    decided,
    did,
    started,
    watched,
)
from tests.support.engine import serve

OFFICER = Actor("cora", frozenset({COMPLIANCE}))


async def test_nobody_starts_what_they_designed(banked: Root) -> None:
    both = Actor("anna", frozenset({MARKETER, OPERATOR}))
    async with banked.writing() as app:
        draft = await app.trials.create(both, a_design())
        await app.trials.submit(both, draft.id)
        with pytest.raises(OwnWork):
            await app.trials.start(both, draft.id, content_hash=draft.content_hash)
        assert (await app.trials.get(both, draft.id)).state is TrialState.REVIEW


async def test_nothing_starts_that_nobody_submitted(banked: Root) -> None:
    async with banked.writing() as app:
        draft = await app.trials.create(MAKER, a_design())
        with pytest.raises(Conflict, match="not in review"):
            await app.trials.start(CHECKER, draft.id, content_hash=draft.content_hash)


async def test_an_approval_covers_exactly_what_was_read(banked: Root) -> None:
    async with banked.writing() as app:
        draft = await app.trials.create(MAKER, a_design())
        edited = await app.trials.edit(MAKER, draft.id, a_design(days=3), base=draft.content_hash)
        await app.trials.submit(MAKER, draft.id)
        with pytest.raises(Stale):
            await app.trials.start(CHECKER, draft.id, content_hash=draft.content_hash)
        running = await app.trials.start(CHECKER, draft.id, content_hash=edited.content_hash)
    assert (running.state, running.design.days) == (TrialState.RUNNING, 3)
    assert running.started_by == CHECKER.id


async def test_a_design_goes_back_with_a_note(banked: Root) -> None:
    async with banked.writing() as app:
        draft = await app.trials.create(MAKER, a_design())
        await app.trials.submit(MAKER, draft.id)
        back = await app.trials.request_changes(CHECKER, draft.id, "Shorter, please.")
    assert (back.state, back.steps[-1].note) == (TrialState.DRAFT, "Shorter, please.")


async def test_nothing_is_edited_while_it_runs(banked: Root) -> None:
    running = await started(banked)
    async with banked.writing() as app:
        with pytest.raises(Conflict, match="has started"):
            await app.trials.edit(MAKER, running.id, a_design(days=3), base=running.content_hash)
        with pytest.raises(Conflict, match="has started"):
            await app.trials.submit(MAKER, running.id)


async def test_a_scenario_has_one_trial_at_a_time(banked: Root) -> None:
    await started(banked)
    with pytest.raises(Conflict, match="More chance"):
        await started(banked)
    await started(banked, a_design(scenario="feed"))


async def test_a_model_that_is_not_kept_or_may_not_serve_starts_nothing(banked: Root) -> None:
    def with_model(model_id: str) -> object:
        arms = (Arm(name="control", share=0.5), Arm(name="new", share=0.5, model_id=model_id))
        return a_design(arms=arms)

    with pytest.raises(Conflict, match="not kept"):
        await started(banked, with_model("none"))
    run = await serve(banked)
    assert (await started(banked, with_model(run.id))).state is TrialState.RUNNING


async def test_strangers_see_and_do_nothing(banked: Root) -> None:
    running = await started(banked)
    customer = Actor("c", frozenset({CUSTOMER}), customer_id=PEOPLE[0])
    async with banked.writing() as app:
        for asked in (
            app.trials.list(customer),
            app.trials.get(customer, running.id),
            app.trials.create(customer, a_design()),
            app.trials.stop(customer, running.id, "no"),
            app.trials.stop_arm(customer, running.id, "bold", Cause("no")),
            app.trials.next_page(CHECKER, running.id),
            app.trials.settle(CHECKER, running.id, {}),
        ):
            with pytest.raises(NotAllowed):
                await asked
        with pytest.raises(NotFound):
            await app.trials.get(MAKER, "none")


async def test_what_customers_get_and_do_is_counted_once(banked: Root) -> None:
    running = await started(banked)
    decisions = {one: await decided(banked, one) for one in PEOPLE}
    await did(banked, PEOPLE[0], decisions[PEOPLE[0]], "click")
    await did(banked, PEOPLE[0], decisions[PEOPLE[1]], "click")
    await did(banked, PEOPLE[1], decisions[PEOPLE[1]], "dismiss")
    await did(banked, PEOPLE[2], decisions[PEOPLE[2]], "buy")
    for _ in range(2):
        await watched(banked)
    async with banked.reading() as app:
        members = await TrialRepository(app.session).members(running.id, PEOPLE)
    assert set(members) == set(PEOPLE)
    assert {members[one].counts["decisions"] for one in PEOPLE} == {1}
    # Somebody else's decision in an event counts for nobody.
    assert members[PEOPLE[0]].counts["clicks"] == 1
    assert members[PEOPLE[1]].counts["clicks"] == 0
    assert members[PEOPLE[1]].counts["early_dismissals"] == 1
    assert members[PEOPLE[2]].counts["purchases"] == 1


async def test_customers_who_opted_out_stand_beside_the_arms(banked: Root) -> None:
    running = await started(banked)
    for one in PEOPLE:
        await decided(banked, one)
    await watched(banked)
    async with banked.reading() as app:
        report = await app.trials.report(MAKER, running.id, "en")
        members = await TrialRepository(app.session).members(running.id, PEOPLE)
    opted_out = {one for one, member in members.items() if member.arm == "opted-out"}
    assert opted_out == set(PEOPLE) - set(CONSENTING)
    assert report.results is not None
    assert report.results.beside[1].customers == len(opted_out)
    assert "chose that themselves" in report.note


async def test_other_scenarios_count_for_nothing(banked: Root) -> None:
    running = await started(banked)
    await decided(banked, PEOPLE[0], "feed")
    await decided(banked, PEOPLE[11], "feed")
    await watched(banked)
    async with banked.reading() as app:
        assert await TrialRepository(app.session).size(running.id) == 0


async def harm(root: Root, trial_id: str) -> None:
    """Store counts in which the arm's customers dismiss and the control's do not."""
    long_ago = root.clock.now() - timedelta(hours=12)
    members = {}
    for number in range(2_000):
        counts = dict.fromkeys(COUNTERS, 0) | {"early_dismissals": number % 2 * (number % 4 > 1)}
        members[f"x{number}"] = Member(("control", "bold")[number % 2], long_ago, counts)
    async with root.writing() as app:
        await TrialRepository(app.session).keep(trial_id, members)


async def test_a_guard_rail_stops_its_arm_by_itself(banked: Root) -> None:
    arms = (Arm(name="control", share=0.4), Arm(name="bold", share=0.4), Arm(name="c", share=0.2))
    running = await started(banked, a_design(arms=arms))
    await harm(banked, running.id)
    await watched(banked)
    async with banked.writing() as app:
        await app.audit.seal()
    async with banked.reading() as app:
        after = await app.trials.get(MAKER, running.id)
        page = await app.audit.page(OFFICER, after=0, limit=100, subject=f"trial:{running.id}")
    assert after.state is TrialState.RUNNING
    assert "turn down more" in after.stopped["bold"].why
    assert "trial.arm_stopped" in {one.action for one in page.entries}


async def test_a_trial_without_arms_left_stops(banked: Root) -> None:
    running = await started(banked)
    await harm(banked, running.id)
    await watched(banked)
    async with banked.reading() as app:
        after = await app.trials.get(MAKER, running.id)
    assert after.state is TrialState.STOPPED
    assert after.why == LAST_ARM


async def test_an_arm_whose_model_is_lost_stops(banked: Root) -> None:
    run = await serve(banked)
    arms = (Arm(name="control", share=0.5), Arm(name="new", share=0.5, model_id=run.id))
    running = await started(banked, a_design(arms=arms))
    async with banked.reading() as app:
        assert await app.trials.faults(SYSTEM_ACTOR, running.id) == {}
    banked.models.opened = _gone  # type: ignore[method-assign]
    async with banked.reading() as app:
        faults = await app.trials.faults(SYSTEM_ACTOR, running.id)
    assert faults == {"new": Cause(LOST)}


async def _gone(model_id: str) -> None:
    return None


async def test_a_person_stops_an_arm_once(banked: Root) -> None:
    arms = (Arm(name="control", share=0.4), Arm(name="bold", share=0.4), Arm(name="c", share=0.2))
    running = await started(banked, a_design(arms=arms))
    async with banked.writing() as app:
        after = await app.trials.stop_arm(MAKER, running.id, "c", Cause("Complaints."))
        assert after.stopped["c"].why == "Complaints."
        for arm in ("c", "control", "none"):
            with pytest.raises(Conflict):
                await app.trials.stop_arm(MAKER, running.id, arm, Cause("Again."))


async def test_a_trial_ends_when_it_was_planned_to(banked: Root) -> None:
    running = await started(banked)
    async with banked.writing() as app:
        rows = TrialRepository(app.session)
        seen = await rows.get(running.id)
        assert seen is not None
        begun = banked.clock.now() - timedelta(days=28)
        await rows.move(seen, seen.model_copy(update={"started_at": begun}))
    await watched(banked)
    async with banked.reading() as app:
        after = await app.trials.get(MAKER, running.id)
    assert after.state is TrialState.FINISHED


async def test_a_stopped_trial_says_why_and_cannot_go_on(banked: Root) -> None:
    running = await started(banked)
    async with banked.writing() as app:
        after = await app.trials.stop(MAKER, running.id, "A bank holiday.")
        assert (after.state, after.why) == (TrialState.STOPPED, "A bank holiday.")
        with pytest.raises(Conflict, match="does not run"):
            await app.trials.stop(MAKER, running.id, "Again.")
