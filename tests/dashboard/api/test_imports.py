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


async def test_other_formats_are_imported_by_name(api: ApiCallers, root: Root) -> None:
    importer = await api.key("import:write", "consents:write")
    lines = '{"type":"customer","customer_id":"c8"}\n{"type":"customer","customer_id":"c9"}\n'
    files = {"file": ("rows.jsonl", lines)}
    asked = {"format": "jsonl", "consents": "personalisation"}
    report = (await importer.post(IMPORT, files=files, params=asked)).json()
    assert (report["rows"], report["consents"]) == ({"customers": 2}, 2)
    assert await _count(root) == 4


async def test_exports_of_gorse_are_imported(api: ApiCallers, root: Root) -> None:
    read = '{"FeedbackType":"hum","UserId":"c1","ItemId":"a1","Timestamp":"2026-01-01T00:00:00Z"}\n'
    files = {"users": ("users.jsonl", '{"UserId":"u1"}\n'), "feedback": ("f.jsonl", read)}
    importer = await api.key("import:write")
    unmapped = await importer.post(IMPORT, files=files, params={"format": "gorse"})
    assert unmapped.status_code == 422
    assert unmapped.json()["details"][0]["file"] == "feedback"
    asked = {"format": "gorse", "action": ["hum=like"]}
    report = (await importer.post(IMPORT, files=files, params=asked)).json()
    assert report["rows"] == {"customers": 1, "events": 1}


async def test_what_cannot_be_is_refused(api: ApiCallers, root: Root) -> None:
    importer = await api.key("import:write")
    one = {"file": ("x", "{}")}
    for asked in (
        {"format": "excel"},
        {"format": "far-trans"},
        {"format": "csv"},
        {"format": "jsonl", "action": "read=view"},
        {"format": "jsonl", "consents": "everything"},
        {"format": "gorse", "action": "read"},
        {"format": "gorse"},
        {"format": "parquet", "into": "customers"},
    ):
        assert (await importer.post(IMPORT, files=one, params=asked)).status_code == 422, asked
    assert await _count(root) == 2


async def test_consents_need_their_scope(api: ApiCallers, root: Root) -> None:
    asked = {"consents": "personalisation"}
    answer = await (await api.key("import:write")).post(IMPORT, files=CUSTOMERS, params=asked)
    assert answer.status_code == 403
    assert await _count(root) == 2
