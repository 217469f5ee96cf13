"""GET of one customer's sources."""

from sqlalchemy import func, select

from dashboard.audit.tables import EntryRow
from dashboard.wiring import Root
from recommender.ports import COMPLIANCE, MARKETER, OPERATOR
from tests.support.api import ApiCallers

PATH = "/api/v1/customers/c1/sources"


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(PATH)).status_code == 401


async def test_other_roles_are_refused(api: ApiCallers) -> None:
    for client in (
        await api.customer("c1"),
        await api.staff(MARKETER),
        await api.staff(OPERATOR),
        await api.key("events:write"),
    ):
        assert (await client.get(PATH)).status_code == 403


async def test_compliance_and_a_key_look_and_it_is_recorded(api: ApiCallers, root: Root) -> None:
    for client in (await api.staff(COMPLIANCE), await api.key("recommend:read")):
        answer = (await client.get(PATH)).json()
        assert answer["customer_id"] == "c1"
        assert {one["source"] for one in answer["lists"]} >= {"served"}
    query = select(func.count()).where(EntryRow.action == "sources.opened")
    async with root.reading() as app:
        assert await app.session.scalar(query) == 2
