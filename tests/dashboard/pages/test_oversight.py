"""The models page's checks: what drifted, and what an unused model would have done."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard.errors import NotAllowed
from dashboard.parts.checks import drift_line, shadow_line
from dashboard.parts.oversight import OversightState
from dashboard.wiring import Root
from recommender.oversight.model import (
    DRIFT,
    SHADOW,
    Check,
    CheckState,
    DriftReport,
    FeatureDrift,
    Frozen,
    OffPolicyReport,
    ShadowReport,
    Worth,
)
from recommender.oversight.repository import OversightRepository
from recommender.ports import OPERATOR, Actor
from tests.dashboard.pages.states import at, run
from tests.support.arrange import a_compliance_officer
from tests.support.engine import serve

OLGA = Actor("olga", frozenset({OPERATOR}))
NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)


async def opened(actor: Actor = OLGA) -> Any:
    state = at(OversightState, "/models")
    await run(actor, OversightState.load, state)
    return state


def a_check(model_id: str, kind: str, state: CheckState, report: Frozen) -> Check:
    told = report.model_dump(mode="json")
    return Check(
        model_id=model_id, kind=kind, state=state, asked_by="o", asked_at=NOW, at=NOW, report=told
    )


async def test_an_alarm_names_what_moved(desk: Root) -> None:
    model = await serve(desk)
    features = (
        FeatureDrift(name="scores", index=0.3, limit=0.1, before=500, after=500),
        FeatureDrift(name="history", index=0.05, limit=0.1, before=500, after=500),
    )
    worth = Worth(value=0.1, low=0.05, high=0.15)
    report = DriftReport(features=features, clicks_before=0.3, clicks_now=worth, clicks_fell=True)
    async with desk.writing() as app:
        check = a_check(model.id, DRIFT, CheckState.ALARM, report)
        await OversightRepository(app.session).put(check)
    drift = (await opened(a_compliance_officer())).drift
    assert (drift.state, drift.clicks_fell, drift.clicks_now) == ("alarm", True, "0.050 … 0.150")
    assert [(one.name, one.is_alarm, one.width) for one in drift.features] == [
        ("scores", True, "100%"),
        ("history", False, "25%"),
    ]


async def test_a_shadow_is_asked_for_and_ended(desk: Root) -> None:
    first, _ = await serve(desk), await serve(desk)
    state = await opened()
    assert state.shadows == {}
    await run(OLGA, OversightState.shadow, state, first.id)
    assert state.shadows[first.id].state == "waiting"
    assert state.shadows[first.id].reason == ""
    await run(OLGA, OversightState.end_shadow, state, first.id)
    assert state.shadows == {}


async def test_compliance_asks_for_nothing(desk: Root) -> None:
    first, _ = await serve(desk), await serve(desk)
    with pytest.raises(NotAllowed):
        await run(a_compliance_officer(), OversightState.shadow, await opened(), first.id)


def test_an_estimate_is_told_with_its_interval() -> None:
    new, now = Worth(value=0.2, low=0.15, high=0.25), Worth(value=0.1, low=0.08, high=0.12)
    found = OffPolicyReport(places=900, new=new, new_robust=new, now=now, effective=180.4)
    report = ShadowReport(decisions=400, overlap=0.7, seconds=0.0012, off_policy=found)
    line = shadow_line(a_check("m", SHADOW, CheckState.OK, report))
    assert (line.new, line.new_interval, line.now) == ("0.200", "0.150 … 0.250", "0.100")
    assert (line.effective, line.milliseconds, line.reason) == (180, "1.2", "")


def test_without_chance_it_says_that_nothing_can_be_estimated() -> None:
    report = ShadowReport(decisions=400, off_policy=OffPolicyReport(reason="nothing_random"))
    line = shadow_line(a_check("m", SHADOW, CheckState.OK, report))
    assert (line.reason, line.new, line.now_interval) == ("nothing_random", "", "")


def test_a_check_that_was_not_made_shows_nothing() -> None:
    check = a_check("m", DRIFT, CheckState.WAITING, DriftReport())
    assert drift_line(check.model_copy(update={"at": None, "report": {}})).features == []
