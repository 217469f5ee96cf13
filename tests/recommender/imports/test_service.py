"""Imports: all or nothing, unseen until closed, gone when undone."""

import os
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.wiring import Root
from recommender.errors import Conflict, NotAllowed, NotFound
from recommender.interactions.tables import EventRow
from recommender.ports import SYSTEM_ACTOR
from tests.recommender.imports.steps import IMPORTER, run_import, stored_rows
from tests.support.arrange import a_customer, a_key, a_product, fill

PRODUCTS = "product_id,title_en,grade,product_type\np1,One,4,fund\np9,Nine,2,fund\n"
CONTENTS = "content_id,title_en,products\na9,About,p9:0.5\n"
CUSTOMERS = "customer_id,capacity\nc1,5\nc9,3\n"
EVENTS = (
    "event_id,customer_id,kind,item_id,action,at\n"
    "e1,c1,product,p9,click,2026-06-01T08:00:00Z\n"
    "e2,c1,content,a9,view,2026-06-02T08:00:00Z\n"
    "e1,c1,product,p9,click,2026-06-01T08:00:00Z\n"
)
ALL = {"products": PRODUCTS, "contents": CONTENTS, "customers": CUSTOMERS, "events": EVENTS}


@pytest.fixture(autouse=True)
async def _filled(root: Root) -> None:
    await fill(root)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


async def _seen(root: Root) -> dict[str, object]:
    snapshot = await root.catalogue.newest()
    async with root.reading() as app:
        customers = await app.customers.facts_of(["c1", "c9"])
        history = await app.interactions.history("c1")
        product = await app.catalogue.get("product", "p1")
    return {
        "capacities": {id_: one.capacity for id_, one in customers.items()},
        "history": [one.item_id for one in history],
        "grade": product.grade,
        "items": [one.id for one in snapshot.of_kinds(["product", "content"])],
    }


BEFORE = {"capacities": {"c1": None}, "history": [], "grade": 2, "items": ["a1", "p1", "p2"]}
AFTER = {
    "capacities": {"c1": 5, "c9": 3},
    "history": ["p9", "a9"],
    "grade": 4,
    "items": ["a1", "a9", "p1", "p2", "p9"],
}


async def test_nobody_without_the_scope_imports(root: Root, folder: Path) -> None:
    for actor in (a_customer(), a_key("events:write")):
        with pytest.raises(NotAllowed):
            await run_import(root, folder, actor=actor, **ALL)
        with pytest.raises(NotAllowed):
            await root.imports.undo(actor, "x")
        with pytest.raises(NotAllowed):
            await root.imports.every(actor)


async def test_one_wrong_line_and_nothing_is_written(root: Root, folder: Path) -> None:
    rows = await stored_rows(root)
    wrong = CUSTOMERS + "c10,7\n"
    report = await run_import(root, folder, **(ALL | {"customers": wrong}))
    assert (report.state, report.id) == ("refused", None)
    assert [(one.file, one.line, one.column) for one in report.errors] == [
        ("customers", 4, "capacity")
    ]
    assert await stored_rows(root) == rows
    assert await _seen(root) == BEFORE


async def test_a_dry_run_writes_nothing(root: Root, folder: Path) -> None:
    rows = await stored_rows(root)
    report = await run_import(root, folder, dry_run=True, **ALL)
    assert (report.state, report.errors) == ("checked", [])
    assert report.rows == {"products": 2, "contents": 1, "customers": 2, "events": 3}
    assert await stored_rows(root) == rows
    assert await root.imports.every(IMPORTER) == []


async def test_an_import_counts_when_it_is_closed(root: Root, folder: Path) -> None:
    report = await run_import(root, folder, **ALL)
    assert (report.state, report.duplicates) == ("closed", 1)
    assert await _seen(root) == AFTER


async def test_imported_content_waits_for_a_reviewer(root: Root, folder: Path) -> None:
    await run_import(root, folder, **ALL)
    item = (await root.catalogue.newest()).get("content", "a9")
    assert item is not None
    assert item.state == "unreviewed"


async def test_imported_events_respect_consent(root: Root, folder: Path) -> None:
    text = "customer_id,kind,item_id,action,at\nc7,product,p1,click,2026-06-01T08:00:00Z\n"
    await run_import(root, folder, events=text)
    async with root.database.reading() as session:
        usable = (await session.scalars(select(EventRow.usable))).all()
    assert usable == [False]


async def test_undoing_brings_everything_back(root: Root, folder: Path) -> None:
    rows = await stored_rows(root)
    report = await run_import(root, folder, **ALL)
    assert report.id
    view = await root.imports.undo(IMPORTER, report.id)
    assert view.state == "removed"
    kept = BEFORE | {"grade": 4}
    assert await _seen(root) == kept
    assert await stored_rows(root) == rows
    with pytest.raises(Conflict):
        await root.imports.undo(IMPORTER, report.id)


