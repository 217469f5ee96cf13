"""Follow-ups and their outcomes."""

from datetime import date
from typing import Any

import pytest

from dashboard.desk.portfolios.tables import PortfolioRow
from dashboard.wiring import Root
from recommender.customers.model import CustomerIn
from recommender.ports import COMPLIANCE, MARKETER, RM, SYSTEM_ACTOR
from tests.support.api import ApiCallers
from tests.support.arrange import an_event

LIST = "/api/v1/followups"
SHARE = {"purposes": {"rm_sharing": True}}


@pytest.fixture(autouse=True)
async def _desk(api: ApiCallers, root: Root) -> None:
    """Let c1 be in the portfolio of rm-1 and share; it read about p1 twice."""
    async with root.writing() as app:
        await app.customers.put(SYSTEM_ACTOR, "c1", CustomerIn(capacity=3))
        app.session.add(PortfolioRow(customer_id="c1", rm_id="rm-1", since=date(2026, 1, 1)))
    customer = await api.customer("c1")
    assert (await customer.put("/api/v1/customers/me/consents", json=SHARE)).status_code == 200
    read = {"kind": "content", "item_id": "a1", "action": "view", "dwell_ms": 6000}
    at = root.clock.now()
    events = [an_event(at=at, **read).model_dump(mode="json") for _ in range(2)]
    sent = await (await api.key("events:write")).post("/api/v1/events", json={"events": events})
    assert sent.json()["accepted"] == 2


async def first(api: ApiCallers) -> dict[str, Any]:
    answer = await (await api.staff(RM)).get(LIST, params={"lang": "en"})
    assert answer.status_code == 200
    return answer.json()["items"][0]


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(LIST)).status_code == 401
        assert (await client.post(f"{LIST}/x/outcome", json={})).status_code == 401


async def test_it_is_not_for_other_roles(api: ApiCallers) -> None:
    path = f"{LIST}/{(await first(api))['id']}/outcome"
    for client in (
        await api.customer("c1"),
        await api.staff(MARKETER),
        await api.staff(COMPLIANCE),
        await api.key("events:write"),
    ):
        assert (await client.get(LIST)).status_code == 403
        assert (await client.post(path, json={"outcome": "done"})).status_code == 403


async def test_someone_elses_follow_up_is_not_there(api: ApiCallers, root: Root) -> None:
    followup = await first(api)
    async with root.writing() as app:
        await app.session.merge(
            PortfolioRow(customer_id="c1", rm_id="rm-2", since=date(2026, 1, 1))
        )
    client = await api.staff(RM)
    assert (await client.get(LIST)).json()["items"] == []
    assert (await client.get(f"{LIST}/{followup['id']}")).status_code == 404
    report = await client.post(f"{LIST}/{followup['id']}/outcome", json={"outcome": "done"})
    assert report.status_code == 404


async def test_the_list_names_the_reading_and_the_decision(api: ApiCallers) -> None:
    followup = await first(api)
    assert followup["reason"]["text"] == "read 2 times about “p1” in 14 days and did not buy"
    assert followup["products"][0]["id"] == "p1"
    officer = await api.staff(COMPLIANCE)
    decision = (await officer.get(f"/api/v1/decisions/{followup['decision_id']}")).json()
    assert decision["customer_id"] == "c1"
    reading = [one for one in decision["items"] if one["id"] == "p1"]
    assert reading


async def test_an_outcome_changes_the_list_and_is_taken_once(api: ApiCallers) -> None:
    client, followup = await api.staff(RM), await first(api)
    path = f"{LIST}/{followup['id']}/outcome"
    told = {"outcome": "skip", "reason": "not_interested"}
    assert (await client.post(path, json={"outcome": "skip"})).status_code == 422
    assert (await client.post(path, json=told)).json()["state"] == "settled"
    assert (await client.get(LIST)).json()["items"] == []
    assert (await client.post(path, json=told)).status_code == 409
    mine = await (await api.customer("c1")).get("/api/v1/customers/me/recommendations")
    assert "p1" not in {one["id"] for one in mine.json()["items"]}
