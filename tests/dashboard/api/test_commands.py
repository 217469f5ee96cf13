"""POST /customers/{id}/commands: what is meant, and what a confirmation does."""

import pytest

from recommender.ports import RM
from tests.support.api import ApiCallers

MINE = "/api/v1/customers/me/commands"
LAYOUT = "/api/v1/customers/me/layout"


async def said(client, heard, language="en"):
    answer = await client.post(MINE, json={"heard": heard}, params={"lang": language})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def confirmed(client, turn, breakpoint_="desktop"):
    body = {"command": turn["command"], "breakpoint": breakpoint_}
    return await client.post(f"{MINE}/confirm", json=body, params={"lang": "en"})


async def order(client, breakpoint_="desktop"):
    layout = (await client.get(LAYOUT)).json()
    places = sorted(layout["places"][breakpoint_], key=lambda one: (one["y"], one["x"]))
    return [layout["tiles"][one["tile"]]["kind"] for one in places]


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.post(MINE, json={"heard": "help"})).status_code == 401


async def test_someone_elses_home_takes_no_commands(api: ApiCallers) -> None:
    client, theirs = await api.customer("c1"), "/api/v1/customers/c2/commands"
    assert (await client.post(theirs, json={"heard": "add bills"})).status_code == 404
    body = {"command": {"verb": "remove", "kind": "feed"}}
    assert (await client.post(f"{theirs}/confirm", json=body)).status_code == 404
    staff = await api.staff(RM)
    assert (await staff.post(MINE, json={"heard": "help"})).status_code == 403


async def test_a_change_is_asked_first_and_then_done(api: ApiCallers) -> None:
    client = await api.customer("c1")
    before = await order(client)
    turn = await said(client, "move news to the top")
    assert (turn["asks"], await order(client)) == (True, before)
    done = await confirmed(client, turn)
    assert (done.status_code, done.json()["is_done"]) == (200, True)
    assert (await order(client))[0] == "feed"
    await confirmed(client, await said(client, "undo"))
    assert await order(client) == before


async def test_a_card_is_added_and_removed(api: ApiCallers) -> None:
    client = await api.customer("c1")
    await confirmed(client, await said(client, "删除新闻", "zh-Hans"))
    assert "feed" not in await order(client)
    offered = await said(client, "show me the news")
    assert (offered["asks"], offered["command"]["verb"]) == (True, "add")
    card = (await confirmed(client, offered)).json()["card"]
    assert card.startswith("feed-")


async def test_the_card_that_must_stay_stays(api: ApiCallers) -> None:
    client = await api.customer("c1")
    answer = await confirmed(client, await said(client, "remove notices"))
    assert answer.status_code == 403
    assert "notices" in await order(client)


async def test_a_switch_is_a_preference(api: ApiCallers) -> None:
    client = await api.customer("c1")
    await confirmed(client, await said(client, "隐藏金额", "zh-Hans"))
    assert "hidden" in (await said(client, "how much do I have"))["said"]
    await confirmed(client, await said(client, "show amounts"))
    assert "hidden" not in (await said(client, "how much do I have"))["said"]


async def test_what_is_not_understood_says_what_would_be(api: ApiCallers) -> None:
    turn = await said(await api.customer("c1"), "flarg")
    assert (turn["command"], turn["asks"]) == (None, False)
    assert "flarg" in turn["said"]
    assert "add bills" in turn["said"]


@pytest.mark.parametrize(
    "body",
    [
        {"command": {"verb": "sell"}},
        {"command": {"verb": "add", "kind": "../x"}},
        {"command": {"verb": "move", "kind": "feed"}, "breakpoint": "watch"},
        {},
    ],
)
async def test_a_bad_confirmation_is_refused(api: ApiCallers, body: dict) -> None:
    client = await api.customer("c1")
    assert (await client.post(f"{MINE}/confirm", json=body)).status_code == 422


async def test_an_unknown_kind_changes_nothing(api: ApiCallers) -> None:
    client = await api.customer("c1")
    before = await order(client)
    body = {"command": {"verb": "add", "kind": "nothing_like_it"}}
    assert (await client.post(f"{MINE}/confirm", json=body)).status_code == 422
    assert await order(client) == before
