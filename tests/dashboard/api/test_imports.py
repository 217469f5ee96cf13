"""POST /import: files over HTTP, all or nothing."""

from dashboard.wiring import Root
from recommender.ports import OPERATOR
from tests.support.api import ApiCallers

IMPORT = "/api/v1/import"
CUSTOMERS = {"customers": ("c.csv", "customer_id,capacity\nc8,3\n", "text/csv")}
WRONG = {"customers": ("c.csv", "customer_id,capacity\nc8,3\nc9,8\n", "text/csv")}


async def _count(root: Root) -> int:
    async with root.reading() as app:
        return await app.customers.count()


async def test_only_keys_with_the_scope_import(api: ApiCallers, root: Root) -> None:
    assert (await api.nobody().post(IMPORT, files=CUSTOMERS)).status_code == 401
    for caller in (await api.staff(OPERATOR), await api.key("customers:write")):
        assert (await caller.post(IMPORT, files=CUSTOMERS)).status_code == 403
        assert (await caller.get(IMPORT)).status_code == 403
        assert (await caller.post(f"{IMPORT}/x/undo")).status_code == 403
    assert await _count(root) == 2


async def test_wrong_lines_are_named_and_nothing_is_written(api: ApiCallers, root: Root) -> None:
    answer = await (await api.key("import:write")).post(IMPORT, files=WRONG)
    assert answer.status_code == 422
    assert "customers" in answer.text
    assert '"line":3' in answer.text.replace(" ", "")
    assert await _count(root) == 2


async def test_files_are_imported_listed_and_taken_back(api: ApiCallers, root: Root) -> None:
    importer = await api.key("import:write")
    dry = await importer.post(IMPORT, files=CUSTOMERS, params={"dry_run": "true"})
    assert (dry.json()["state"], await _count(root)) == ("checked", 2)
    report = (await importer.post(IMPORT, files=CUSTOMERS)).json()
    assert (report["state"], report["rows"]) == ("closed", {"customers": 1})
    assert await _count(root) == 3
    assert [one["id"] for one in (await importer.get(IMPORT)).json()] == [report["id"]]
    undone = await importer.post(f"{IMPORT}/{report['id']}/undo")
    assert undone.json()["state"] == "removed"
    assert await _count(root) == 2


async def test_a_call_without_a_file_is_refused(api: ApiCallers) -> None:
    assert (await (await api.key("import:write")).post(IMPORT)).status_code == 422
