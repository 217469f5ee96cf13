"""Sharing an arrangement, and the bank's new home."""

import pytest

from tests.support.api import ApiCallers

MINE, THEIRS = "/api/v1/customers/me/layout", "/api/v1/customers/c2/layout"
NEWEST = {"If-Match": "*"}
READS, WRITES = ("template", "news"), {"template": {"code": "AAAA-AAAA"}, "news": {"take": True}}


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    client = api.nobody()
    for name in READS:
        assert (await client.get(f"{MINE}/{name}")).status_code == 401
    for name, body in WRITES.items():
        assert (await client.post(f"{MINE}/{name}", json=body)).status_code == 401
    assert (await client.post(f"{MINE}/template/code")).status_code == 401


async def test_someone_elses_arrangement_is_not_there(api: ApiCallers) -> None:
    client = await api.customer("c1")
    for name in READS:
        assert (await client.get(f"{THEIRS}/{name}")).status_code == 404
    assert (await client.post(f"{THEIRS}/template/code")).status_code == 404
    news = await client.post(f"{THEIRS}/news", json={"take": True}, headers=NEWEST)
    assert news.status_code == 404


async def test_somebody_else_takes_over_an_arrangement_by_its_code(api: ApiCallers) -> None:
    maker, taker = await api.customer("c1"), await api.customer("c2")
    await maker.patch(f"{MINE}/tiles/balances", json={"title": "Secret"}, headers=NEWEST)
    code = (await maker.post(f"{MINE}/template/code")).json()["code"]
    layout = (await taker.get(MINE)).json()
    assert (
        await taker.patch(f"{MINE}/tiles/dues", json={"pinned": True}, headers=NEWEST)
    ).is_success
    taken = await taker.post(f"{MINE}/template", json={"code": code}, headers=NEWEST)
    assert taken.status_code == 200
    assert "Secret" not in taken.text
    assert taken.json()["places"] == layout["places"]
    assert not taken.json()["tiles"]["dues"].get("pinned")


async def test_a_file_does_the_same(api: ApiCallers) -> None:
    maker, taker = await api.customer("c1"), await api.customer("c2")
    template = (await maker.get(f"{MINE}/template")).json()
    taken = await taker.post(f"{MINE}/template", json={"template": template}, headers=NEWEST)
    assert taken.status_code == 200


@pytest.mark.parametrize("body", [{}, {"code": "AAAA-AAAA", "template": None, "x": 1}])
async def test_nonsense_is_refused(api: ApiCallers, body: dict) -> None:
    client = await api.customer("c1")
    assert (await client.post(f"{MINE}/template", json=body, headers=NEWEST)).status_code == 422


async def test_a_code_that_nobody_shared_is_not_found(api: ApiCallers) -> None:
    client = await api.customer("c1")
    body = {"code": "AAAA-AAAA"}
    answer = await client.post(f"{MINE}/template", json=body, headers=NEWEST)
    assert answer.status_code == 404


async def test_there_is_no_news_before_the_bank_changes_its_home(api: ApiCallers) -> None:
    client = await api.customer("c1")
    assert (await client.get(f"{MINE}/news")).json() == []
    kept = await client.post(f"{MINE}/news", json={"take": True}, headers=NEWEST)
    assert kept.headers["etag"] == '"1"'
