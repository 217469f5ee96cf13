"""PUT /customers/{id} and the consents of a customer."""

import pytest

from dashboard.wiring import Root
from recommender.ports import COMPLIANCE, MARKETER, RM
from tests.support.api import ApiCallers

CUSTOMER, CONSENTS = "/api/v1/customers/c9", "/api/v1/customers/c1/consents"
ALLOW = {"purposes": {"marketing": True}}


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for path, body in ((CUSTOMER, {}), (CONSENTS, ALLOW)):
        assert (await api.nobody().put(path, json=body)).status_code == 401
    assert (await api.nobody().get(CONSENTS)).status_code == 401
    assert (await api.visitor().get(CONSENTS)).status_code == 401


async def test_only_keys_with_the_scope_store_customers(api: ApiCallers) -> None:
    for caller in (await api.customer("c9"), await api.key("events:write"), await api.staff(RM)):
        assert (await caller.put(CUSTOMER, json={})).status_code == 403


async def test_a_key_stores_a_customer(api: ApiCallers, root: Root) -> None:
    body = {"capacity": 3, "assessed_until": "2027-01-01", "held": ["p2", "p1"]}
    answer = await (await api.key("customers:write")).put(CUSTOMER, json=body)
    assert answer.status_code == 200
    assert answer.json()["customer"]["held"] == ["p1", "p2"]
    async with root.reading() as app:
        assert (await app.customers.facts("c9")).capacity == 3


@pytest.mark.parametrize("body", [{"capacity": 9}, {"nickname": "x"}])
async def test_what_makes_no_sense_is_refused(api: ApiCallers, body: dict[str, object]) -> None:
    sender = await api.key("customers:write")
    assert (await sender.put(CUSTOMER, json=body)).status_code == 422
    assert (await sender.put("/api/v1/customers/a%20b", json={})).status_code == 422


async def test_somebody_elses_consents_are_not_there(api: ApiCallers) -> None:
    for caller in (await api.customer("c2"), await api.staff(RM)):
        assert (await caller.get(CONSENTS)).status_code == 404
        assert (await caller.put(CONSENTS, json=ALLOW)).status_code == 404


async def test_those_who_may_look_may_not_change(api: ApiCallers) -> None:
    officer = await api.staff(COMPLIANCE)
    assert (await officer.get(CONSENTS)).status_code == 200
    assert (await officer.put(CONSENTS, json=ALLOW)).status_code == 403
    marketer = await api.staff(MARKETER)
    assert (await marketer.get(CONSENTS)).status_code == 403


async def test_a_customer_chooses_and_sees_every_version(api: ApiCallers) -> None:
    caller = await api.customer("c1")
    answer = await caller.put("/api/v1/customers/me/consents", json=ALLOW)
    assert answer.json()["purposes"] == {
        "personalisation": True,
        "marketing": True,
        "rm_sharing": False,
        "partner": False,
    }
    assert (await caller.get(CONSENTS)).json() == answer.json()
    versions = (await caller.get(f"{CONSENTS}/versions")).json()
    assert [(one["version"], one["purposes"]["marketing"]) for one in versions] == [
        (1, False),
        (2, True),
    ]


async def test_a_choice_on_an_old_version_is_stale(api: ApiCallers) -> None:
    caller = await api.customer("c1")
    assert (await caller.put(CONSENTS, json=ALLOW | {"version": 7})).status_code == 412
    assert (await caller.put(CONSENTS, json={"purposes": {"spam": True}})).status_code == 422
