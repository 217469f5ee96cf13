"""DELETE and export of a customer, and the legal hold, through the API."""

import json

import httpx
import pytest

from dashboard.wiring import Root
from recommender.ports import COMPLIANCE, MARKETER, RM, SYSTEM_ACTOR
from tests.support.api import ApiCallers

CUSTOMER = "/api/v1/customers/c1"
EXPORT, HOLD = f"{CUSTOMER}/export", f"{CUSTOMER}/hold"
PASSWORD = "a long enough one"
REASON = {"reason": "Court order 12"}


async def erase(caller: httpx.AsyncClient, path: str = CUSTOMER, **body: str) -> httpx.Response:
    return await caller.request("DELETE", path, json=body or None)


@pytest.fixture
async def myself(api: ApiCallers, root: Root) -> httpx.AsyncClient:
    """Give the browser of customer c1, whose account has a password."""
    caller = await api.customer("c1")
    hashed = await root.passwords.hash(PASSWORD)
    async with root.writing() as app:
        users = app.people._users
        user = next(one for one in await users.all() if one.customer_id == "c1")
        await users.put(user, await users.add_password(hashed, root.clock.now()), root.clock.now())
    return caller


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for caller in (api.nobody(), api.visitor()):
        assert (await erase(caller)).status_code == 401
        assert (await caller.get(EXPORT)).status_code == 401
        assert (await caller.get(HOLD)).status_code == 401


async def test_somebody_elses_records_are_not_there(api: ApiCallers) -> None:
    other = await api.customer("c2")
    assert (await erase(other)).status_code == 404
    assert (await other.get(EXPORT)).status_code == 404
    for role in (RM, MARKETER):
        caller = await api.staff(role)
        assert (await erase(caller)).status_code == 403
        assert (await caller.get(EXPORT)).status_code == 403
        assert (await caller.put(HOLD, json=REASON)).status_code == 403


async def test_a_customer_confirms_with_the_password(
    api: ApiCallers, root: Root, myself: httpx.AsyncClient
) -> None:
    for body in ({}, {"password": "wrong"}):
        answer = await erase(myself, "/api/v1/customers/me", **body)
        assert (answer.status_code, "password" in answer.json()["detail"]) == (403, True)
    answer = await erase(myself, "/api/v1/customers/me", password=PASSWORD)
    assert answer.status_code == 200
    assert answer.json()["deleted"]["customers"] == 1
    assert (await myself.get("/api/v1/customers/me/recommendations")).status_code == 401


@pytest.mark.parametrize("scope", ["", "customers:erase"])
async def test_compliance_and_keys_erase(api: ApiCallers, scope: str) -> None:
    caller = await (api.key(scope) if scope else api.staff(COMPLIANCE))
    assert (await erase(caller)).status_code == 200
    assert (await erase(caller)).status_code == 404
    reader = await api.key("recommend:read")
    assert (await reader.get(f"{CUSTOMER}/recommendations")).status_code == 404


async def test_an_erased_customer_does_not_come_back_under_the_id(api: ApiCallers) -> None:
    await erase(await api.staff(COMPLIANCE))
    sender = await api.key("customers:write")
    assert (await sender.put(CUSTOMER, json={})).status_code == 409


async def test_a_hold_refuses_until_it_is_lifted(api: ApiCallers) -> None:
    officer = await api.staff(COMPLIANCE)
    assert (await officer.put(HOLD, json=REASON)).json()["hold"]["reason"] == REASON["reason"]
    assert (await officer.put(HOLD, json=REASON)).status_code == 409
    refused = await erase(officer)
    assert (refused.status_code, "legal hold" in refused.json()["detail"]) == (409, True)
    assert (await officer.delete(HOLD)).json()["hold"] is None
    assert (await erase(officer)).status_code == 200


async def test_the_export_holds_everything_and_no_secret(
    api: ApiCallers, root: Root, myself: httpx.AsyncClient
) -> None:
    async with root.reading() as app:
        await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "home", 5, "en")
    await myself.put(f"{CUSTOMER}/consents", json={"purposes": {"marketing": True}})
    answer = await myself.get("/api/v1/customers/me/export")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    told = json.loads(answer.content)
    assert told["customer_id"] == "c1"
    assert told["tables"]["decisions"][0]["record"]["scenario"] == "home"
    assert [one["version"] for one in told["tables"]["consent_versions"]] == [1, 2]
    assert "consent.change" in {one["action"] for one in told["audit"]}
    assert "argon2" not in answer.text
    assert "password_id" not in answer.text


async def test_compliance_and_keys_export(api: ApiCallers) -> None:
    for caller in (await api.staff(COMPLIANCE), await api.key("customers:export")):
        assert (await caller.get(EXPORT)).json()["customer_id"] == "c1"
        assert (await caller.get("/api/v1/customers/nobody/export")).status_code == 404
