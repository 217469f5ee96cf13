"""Shadows and drift over the log of a bank: asked for, made by the job, told, forgotten."""

from datetime import timedelta

import pytest

from dashboard.jobs import check_models
from dashboard.wiring import Root
from recommender.errors import Conflict, NotAllowed, NotFound
from recommender.experiments.model import ModelRun
from recommender.experiments.runs import Trained
from recommender.oversight.model import (
    DRIFT,
    SHADOW,
    CheckState,
    DriftReport,
    FeatureDrift,
    ShadowReport,
)
from recommender.oversight.repository import OversightRepository
from recommender.ports import COMPLIANCE, OPERATOR, RM, SYSTEM_ACTOR, Actor
from tests.recommender.trials.conftest import decided, did
from tests.support.engine import bank, fill_bank, place_model, serve, trained

OLGA = Actor("olga", frozenset({OPERATOR}))
PEOPLE = bank().customers[:6]


@pytest.fixture
async def banked(root: Root) -> Root:
    """Give a bank in which a model serves."""
    await fill_bank(root, PEOPLE, PEOPLE)
    await serve(root)
    return root


async def unused(root: Root) -> ModelRun:
    """Train another model and go back to the one before."""
    async with root.writing() as app:
        before = (await app.models.list(SYSTEM_ACTOR)).active
        made = await app.models.add(SYSTEM_ACTOR, Trained(place_model(root), trained()[1]))
        assert before is not None
        await app.models.activate(SYSTEM_ACTOR, before.model_id)
    root.models.drop()
    return made


async def shadowed(root: Root) -> str:
    model = await unused(root)
    async with root.writing() as app:
        await app.oversight.shadow(OLGA, model.id)
    return model.id


async def checked(root: Root) -> None:
    await check_models.check(root, -timedelta(seconds=1))


async def test_a_shadow_is_scored_beside_what_was_shown(banked: Root) -> None:
    model_id = await shadowed(banked)
    for one in PEOPLE:
        decision = await decided(banked, one)
    async with banked.reading() as app:
        view = await app.decisions.get(SYSTEM_ACTOR, decision, "en")
    await did(banked, PEOPLE[-1], decision, "click")
    await checked(banked)
    async with banked.reading() as app:
        check = await OversightRepository(app.session).get(model_id, SHADOW)
    assert check is not None
    report = ShadowReport.model_validate(check.report)
    # The same model under another id agrees with itself; six lists are too few to say so.
    assert (report.decisions, report.overlap, report.lost) == (len(PEOPLE), 1.0, 0)
    assert check.state is CheckState.TOO_LITTLE
    assert report.clicks == 1
    assert report.off_policy.places == sum(one.propensity < 1 for one in view.items) * len(PEOPLE)
    assert report.off_policy.reason == "too_little"


async def test_the_model_that_serves_has_no_shadow(banked: Root) -> None:
    async with banked.writing() as app:
        active = (await app.models.list(OLGA)).active
        assert active is not None
        with pytest.raises(Conflict, match="serves"):
            await app.oversight.shadow(OLGA, active.model_id)
        with pytest.raises(NotFound):
            await app.oversight.shadow(OLGA, "none")


async def test_a_shadow_that_ended_is_not_made_again(banked: Root) -> None:
    model_id = await shadowed(banked)
    async with banked.reading() as app:
        due = await app.oversight.due(SYSTEM_ACTOR)
    async with banked.writing() as app:
        await app.oversight.end_shadow(OLGA, model_id)
        for check in due:
            await app.oversight.keep(SYSTEM_ACTOR, check)
        assert await OversightRepository(app.session).every(SHADOW) == []
        with pytest.raises(NotFound):
            await app.oversight.end_shadow(OLGA, model_id)


async def test_checks_are_made_once_an_hour(banked: Root) -> None:
    await shadowed(banked)
    async with banked.reading() as app:
        assert [one.kind for one in await app.oversight.due(SYSTEM_ACTOR)] == [SHADOW, DRIFT]
    await checked(banked)
    async with banked.reading() as app:
        assert await app.oversight.due(SYSTEM_ACTOR) == ()


async def test_little_says_nothing_of_drift(banked: Root) -> None:
    await checked(banked)
    async with banked.reading() as app:
        check = await app.oversight.drift(OLGA)
    assert check is not None
    assert check.state is CheckState.TOO_LITTLE


async def test_an_alarm_is_audited_once(banked: Root) -> None:
    feature = FeatureDrift(name="scores", index=0.9, limit=0.1, before=500, after=500)
    report = DriftReport(features=(feature,)).model_dump(mode="json")
    for _ in range(2):
        async with banked.writing() as app:
            asked = next(one for one in await app.oversight.due(SYSTEM_ACTOR) if one.kind == DRIFT)
            alarm = asked.model_copy(update={"state": CheckState.ALARM, "report": report})
            await app.oversight.keep(SYSTEM_ACTOR, alarm)
    async with banked.writing() as app:
        await app.audit.seal()
    async with banked.reading() as app:
        page = await app.audit.page(SYSTEM_ACTOR, after=0, limit=500, action="model.drifted")
    assert [one.detail for one in page.entries] == [{"moved": ["scores"], "clicks_fell": False}]


async def test_checks_are_for_operators_and_read_by_compliance(banked: Root) -> None:
    officer, adviser = Actor("c", frozenset({COMPLIANCE})), Actor("r", frozenset({RM}))
    async with banked.writing() as app:
        assert await app.oversight.checks(officer) == []
        for asked in (
            app.oversight.checks(adviser),
            app.oversight.drift(adviser),
            app.oversight.shadow(officer, "x"),
            app.oversight.end_shadow(officer, "x"),
            app.oversight.due(officer),
        ):
            with pytest.raises(NotAllowed):
                await asked
