"""GET /audit: for compliance alone, page by page."""

from dashboard.audit.sealer import seal
from dashboard.wiring import Root
from recommender.ports import COMPLIANCE, OPERATOR, SYSTEM_ACTOR
from tests.support.api import ApiCallers

AUDIT = "/api/v1/audit"


async def test_only_compliance_reads_it(api: ApiCallers) -> None:
    assert (await api.nobody().get(AUDIT)).status_code == 401
    assert (await (await api.customer("c1")).get(AUDIT)).status_code == 403
    assert (await (await api.staff(OPERATOR)).get(AUDIT)).status_code == 403


async def test_pages_follow_the_order_of_sealing(api: ApiCallers, root: Root) -> None:
    async with root.writing() as app:
        for number in range(25):
            await app.audit.record(SYSTEM_ACTOR, "test", f"thing:{number}", {})
    officer = await api.staff(COMPLIANCE)
    await seal(root.database, root.anchors, root.clock)
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = (await officer.get(AUDIT, params={"after": after, "limit": 10})).json()
        seen += [one["sequence"] for one in page["entries"]]
        after = page["next"]
    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) >= 25
    one = (await officer.get(AUDIT, params={"subject": "thing:7"})).json()["entries"]
    assert [entry["subject"] for entry in one] == ["thing:7"]
    mine = {"actor": SYSTEM_ACTOR.id, "action": "test", "limit": 3}
    assert len((await officer.get(AUDIT, params=mine)).json()["entries"]) == 3
    assert (await officer.get(AUDIT, params={"limit": 1001})).status_code == 422
