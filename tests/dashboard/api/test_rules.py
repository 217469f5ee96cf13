"""/rules and /rule-sets: anonymous, wrong role, valid; then the way of a rule and of a rule set."""

from typing import Any

import httpx
import pytest

from dashboard.people.model import User
from dashboard.wiring import Root
from recommender.ports import COMPLIANCE, MANAGER, MARKETER, OPERATOR, REVIEWER, RM
from recommender.suitability.first import first
from tests.recommender.rules.bank import content, fill
from tests.support.api import ApiCallers

RULES, LAWS = "/api/v1/rules", "/api/v1/rule-sets"
CONTENT: dict[str, Any] = content().model_dump(mode="json")
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("submit", {"note": ""}),
    ("approve", {"content_hash": "0" * 64}),
    ("request-changes", {"note": "x"}),
    ("publish", {}),
    ("withdraw", {"reason": ""}),
    ("tests", {}),
    ("cost", {}),
    ("preview", {"content": CONTENT}),
)
LAW_STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("PUT", "cn/proposal", first("cn").content),
    ("POST", "cn/proposal/submit", {}),
    ("POST", "cn/proposal/approve", {"content_hash": "0" * 64}),
    ("POST", "cn/proposal/request-changes", {"note": "x"}),
)


async def _made(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await client.post(RULES, json={"id": "r1", "content": CONTENT | changes})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def _post(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        for path in (RULES, f"{RULES}/r1", f"{RULES}/r1/versions", f"{RULES}/r1/cost", LAWS):
            assert (await client.get(path)).status_code == 401
        assert (await client.post(RULES, json={"content": CONTENT})).status_code == 401
        assert (await client.put(f"{RULES}/r1", json=CONTENT)).status_code == 401
        for step, body in STEPS:
            assert (await client.post(f"{RULES}/r1/{step}", json=body)).status_code == 401
        for method, path, body in LAW_STEPS:
            answer = await client.request(method, f"{LAWS}/{path}", json=body)
            assert answer.status_code == 401


async def test_other_roles_are_refused(api: ApiCallers) -> None:
    await _made(await api.staff(MARKETER))
    others = [await api.customer("c1"), await api.staff(RM), await api.staff(MANAGER)]
    for client in others:
        assert (await client.get(RULES)).status_code == 403
        assert (await client.get(f"{RULES}/r1")).status_code == 403
        assert (await client.get(LAWS)).status_code == 403
        for step, body in STEPS:
            assert (await client.post(f"{RULES}/r1/{step}", json=body)).status_code == 403


@pytest.mark.parametrize("role", [MARKETER, REVIEWER, OPERATOR])
async def test_rule_sets_are_changed_by_compliance_alone(api: ApiCallers, role: str) -> None:
    client = await api.staff(role)
    for method, path, body in LAW_STEPS:
        answer = await client.request(method, f"{LAWS}/{path}", json=body)
        assert answer.status_code == 403


async def test_compliance_reads_and_stops_rules_and_writes_none(api: ApiCallers) -> None:
    await _made(await api.staff(MARKETER))
    officer = await api.staff(COMPLIANCE)
    assert (await officer.get(RULES)).status_code == 200
    assert (await officer.post(RULES, json={"content": CONTENT})).status_code == 403
    assert (await officer.post(f"{RULES}/r1/withdraw", json={})).status_code == 409


async def test_rule_is_written_tested_costed_approved_and_published(
    api: ApiCallers, root: Root
) -> None:
    await fill(root)
    marketer, reviewer = await api.staff(MARKETER), await api.staff(REVIEWER)
    made = await _made(marketer)
    assert (await _post(marketer, f"{RULES}/r1/tests", {}))["passed"]
    cost = await _post(marketer, f"{RULES}/r1/cost", {})
    assert cost["method"] == "scores"
    await _post(marketer, f"{RULES}/r1/submit", {})
    approval = {"content_hash": made["content_hash"]}
    await _post(reviewer, f"{RULES}/r1/approve", approval)
    live = await _post(marketer, f"{RULES}/r1/publish", {})
    assert (live["standing"], live["live_number"]) == ("live", 1)
    known = (await reviewer.get(f"{RULES}/r1/cost")).json()["costs"]
    assert known[made["content_hash"]]["lists"] >= 1
    customer = await api.customer("c1")
    answer = await customer.get("/api/v1/customers/me/recommendations?kinds=product&lang=en")
    assert answer.json()["items"][0]["id"] == "gold"


async def test_edit_needs_the_etag_that_it_was_made_from(api: ApiCallers) -> None:
    marketer = await api.staff(MARKETER)
    made = await _made(marketer)
    path, changed = f"{RULES}/r1", CONTENT | {"name": "Gold month"}
    assert (await marketer.put(path, json=changed)).status_code == 428
    stale = await marketer.put(path, json=changed, headers={"If-Match": '"x"'})
    assert stale.status_code == 412
    etag = {"If-Match": f'"{made["content_hash"]}"'}
    assert (await marketer.put(path, json=changed, headers=etag)).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": [], "effect": "exclude"},
        {"effect": "pin", "items": [{"id": str(n)} for n in range(4)]},
        {"effect": "promote"},
        {"strength": 99},
        {"unknown": 1},
    ],
)
async def test_wrong_rule_is_refused(api: ApiCallers, wrong: dict[str, Any]) -> None:
    marketer = await api.staff(MARKETER)
    answer = await marketer.post(RULES, json={"content": CONTENT | wrong})
    assert answer.status_code == 422


