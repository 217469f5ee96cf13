"""GET, DELETE and PUT of interest tags."""

from tests.support.api import ApiCallers

TAGS = "/api/v1/customers/c1/tags"


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(TAGS)).status_code == 401
        assert (await client.delete(f"{TAGS}/gold")).status_code == 401
        assert (await client.put(f"{TAGS}/gold")).status_code == 401


async def test_someone_elses_tags_are_not_there(api: ApiCallers) -> None:
    other = await api.customer("c2")
    assert (await other.get(TAGS)).status_code == 404
    assert (await other.delete(f"{TAGS}/gold")).status_code == 404


async def test_owner_removes_one_signal_and_gives_it_back(api: ApiCallers) -> None:
    owner = await api.customer("c1")
    assert (await owner.get("/api/v1/customers/me/tags")).json()["removed"] == []
    removed = (await owner.delete(f"{TAGS}/product:p1")).json()["removed"]
    assert [one["id"] for one in removed] == ["product:p1"]
    assert (await owner.put(f"{TAGS}/product:p1")).json()["removed"] == []


async def test_unknown_tag_is_not_there(api: ApiCallers) -> None:
    owner = await api.customer("c1")
    assert (await owner.delete(f"{TAGS}/nonsense")).status_code == 404


async def test_key_with_the_scope_may(api: ApiCallers) -> None:
    client = await api.key("customers:write")
    assert (await client.delete(f"{TAGS}/product:p1")).status_code == 200
    assert (await (await api.key("events:write")).delete(f"{TAGS}/product:p1")).status_code == 403