async def test_undoing_does_not_lower_a_grade_without_approval(root: Root, folder: Path) -> None:
    report = await run_import(root, folder, products=PRODUCTS)
    await root.imports.undo(IMPORTER, report.id or "")
    async with root.reading() as app:
        item = await app.catalogue.get("product", "p1")
    assert (item.grade, item.pending_grade) == (4, 2)


async def test_an_import_does_not_lower_a_grade_without_approval(root: Root, folder: Path) -> None:
    lower = PRODUCTS.replace("p1,One,4", "p1,One,1")
    await run_import(root, folder, products=lower)
    async with root.reading() as app:
        item = await app.catalogue.get("product", "p1")
    assert (item.grade, item.pending_grade) == (2, 1)


async def test_a_later_direct_write_survives_the_undoing(root: Root, folder: Path) -> None:
    report = await run_import(root, folder, products=PRODUCTS)
    async with root.writing() as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product("p1", grade=5))
    await root.imports.undo(IMPORTER, report.id or "")
    assert (await _seen(root))["grade"] == 5


async def test_an_event_can_come_again_after_the_undoing(root: Root, folder: Path) -> None:
    only = {"events": EVENTS.replace("p9", "p1").replace("a9", "a1")}
    first = await run_import(root, folder, **only)
    again = await run_import(root, folder, **only)
    assert (first.duplicates, again.duplicates) == (1, 3)
    await root.imports.undo(IMPORTER, first.id or "")
    assert (await run_import(root, folder, **only)).duplicates == 1


async def test_an_import_that_breaks_off_leaves_nothing(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = await stored_rows(root)

    def broken(*_: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("recommender.imports.service.new_events", broken)
    with pytest.raises(OSError, match="disk"):
        await run_import(root, folder, **ALL)
    assert await _seen(root) == BEFORE | {"grade": 2}
    assert await stored_rows(root) == rows


async def test_nothing_is_seen_while_an_import_runs(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    close = root.imports._close

    async def looked(*args: object) -> None:
        seen.append(await _seen(root))
        await close(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(root.imports, "_close", looked)
    await run_import(root, folder, **ALL)
    assert seen == [BEFORE]
    assert await _seen(root) == AFTER


async def test_two_imports_do_not_run_at_the_same_time(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = root.imports._close

    async def begun_meanwhile(*args: object) -> None:
        with pytest.raises(Conflict):
            await run_import(root, folder, customers=CUSTOMERS)
        await close(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(root.imports, "_close", begun_meanwhile)
    assert (await run_import(root, folder, **ALL)).state == "closed"


async def test_more_rows_than_one_chunk_arrive_whole(root: Root, folder: Path) -> None:
    lines = [f"c{n:05},{n % 5 + 1}" for n in range(3000)]
    report = await run_import(root, folder, customers="customer_id,capacity\n" + "\n".join(lines))
    async with root.reading() as app:
        assert await app.customers.count() == 3000 + 2
    await root.imports.undo(IMPORTER, report.id or "")
    async with root.reading() as app:
        assert await app.customers.count() == 2


async def test_an_unknown_import_cannot_be_undone(root: Root) -> None:
    for import_id in ("nonsense", "0190163d-8694-739b-aea5-966c26f8ad90"):
        with pytest.raises(NotFound):
            await root.imports.undo(IMPORTER, import_id)


async def test_imports_are_listed_and_audited(root: Root, folder: Path) -> None:
    report = await run_import(root, folder, customers=CUSTOMERS)
    await root.imports.undo(IMPORTER, report.id or "")
    views = await root.imports.every(IMPORTER)
    assert [(one.id, one.state, one.rows) for one in views] == [
        (report.id, "removed", {"customers": 2})
    ]
    async with root.writing() as app:
        await app.audit.seal()
        page = await app.audit.page(SYSTEM_ACTOR, after=0, limit=100)
    actions = [one.action for one in page.entries if one.subject == f"import:{report.id}"]
    assert actions == ["import.close", "import.undo"]


async def test_what_killed_imports_staged_is_removed_after_a_day(root: Root, folder: Path) -> None:
    await run_import(root, folder, customers=CUSTOMERS)
    staging = root.settings.data_dir / "imports"
    (staging / "old").mkdir()
    (staging / "new").mkdir()
    os.utime(staging / "old", (0, 0))
    await root.imports.sweep(SYSTEM_ACTOR)
    assert [one.name for one in staging.iterdir()] == ["new"]


async def test_an_import_that_was_taken_back_writes_no_further_event(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = await stored_rows(root)
    write = root.imports._write_events

    async def taken_back_meanwhile(*args: object) -> int:
        (view,) = await root.imports.every(IMPORTER)
        await root.imports.undo(IMPORTER, view.id)
        return await write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(root.imports, "_write_events", taken_back_meanwhile)
    with pytest.raises(Conflict):
        await run_import(root, folder, events=EVENTS.replace("p9", "p1").replace("a9", "a1"))
    assert await stored_rows(root) == rows