async def test_unknown_rule_is_not_found(api: ApiCallers) -> None:
    marketer = await api.staff(MARKETER)
    assert (await marketer.get(f"{RULES}/none")).status_code == 404
    assert (await marketer.post(f"{RULES}/none/cost", json={})).status_code == 404


async def test_preview_of_an_unsaved_rule(api: ApiCallers, root: Root) -> None:
    await fill(root)
    marketer = await api.staff(MARKETER)
    seen = await _post(marketer, f"{RULES}/new/preview", {"content": CONTENT})
    assert seen["before"][0]["id"] != "gold"
    assert (seen["after"][0]["id"], seen["after"][0]["placed"]) == ("gold", "pinned")


async def test_rule_set_is_proposed_and_approved_by_two_officers(
    api: ApiCallers, root: Root
) -> None:
    first_officer = await api.staff(COMPLIANCE)
    second = await api._signed_in(User("officer-2", {"en": "x"}, frozenset({COMPLIANCE})))
    rules = first("cn").content | {"assessment_months": 6, "valid_from": "2026-06-15"}
    put = await first_officer.put(f"{LAWS}/cn/proposal", json=rules)
    assert put.status_code == 200, put.text
    proposal = put.json()["proposal"]
    changed = (await first_officer.get(f"{LAWS}/cn/compare")).json()
    assert {one["field"] for one in changed} == {"assessment_months", "valid_from", "version"}
    await _post(first_officer, f"{LAWS}/cn/proposal/submit", {})
    assert (await _post(second, f"{LAWS}/cn/tests", {}))["passed"]
    approval = {"content_hash": proposal["content_hash"]}
    own = await first_officer.post(f"{LAWS}/cn/proposal/approve", json=approval)
    assert own.status_code == 403
    view = await _post(second, f"{LAWS}/cn/proposal/approve", approval)
    assert (view["live"]["version"], view["live"]["assessment_months"]) == (2, 6)


async def test_rule_sets_are_listed_with_the_one_that_binds(api: ApiCallers) -> None:
    found = (await (await api.staff(OPERATOR)).get(LAWS)).json()["rule_sets"]
    assert [(one["region"], one["is_serving"]) for one in found] == [("cn", True), ("eu", False)]
    assert (await (await api.staff(OPERATOR)).get(f"{LAWS}/us")).status_code == 422
