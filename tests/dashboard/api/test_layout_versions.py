"""The history of a layout, names, differences, and putting two devices together."""

import copy
from typing import Any

import httpx
import pytest

from recommender.ports import MARKETER
from tests.support.api import ApiCallers

MINE, THEIRS = "/api/v1/customers/me/layout", "/api/v1/customers/c2/layout"
NEWEST = {"If-Match": "*"}
CHANGES = {
    "merge": {"base": 1, "mine": {"tiles": {}, "places": {}}},
    "give-back": {"breakpoint": "phone"},
    "restore": {"version": 1},
}


async def _read(client: httpx.AsyncClient) -> dict[str, Any]:
    layout = (await client.get(MINE)).json()
    return {key: layout[key] for key in ("tiles", "places", "own")}


def _swapped(body: dict[str, Any], at: str = "desktop") -> dict[str, Any]:
    changed = copy.deepcopy(body)
    first, second = changed["places"][at][:2]
    first["tile"], second["tile"] = second["tile"], first["tile"]
    return changed


def _without(body: dict[str, Any], tile: str) -> dict[str, Any]:
    changed = copy.deepcopy(body)
    del changed["tiles"][tile]
    for places in changed["places"].values():
        places[:] = [one for one in places if one["tile"] != tile]
    return changed


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    client = api.nobody()
    for step, body in CHANGES.items():
        assert (await client.post(f"{MINE}/{step}", json=body)).status_code == 401
    assert (await client.get(f"{MINE}/versions/1/diff")).status_code == 401
    assert (await client.put(f"{MINE}/versions/1/name", json={"name": "x"})).status_code == 401


async def test_staff_have_no_home(api: ApiCallers) -> None:
    client = await api.staff(MARKETER)
    answer = await client.post("/api/v1/customers/c1/layout/restore", json={"version": 1})
    assert answer.status_code == 403


async def test_someone_elses_versions_are_not_there(api: ApiCallers) -> None:
    client = await api.customer("c1")
    for step, body in CHANGES.items():
        answer = await client.post(f"{THEIRS}/{step}", json=body, headers=NEWEST)
        assert answer.status_code == 404
    assert (await client.get(f"{THEIRS}/versions/1/diff")).status_code == 404
    assert (await client.put(f"{THEIRS}/versions/1/name", json={"name": "x"})).status_code == 404


@pytest.mark.parametrize("step", sorted(CHANGES))
async def test_every_step_needs_its_condition(api: ApiCallers, step: str) -> None:
    client = await api.customer("c1")
    url, body = f"{MINE}/{step}", CHANGES[step]
    assert (await client.post(url, json=body)).status_code == 428
    assert (await client.post(url, json=body, headers={"If-Match": '"7"'})).status_code == 412


async def test_two_devices_are_put_together_and_told_of(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body = await _read(client)
    await client.put(MINE, json=_without(body, "feed"), headers={"If-Match": '"1"'})
    mine = _swapped(body)
    stale = await client.put(MINE, json=mine, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    merged = await client.post(
        f"{MINE}/merge?lang=en",
        json={"base": 1, "mine": mine},
        headers={"If-Match": '"2"'},
    )
    assert (merged.status_code, merged.headers["etag"]) == (200, '"3"')
    told = merged.json()
    assert "feed" not in told["layout"]["tiles"]
    assert told["layout"]["places"]["desktop"][0]["tile"] == mine["places"]["desktop"][0]["tile"]
    assert [one["what"] for one in told["theirs"]] == ["removed"]
    assert {one["what"] for one in told["mine"]} == {"moved"}
    assert all("moved from" in one["text"] for one in told["mine"])


async def test_a_phone_is_given_back(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body = await _read(client)
    await client.put(MINE, json=_swapped(body, "phone"), headers=NEWEST)
    back = await client.post(f"{MINE}/give-back", json={"breakpoint": "phone"}, headers=NEWEST)
    assert back.json()["places"] == body["places"]
    refused = await client.post(f"{MINE}/give-back", json={"breakpoint": "desktop"}, headers=NEWEST)
    assert refused.status_code == 422


async def test_a_named_version_is_compared_and_restored(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body = await _read(client)
    named = await client.put(f"{MINE}/versions/1/name", json={"name": "Before"})
    assert (named.status_code, named.json()["name"]) == (200, "Before")
    await client.put(MINE, json=_without(body, "feed"), headers=NEWEST)
    told = (await client.get(f"{MINE}/versions/1/diff", params={"lang": "zh-Hans"})).json()
    assert [one["what"] for one in told] == ["removed"]
    assert told[0]["text"].startswith("移除了")
    restored = await client.post(f"{MINE}/restore", json={"version": 1}, headers=NEWEST)
    assert (restored.headers["etag"], restored.json()["tiles"]) == ('"3"', body["tiles"])


async def test_one_card_is_set_and_its_faults_are_named(api: ApiCallers) -> None:
    client = await api.customer("c1")
    url = f"{MINE}/tiles/balances"
    set_ = await client.patch(url, json={"title": "Ours", "pinned": True}, headers=NEWEST)
    assert set_.json()["tiles"]["balances"]["title"] == "Ours"
    wrong = await client.patch(url, json={"config": {"no_such": 1}}, headers=NEWEST)
    assert wrong.status_code == 422
    assert wrong.json()["details"][0]["field"] == "no_such"
