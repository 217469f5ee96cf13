"""GET and PUT /customers/{id}/layout, its history and its steps."""

import copy
from typing import Any

import httpx
import pytest

from recommender.ports import MARKETER, RM
from tests.support.api import ApiCallers

MINE, THEIRS = "/api/v1/customers/me/layout", "/api/v1/customers/c2/layout"
STEPS = ("undo", "redo", "reset")


async def _read(client: httpx.AsyncClient) -> tuple[dict[str, Any], str]:
    answer = await client.get(MINE)
    assert answer.status_code == 200
    layout = answer.json()
    return {key: layout[key] for key in ("tiles", "places", "own")}, answer.headers["etag"]


async def _put(client: httpx.AsyncClient, body: dict[str, Any], tag: str | None) -> httpx.Response:
    return await client.put(MINE, json=body, headers={"If-Match": tag} if tag else {})


def _swapped(body: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(body)
    first, second = changed["places"]["desktop"][:2]
    first["tile"], second["tile"] = second["tile"], first["tile"]
    return changed


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(MINE)).status_code == 401
        assert (await _put(client, {}, '"1"')).status_code == 401
        for step in STEPS:
            assert (await client.post(f"{MINE}/{step}")).status_code == 401


async def test_staff_have_no_home(api: ApiCallers) -> None:
    for role in (MARKETER, RM):
        client = await api.staff(role)
        assert (await client.get("/api/v1/customers/c1/layout")).status_code == 403


async def test_someone_elses_home_is_not_there(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body, _ = await _read(client)
    assert (await client.get(THEIRS)).status_code == 404
    assert (await client.get(f"{THEIRS}/versions")).status_code == 404
    put = await client.put(THEIRS, json=body, headers={"If-Match": "*"})
    assert put.status_code == 404
    for step in STEPS:
        answer = await client.post(f"{THEIRS}/{step}", headers={"If-Match": "*"})
        assert answer.status_code == 404


async def test_a_change_gets_the_next_version_and_tag(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body, tag = await _read(client)
    assert tag == '"1"'
    answer = await _put(client, _swapped(body), tag)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    kept, newest = await _read(client)
    assert newest == '"2"'
    assert kept["places"]["desktop"] == _swapped(body)["places"]["desktop"]


async def test_a_stale_tag_is_refused_with_the_newest_layout(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body, tag = await _read(client)
    await _put(client, _swapped(body), tag)
    answer = await _put(client, body, tag)
    assert answer.status_code == 412
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["details"][0]["layout"]["version"] == 2


@pytest.mark.parametrize(("tag", "status"), [(None, 428), ('"nonsense"', 422), ('"7"', 412)])
async def test_the_condition_must_be_there_and_make_sense(
    api: ApiCallers, tag: str | None, status: int
) -> None:
    client = await api.customer("c1")
    body, _ = await _read(client)
    assert (await _put(client, body, tag)).status_code == status


async def test_overlapping_cards_are_refused(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body, tag = await _read(client)
    body["places"]["desktop"][1]["x"] = 3
    answer = await _put(client, body, tag)
    assert answer.status_code == 422
    assert answer.json()["details"][0]["breakpoint"] == "desktop"


@pytest.mark.parametrize(
    "fault", [{"x": -1}, {"x": 9}, {"w": 0}, {"h": 10**9}, {"y": 10**9}, {"x": 1.5}]
)
async def test_places_outside_the_grid_are_refused(api: ApiCallers, fault: dict[str, Any]) -> None:
    client = await api.customer("c1")
    body, tag = await _read(client)
    body["places"]["desktop"][1] |= fault
    assert (await _put(client, body, tag)).status_code == 422


async def test_the_mandatory_card_cannot_be_taken_away(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body, tag = await _read(client)
    del body["tiles"]["notices"]
    assert (await _put(client, body, tag)).status_code == 403
    for places in body["places"].values():
        places[:] = [one for one in places if one["tile"] != "notices"]
    assert (await _put(client, body, tag)).status_code == 403


async def test_steps_go_back_and_forth(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body, tag = await _read(client)
    await _put(client, _swapped(body), tag)
    undone = await client.post(f"{MINE}/undo", headers={"If-Match": '"2"'})
    assert (undone.status_code, undone.json()["places"]) == (200, body["places"])
    redone = await client.post(f"{MINE}/redo", headers={"If-Match": '"3"'})
    assert redone.json()["places"]["desktop"] == _swapped(body)["places"]["desktop"]
    again = await client.post(f"{MINE}/redo", headers={"If-Match": '"4"'})
    assert again.status_code == 409
    reset = await client.post(f"{MINE}/reset", headers={"If-Match": '"4"'})
    assert (reset.json()["version"], reset.json()["places"]) == (5, body["places"])
    for step in STEPS:
        assert (await client.post(f"{MINE}/{step}")).status_code == 428


async def test_the_history_names_device_and_step(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body, tag = await _read(client)
    headers = {"If-Match": tag, "X-Device": "kitchen tablet"}
    await client.put(MINE, json=_swapped(body), headers=headers)
    newest, first = (await client.get(f"{MINE}/versions")).json()
    assert (newest["op"], newest["parent"], newest["device"]) == ("save", 1, "kitchen tablet")
    assert first["op"] == "default"
