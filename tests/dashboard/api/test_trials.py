"""Trials through the API: who may what, four eyes, stale designs."""

from typing import Any

import httpx
import pytest

from recommender.ports import COMPLIANCE, MARKETER, OPERATOR, REVIEWER, RM
from tests.support.api import ApiCallers

TRIALS = "/api/v1/trials"
DESIGN: dict[str, Any] = {
    "title": "More chance",
    "arms": [
        {"name": "control", "share": 0.5},
        {"name": "bold", "share": 0.5, "exploration_share": 0.3},
    ],
}


async def created(api: ApiCallers) -> dict[str, Any]:
    answer = await (await api.staff(MARKETER)).post(TRIALS, json=DESIGN)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def running(api: ApiCallers) -> dict[str, Any]:
    made = await created(api)
    path = f"{TRIALS}/{made['id']}"
    await (await api.staff(MARKETER)).post(f"{path}/submit", json={})
    answer = await (await api.staff(REVIEWER)).post(
        f"{path}/start", json={"content_hash": made["content_hash"]}
    )
    assert answer.status_code == 200, answer.text
    started: dict[str, Any] = answer.json()
    return started


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(TRIALS)).status_code == 401
        assert (await client.post(TRIALS, json=DESIGN)).status_code == 401


async def test_trials_are_not_for_customers_advisers_and_other_keys(api: ApiCallers) -> None:
    made = await created(api)
    for client in (await api.customer("c1"), await api.staff(RM), await api.key("models:read")):
        assert (await client.get(TRIALS)).status_code == 403
        assert (await client.get(f"{TRIALS}/{made['id']}")).status_code == 403
        assert (await client.post(f"{TRIALS}/{made['id']}/submit", json={})).status_code == 403


async def test_a_key_reads_and_changes_nothing(api: ApiCallers) -> None:
    made, key = await created(api), await api.key("trials:read")
    assert [one["id"] for one in (await key.get(TRIALS)).json()["trials"]] == [made["id"]]
    assert (await key.post(TRIALS, json=DESIGN)).status_code == 403


async def test_a_marketer_designs_and_a_reviewer_starts(api: ApiCallers) -> None:
    started = await running(api)
    assert started["state"] == "running"
    told = (await (await api.staff(OPERATOR)).get(f"{TRIALS}/{started['id']}?lang=en")).json()
    assert [arm["name"] for arm in told["results"]["arms"]] == ["control", "bold"]
    assert (told["results"]["is_balanced"], told["held_out_share"]) == (True, 0.02)
    assert "chose that themselves" in told["note"]


async def test_a_marketer_starts_nothing(api: ApiCallers) -> None:
    made = await created(api)
    answer = await (await api.staff(MARKETER)).post(
        f"{TRIALS}/{made['id']}/start", json={"content_hash": made["content_hash"]}
    )
    assert answer.status_code == 403


async def test_an_edit_names_what_it_was_made_from(api: ApiCallers) -> None:
    made, marketer = await created(api), await api.staff(MARKETER)
    path, later = f"{TRIALS}/{made['id']}", DESIGN | {"days": 7}
    assert (await marketer.put(path, json=later)).status_code == 428
    stale = await marketer.put(path, json=later, headers={"If-Match": f'"{"0" * 64}"'})
    assert stale.status_code == 412
    saved = await marketer.put(path, json=later, headers={"If-Match": made["content_hash"]})
    assert saved.json()["design"]["days"] == 7


async def test_a_running_trial_is_stopped_but_not_edited(api: ApiCallers) -> None:
    started, officer = await running(api), await api.staff(COMPLIANCE)
    path = f"{TRIALS}/{started['id']}"
    edit = await (await api.staff(MARKETER)).put(
        path, json=DESIGN, headers={"If-Match": started["content_hash"]}
    )
    assert edit.status_code == 409
    assert (await officer.post(f"{path}/arms/none/stop", json={"why": "x"})).status_code == 409
    stopped = await officer.post(f"{path}/arms/bold/stop", json={"why": "Complaints."})
    assert (stopped.json()["state"], stopped.json()["why"]) == (
        "stopped",
        "Its last arm was stopped.",
    )
    assert (await officer.post(f"{path}/stop", json={"why": "x"})).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [{"arms": DESIGN["arms"][:1]}, {"days": 0}, {"scenario": "No!"}, {"surprise": 1}],
)
async def test_a_wrong_design_is_refused(api: ApiCallers, wrong: dict[str, Any]) -> None:
    answer: httpx.Response = await (await api.staff(OPERATOR)).post(TRIALS, json=DESIGN | wrong)
    assert answer.status_code == 422


async def test_an_unknown_trial_is_not_found(api: ApiCallers) -> None:
    client = await api.staff(OPERATOR)
    assert (await client.get(f"{TRIALS}/none")).status_code == 404
    assert (await client.post(f"{TRIALS}/none/stop", json={"why": "x"})).status_code == 404
