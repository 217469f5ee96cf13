"""GET and replay of decisions."""

from sqlalchemy import select

from dashboard.audit.tables import EntryRow
from dashboard.wiring import Root
from recommender.ports import COMPLIANCE, MARKETER, RM
from tests.support.api import ApiCallers

LIST = "/api/v1/customers/c1/decisions"


async def made(api: ApiCallers) -> str:
    """Return the path of a decision of c1."""
    answer = await (await api.customer("c1")).get("/api/v1/customers/me/recommendations")
    return f"/api/v1/decisions/{answer.json()['decision_id']}"


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    path = await made(api)
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(path)).status_code == 401
        assert (await client.post(f"{path}/replay")).status_code == 401
        assert (await client.get(LIST)).status_code == 401


async def test_someone_elses_decision_is_not_there(api: ApiCallers) -> None:
    path = await made(api)
    for client in (await api.customer("c2"), await api.staff(RM)):
        assert (await client.get(path)).status_code == 404
        assert (await client.post(f"{path}/replay")).status_code == 404
        assert (await client.get(LIST)).status_code == 404
    assert (await (await api.staff(MARKETER)).get(path)).status_code == 403


async def test_the_owner_compliance_and_a_key_open_it(api: ApiCallers) -> None:
    path = await made(api)
    for client in (
        await api.customer("c1"),
        await api.staff(COMPLIANCE),
        await api.key("decisions:read"),
    ):
        view = (await client.get(path)).json()
        assert view["customer_id"] == "c1"
        assert view["candidates"] == view["allowed"] + len(view["withheld"]) == 3
        replay = (await client.post(f"{path}/replay")).json()
        assert (replay["equal"], replay["differences"]) == (True, [])
        assert [one["id"] for one in (await client.get(LIST)).json()] == [view["id"]]


async def test_an_unknown_decision_is_not_there(api: ApiCallers) -> None:
    officer = await api.staff(COMPLIANCE)
    for unknown in ("nonsense", "0190f0c2-0000-7000-8000-000000000000"):
        assert (await officer.get(f"/api/v1/decisions/{unknown}")).status_code == 404


async def test_staff_and_keys_leave_a_record_and_customers_do_not(
    api: ApiCallers, root: Root
) -> None:
    path = await made(api)
    for client in (
        await api.customer("c1"),
        await api.staff(COMPLIANCE),
        await api.key("decisions:read"),
    ):
        await client.get(path)
        await client.post(f"{path}/replay")
    async with root.reading() as app:
        query = select(EntryRow.action, EntryRow.actor).order_by(EntryRow.id)
        told = [tuple(row) for row in await app.session.execute(query)]
    looks = [one for one in told if one[0].startswith("decision.")]
    assert [action for action, _ in looks] == ["decision.opened", "decision.replayed"] * 2
    assert looks[0][1] == f"{COMPLIANCE}-1"
