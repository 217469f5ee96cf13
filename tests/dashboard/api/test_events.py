"""POST /events and /identify: who may send what, and what is answered."""

from typing import Any

import pytest

from dashboard.wiring import Root
from recommender.database import new_id
from recommender.ports import RM
from tests.support.api import ApiCallers
from tests.support.arrange import NOW

EVENTS, IDENTIFY = "/api/v1/events", "/api/v1/identify"


def _event(**fields: Any) -> dict[str, Any]:
    given = {"event_id": new_id(), "customer_id": "c1", "kind": "product", "item_id": "p1"}
    return given | {"action": "click", "at": NOW.isoformat()} | fields


def _body(*events: dict[str, Any]) -> dict[str, Any]:
    return {"events": events}


async def _history(root: Root, customer_id: str = "c1") -> list[str]:
    async with root.reading() as app:
        return [one.item_id for one in await app.interactions.history(customer_id)]


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for path, body in ((EVENTS, _body(_event())), (IDENTIFY, {})):
        answer = await api.nobody().post(path, json=body)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


async def test_staff_and_keys_without_the_scope_are_refused(api: ApiCallers) -> None:
    for caller in (await api.staff(RM), await api.key("customers:write")):
        assert (await caller.post(EVENTS, json=_body(_event()))).status_code == 403
        assert (await caller.post(IDENTIFY, json={})).status_code == 403


async def test_somebody_elses_event_is_rejected(api: ApiCallers, root: Root) -> None:
    answer = await (await api.customer("c2")).post(EVENTS, json=_body(_event()))
    assert answer.status_code == 200
    assert answer.json()["accepted"] == 0
    assert [one["index"] for one in answer.json()["rejected"]] == [0]
    assert await _history(root) == []


async def test_an_own_event_is_accepted_once(api: ApiCallers, root: Root) -> None:
    event, caller = _event(), await api.customer("c1")
    answers = [(await caller.post(EVENTS, json=_body(event))).json() for _ in range(2)]
    assert answers == [
        {"accepted": 1, "duplicates": 0, "rejected": []},
        {"accepted": 0, "duplicates": 1, "rejected": []},
    ]
    assert await _history(root) == ["p1"]


async def test_a_key_sends_purchases_and_a_session_does_not(api: ApiCallers) -> None:
    bought = _event(action="buy", value={"minor": 10000, "currency": "CNY"})
    from_session = await (await api.customer("c1")).post(EVENTS, json=_body(bought))
    from_key = await (await api.key("events:write")).post(EVENTS, json=_body(bought))
    assert (from_session.json()["accepted"], from_key.json()["accepted"]) == (0, 1)


async def test_one_bad_event_does_not_hold_up_the_others(api: ApiCallers) -> None:
    sender = await api.key("events:write")
    answer = await sender.post(EVENTS, json=_body(_event(), _event(item_id="px"), _event()))
    told = answer.json()
    assert (told["accepted"], [one["index"] for one in told["rejected"]]) == (2, [1])


@pytest.mark.parametrize(
    "wrong",
    [
        {"color": "red"},
        {"action": "wink"},
        {"kind": "planet"},
        {"at": "yesterday"},
        {"at": "2026-06-15T04:00:00"},
        {"event_id": "a b"},
        {"event_id": ""},
        {"dwell_ms": -1},
        {"value": 1.5},
        {"value": {"minor": 1, "currency": "CNY", "extra": 1}},
    ],
)
async def test_a_malformed_event_refuses_the_batch(
    api: ApiCallers, wrong: dict[str, object]
) -> None:
    answer = await (await api.key("events:write")).post(
        EVENTS, json=_body(_event(), _event(**wrong))
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_batch_has_at_most_a_thousand_events(api: ApiCallers) -> None:
    sender = await api.key("events:write")
    events = [_event() for _ in range(1001)]
    assert (await sender.post(EVENTS, json=_body(*events))).status_code == 422
    assert (await sender.post(EVENTS, json=_body(*events[:1000]))).json()["accepted"] == 1000


async def test_a_foreign_page_cannot_send_with_our_cookie(api: ApiCallers, root: Root) -> None:
    caller = await api.customer("c1")
    answer = await caller.post(EVENTS, json=_body(_event()), headers={"Origin": "http://evil.test"})
    assert answer.status_code == 403
    assert await _history(root) == []


async def test_a_visitors_history_becomes_the_customers(api: ApiCallers, root: Root) -> None:
    visitor = api.visitor()
    assert (await visitor.post(EVENTS, json=_body(_event(customer_id=None)))).json()[
        "accepted"
    ] == 1
    caller = await api.customer("c1")
    caller.headers["Cookie"] += "; " + visitor.headers["Cookie"]
    assert (await caller.post(IDENTIFY, json={})).json() == {"merged": 1}
    assert await _history(root) == ["p1"]


async def test_nobody_claims_another_browsers_history(api: ApiCallers) -> None:
    caller = await api.customer("c1", with_visitor=True)
    assert (await caller.post(IDENTIFY, json={"visitor_id": "other"})).status_code == 403
    assert (await caller.post(IDENTIFY, json={"customer_id": "c2"})).status_code == 403


async def test_a_key_identifies_whom_it_knows(api: ApiCallers, root: Root) -> None:
    sender = await api.key("events:write")
    await sender.post(EVENTS, json=_body(_event(customer_id=None, visitor_id="app-7")))
    body = {"visitor_id": "app-7", "customer_id": "c2"}
    assert (await sender.post(IDENTIFY, json=body)).json() == {"merged": 1}
    assert await _history(root, "c2") == ["p1"]


async def test_a_body_that_is_not_json_is_refused(api: ApiCallers) -> None:
    sender = await api.key("events:write")
    plain = await sender.post(
        "/api/v1/events", content="{}", headers={"Content-Type": "text/plain"}
    )
    assert plain.status_code == 415
    json = {"Content-Type": "application/json"}
    for broken in ("", "{", '{"events": NaN}', '{"events": ["\\ud800"]}', "[]"):
        answer = await sender.post("/api/v1/events", content=broken, headers=json)
        assert answer.status_code == 422, broken
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["details"][0]["field"].startswith("body")


async def test_the_description_tells_the_body_of_events(api: ApiCallers) -> None:
    told = (await (await api.key("models:read")).get("/api/docs/openapi.json")).json()
    body = told["paths"]["/api/v1/events"]["post"]["requestBody"]["content"]["application/json"]
    event = body["schema"]["properties"]["events"]["items"]["properties"]
    assert {"event_id", "item_id", "action", "at"} <= event.keys()
    assert "$ref" not in str(body)
