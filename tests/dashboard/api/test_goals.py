"""GET, PUT and DELETE of savings goals."""

import pytest

from dashboard.wiring import Root
from tests.dashboard.bank.arrange import an_account, put
from tests.support.api import ApiCallers

GOALS = "/api/v1/customers/c1/goals"
GOAL = {"kind": "travel", "target_minor": 100_000, "target_on": "2027-06-15"}


@pytest.fixture(autouse=True)
async def _account(root: Root, api: ApiCallers) -> None:
    async with root.writing() as app:
        await put(app.session, an_account("c1-sav", kind="savings"))


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(GOALS)).status_code == 401
        assert (await client.put(f"{GOALS}/g1", json=GOAL)).status_code == 401
        assert (await client.delete(f"{GOALS}/g1")).status_code == 401


async def test_someone_elses_goals_are_not_there(api: ApiCallers) -> None:
    other = await api.customer("c2")
    assert (await other.get(GOALS)).status_code == 404
    assert (await other.put(f"{GOALS}/g1", json=GOAL)).status_code == 404
    assert (await other.delete(f"{GOALS}/g1")).status_code == 404


async def test_owner_sets_reads_and_gives_up(api: ApiCallers) -> None:
    owner = await api.customer("c1")
    set_ = (await owner.put(f"{GOALS}/g1", json=GOAL)).json()
    assert [goal["target"]["minor"] for goal in set_["goals"]] == [100_000]
    read = (await owner.get("/api/v1/customers/me/goals")).json()
    assert read["goals"] == set_["goals"]
    assert (await owner.delete(f"{GOALS}/g1")).json()["goals"] == []
    assert (await owner.delete(f"{GOALS}/g1")).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"target_minor": 0}, {"target_minor": 1.5}, {"target_on": "2020-01-01"}, {"saved_minor": 1}],
    ids=["nothing", "part of a cent", "past", "unknown field"],
)
async def test_what_is_no_goal_is_refused(api: ApiCallers, wrong: dict[str, object]) -> None:
    owner = await api.customer("c1")
    assert (await owner.put(f"{GOALS}/g1", json=GOAL | wrong)).status_code == 422
