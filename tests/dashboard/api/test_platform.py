"""Third-party kinds over HTTP."""

import pytest

from dashboard.wiring import Root
from tests.support.api import callers
from tests.support.arrange import fill
from tests.support.outside import manifest, provider


@pytest.fixture
async def made():
    async with provider() as running:
        yield running


@pytest.fixture
async def platform_api(settings, made):
    changes = {"platform_hosts": frozenset({made.host}), "platform_loopback": True}
    root = Root(settings.model_copy(update=changes))
    await fill(root)
    async with callers(root) as api:
        yield api
    await root.stop()


async def test_nobody_registers_a_kind(platform_api, made):
    async with platform_api.nobody() as client:
        assert (await client.post("/api/v1/widgets", json=manifest(made))).status_code == 401


async def test_key_without_the_scope_registers_no_kind(platform_api, made):
    async with await platform_api.key("events:write") as client:
        assert (await client.post("/api/v1/widgets", json=manifest(made))).status_code == 403


async def test_customer_sees_no_manifests(platform_api):
    async with await platform_api.customer("c1") as client:
        assert (await client.get("/api/v1/widgets")).status_code == 403


async def test_kind_of_another_key_is_not_found(platform_api, made):
    async with await platform_api.key("widgets:write") as client:
        await client.post("/api/v1/widgets", json=manifest(made))
    async with await platform_api.key("widgets:write") as other:
        assert (await other.get("/api/v1/widgets/x_acme_gold")).status_code == 404
        assert (await other.get("/api/v1/widgets")).json() == {"widgets": []}


async def test_kind_goes_from_manifest_to_the_home_and_is_stopped(platform_api, made):
    async with await platform_api.key("widgets:write") as client:
        view = await client.post("/api/v1/widgets", json=manifest(made))
        assert view.status_code == 201
        assert view.headers["location"] == "/api/v1/widgets/x_acme_gold"
        submitted = await client.post("/api/v1/widgets/x_acme_gold/submit", json={})
        assert submitted.json()["state"] == "review"
    async with await platform_api.staff("reviewer") as reviewer:
        approval = {"content_hash": view.json()["content_hash"]}
        answer = await reviewer.post("/api/v1/widgets/x_acme_gold/approve", json=approval)
        assert answer.json()["is_live"]
    async with await platform_api.customer("c1") as customer:
        tile = await placed(customer)
        assert (tile["state"], tile["title"]) == ("ready", "Gold today")
    async with await platform_api.staff("operator") as operator:
        reason = {"reason": "Wrong prices."}
        await operator.post("/api/v1/widgets/x_acme_gold/suspend", json=reason)
    async with await platform_api.customer("c1") as customer:
        assert (await shown(customer))["state"] == "empty"


async def placed(customer):
    layout = (await customer.get("/api/v1/customers/me/layout")).json()
    layout["tiles"]["gold"] = {"kind": "x_acme_gold"}
    for breakpoint_, width in (("desktop", 3), ("tablet", 3), ("phone", 1)):
        bottom = max(place["y"] + place["h"] for place in layout["places"][breakpoint_])
        place = {"tile": "gold", "x": 0, "y": bottom, "w": width, "h": 2}
        layout["places"][breakpoint_].append(place)
    known = {name: layout[name] for name in ("tiles", "places", "own")}
    match = {"If-Match": f'"{layout["version"]}"'}
    stored = await customer.put("/api/v1/customers/me/layout", json=known, headers=match)
    assert stored.status_code == 200, stored.text
    return await shown(customer)


async def shown(customer):
    home = (await customer.get("/api/v1/customers/me/home?lang=en")).json()
    return next(tile for tile in home["tiles"] if tile["id"] == "gold")


async def test_edit_without_a_condition_is_refused_and_a_stale_one_too(platform_api, made):
    path = "/api/v1/widgets/x_acme_gold"
    async with await platform_api.key("widgets:write") as client:
        view = await client.post("/api/v1/widgets", json=manifest(made))
        told = manifest(made, sizes=["L"])
        assert (await client.put(path, json=told)).status_code == 428
        stale = {"If-Match": '"' + "0" * 64 + '"'}
        assert (await client.put(path, json=told, headers=stale)).status_code == 412
        fresh = {"If-Match": view.headers["etag"]}
        assert (await client.put(path, json=told, headers=fresh)).status_code == 200


async def test_wrong_manifest_names_its_fields(platform_api, made):
    async with await platform_api.key("widgets:write") as client:
        told = manifest(made, endpoint="http://127.0.0.1:6379/")
        answer = await client.post("/api/v1/widgets", json=told)
        assert answer.status_code == 422
        assert answer.json()["details"] == [{"field": "endpoint"}]
        told = manifest(made, title={"en": "<b>"})
        answer = await client.post("/api/v1/widgets", json=told)
        assert "body.title" in answer.json()["details"][0]["field"]


async def test_public_key_of_the_bank_is_open(platform_api):
    async with platform_api.nobody() as client:
        keys = (await client.get("/api/v1/widgets/keys")).json()["keys"]
    assert [set(key) for key in keys] == [{"kty", "crv", "x"}]
