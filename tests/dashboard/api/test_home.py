"""GET /customers/{id}/home."""

import json

from recommender.ports import RM
from tests.support.api import ApiCallers

MINE = "/api/v1/customers/me/home"


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(MINE)).status_code == 401


async def test_someone_elses_home_is_not_there(api: ApiCallers) -> None:
    client = await api.customer("c1")
    assert (await client.get("/api/v1/customers/c2/home")).status_code == 404
    assert (await (await api.staff(RM)).get("/api/v1/customers/c1/home")).status_code == 403


async def test_one_answer_holds_the_layout_and_every_tile(api: ApiCallers) -> None:
    answer = await (await api.customer("c1")).get(MINE, params={"lang": "en"})
    assert answer.status_code == 200
    home = answer.json()
    assert answer.headers["etag"] == f'"{home["layout"]["version"]}"'
    assert {tile["id"] for tile in home["tiles"]} == set(home["layout"]["tiles"])
    assert {tile["state"] for tile in home["tiles"]} <= {"ready", "empty", "partial", "error"}


async def test_answer_is_packed_for_those_who_take_it(api: ApiCallers) -> None:
    client = await api.customer("c1")
    packed = await client.get(MINE, headers={"Accept-Encoding": "gzip"})
    plain = await client.get(MINE, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in plain.headers
    assert packed.json()["layout"] == plain.json()["layout"]


async def test_some_tiles_may_be_asked_for_by_their_ids(api: ApiCallers) -> None:
    client = await api.customer("c1")
    answer = await client.get(MINE, params={"tiles": "balances,gone"})
    assert [one["id"] for one in answer.json()["tiles"]] == ["balances"]


async def test_lines_bring_every_tile_as_it_arrives(api: ApiCallers) -> None:
    client = await api.customer("c1")
    answer = await client.get(MINE, headers={"Accept": "application/x-ndjson"})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    home, *later = [json.loads(line) for line in answer.text.splitlines()]
    tiles = {one["id"]: one for one in home["tiles"]} | {one["id"]: one for one in later}
    assert set(tiles) == set(home["layout"]["tiles"])
    assert "loading" not in {one["state"] for one in tiles.values()}
    assert answer.headers["cache-control"] == "private, no-store"


async def test_whole_home_names_its_cards_for_clients_that_know_no_kinds(api):
    async with await api.customer("c1") as client:
        home = (await client.get("/api/v1/customers/me/home?lang=zh-Hans")).json()
    titles = {one["kind"]: (one["title"], one["icon"]) for one in home["tiles"]}
    assert titles["balances"] == ("账户余额", "wallet")
    assert all(title and icon for title, icon in titles.values())
