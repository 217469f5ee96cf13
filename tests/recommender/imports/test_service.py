"""Imports: all or nothing, unseen until closed, gone when undone."""

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dashboard.consents.model import ConsentChange
from dashboard.wiring import Root
from recommender.catalogue.tables import ItemLinkRow, ItemRow
from recommender.customers.tables import CustomerRow
from recommender.errors import Conflict, NotAllowed, NotFound
from recommender.imports.model import ImportReport
from recommender.imports.sources.base import Given
from recommender.imports.sources.csv import Csv
from recommender.interactions.tables import EventRow, ReceiptRow
from recommender.ports import PERSONALISATION, SYSTEM_ACTOR, Actor
from tests.support.arrange import a_customer, a_key, a_product, fill

IMPORTER = a_key("import:write")
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


async def _import(
    root: Root, folder: Path, *, actor: Actor = IMPORTER, dry_run: bool = False, **texts: str
) -> ImportReport:
    files = {kind: folder / f"{kind}.csv" for kind in texts}
    for kind, text in texts.items():
        files[kind].write_text(text)
    return await root.imports.run(actor, Csv(Given(files)), dry_run=dry_run)


async def _rows(root: Root) -> list[int]:
    tables = (CustomerRow, ItemRow, ItemLinkRow, EventRow, ReceiptRow)
    async with root.database.reading() as session:
        return [await session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


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
            await _import(root, folder, actor=actor, **ALL)
        with pytest.raises(NotAllowed):
            await root.imports.undo(actor, "x")
        with pytest.raises(NotAllowed):
            await root.imports.every(actor)


async def test_one_wrong_line_and_nothing_is_written(root: Root, folder: Path) -> None:
    rows = await _rows(root)
    wrong = CUSTOMERS + "c10,7\n"
    report = await _import(root, folder, **(ALL | {"customers": wrong}))
    assert (report.state, report.id) == ("refused", None)
    assert [(one.file, one.line, one.column) for one in report.errors] == [
        ("customers", 4, "capacity")
    ]
    assert await _rows(root) == rows
    assert await _seen(root) == BEFORE


async def test_a_dry_run_writes_nothing(root: Root, folder: Path) -> None:
    rows = await _rows(root)
    report = await _import(root, folder, dry_run=True, **ALL)
    assert (report.state, report.errors) == ("checked", [])
    assert report.rows == {"products": 2, "contents": 1, "customers": 2, "events": 3}
    assert await _rows(root) == rows
    assert await root.imports.every(IMPORTER) == []


async def test_an_import_counts_when_it_is_closed(root: Root, folder: Path) -> None:
    report = await _import(root, folder, **ALL)
    assert (report.state, report.duplicates) == ("closed", 1)
    assert await _seen(root) == AFTER


async def test_imported_content_waits_for_a_reviewer(root: Root, folder: Path) -> None:
    await _import(root, folder, **ALL)
    item = (await root.catalogue.newest()).get("content", "a9")
    assert item is not None
    assert item.state == "unreviewed"


async def test_imported_events_respect_consent(root: Root, folder: Path) -> None:
    text = "customer_id,kind,item_id,action,at\nc7,product,p1,click,2026-06-01T08:00:00Z\n"
    await _import(root, folder, events=text)
    async with root.database.reading() as session:
        usable = (await session.scalars(select(EventRow.usable))).all()
    assert usable == [False]


async def test_undoing_brings_everything_back(root: Root, folder: Path) -> None:
    rows = await _rows(root)
    report = await _import(root, folder, **ALL)
    assert report.id
    view = await root.imports.undo(IMPORTER, report.id)
    assert view.state == "removed"
    kept = BEFORE | {"grade": 4}
    assert await _seen(root) == kept
    assert await _rows(root) == rows
    with pytest.raises(Conflict):
        await root.imports.undo(IMPORTER, report.id)


async def test_undoing_does_not_lower_a_grade_without_approval(root: Root, folder: Path) -> None:
    report = await _import(root, folder, products=PRODUCTS)
    await root.imports.undo(IMPORTER, report.id or "")
    async with root.reading() as app:
        item = await app.catalogue.get("product", "p1")
    assert (item.grade, item.pending_grade) == (4, 2)


async def test_an_import_does_not_lower_a_grade_without_approval(root: Root, folder: Path) -> None:
    lower = PRODUCTS.replace("p1,One,4", "p1,One,1")
    await _import(root, folder, products=lower)
    async with root.reading() as app:
        item = await app.catalogue.get("product", "p1")
    assert (item.grade, item.pending_grade) == (2, 1)


async def test_a_later_direct_write_survives_the_undoing(root: Root, folder: Path) -> None:
    report = await _import(root, folder, products=PRODUCTS)
    async with root.writing() as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product("p1", grade=5))
    await root.imports.undo(IMPORTER, report.id or "")
    assert (await _seen(root))["grade"] == 5


async def test_an_event_can_come_again_after_the_undoing(root: Root, folder: Path) -> None:
    only = {"events": EVENTS.replace("p9", "p1").replace("a9", "a1")}
    first = await _import(root, folder, **only)
    again = await _import(root, folder, **only)
    assert (first.duplicates, again.duplicates) == (1, 3)
    await root.imports.undo(IMPORTER, first.id or "")
    assert (await _import(root, folder, **only)).duplicates == 1


async def test_an_import_that_breaks_off_leaves_nothing(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = await _rows(root)

    def broken(*_: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("recommender.imports.service.new_events", broken)
    with pytest.raises(OSError, match="disk"):
        await _import(root, folder, **ALL)
    assert await _seen(root) == BEFORE | {"grade": 2}
    assert await _rows(root) == rows


async def test_nothing_is_seen_while_an_import_runs(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    close = root.imports._close

    async def looked(*args: object) -> None:
        seen.append(await _seen(root))
        await close(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(root.imports, "_close", looked)
    await _import(root, folder, **ALL)
    assert seen == [BEFORE]
    assert await _seen(root) == AFTER


async def test_two_imports_do_not_run_at_the_same_time(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = root.imports._close

    async def begun_meanwhile(*args: object) -> None:
        with pytest.raises(Conflict):
            await _import(root, folder, customers=CUSTOMERS)
        await close(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(root.imports, "_close", begun_meanwhile)
    assert (await _import(root, folder, **ALL)).state == "closed"


async def test_more_rows_than_one_chunk_arrive_whole(root: Root, folder: Path) -> None:
    lines = [f"c{n:05},{n % 5 + 1}" for n in range(3000)]
    report = await _import(root, folder, customers="customer_id,capacity\n" + "\n".join(lines))
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
    report = await _import(root, folder, customers=CUSTOMERS)
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
    await _import(root, folder, customers=CUSTOMERS)
    staging = root.settings.data_dir / "imports"
    (staging / "old").mkdir()
    (staging / "new").mkdir()
    os.utime(staging / "old", (0, 0))
    await root.imports.sweep(SYSTEM_ACTOR)
    assert [one.name for one in staging.iterdir()] == ["new"]


# Consents that an import brings.

WITH_CONSENTS = "customer_id,capacity,consents\nc1,5,marketing\nc8,3,personalisation\nc9,3,\n"
CLICKS = "customer_id,kind,item_id,action,at\n" + "".join(
    f"{who},product,p1,click,2026-06-0{n}T08:00:00Z\n" for n, who in enumerate(("c8", "c9"), 1)
)
CONSENT_IMPORTER = a_key("import:write", "consents:write")


async def _purposes(root: Root, *customers: str) -> list[set[str]]:
    scopes = await root.scopes.of_many(customers)
    return [set(scopes[one].purposes) for one in customers]


async def _usable(root: Root) -> dict[str | None, bool]:
    async with root.database.reading() as session:
        rows = await session.execute(select(EventRow.customer_id, EventRow.usable))
        return {one.customer_id: one.usable for one in rows}


async def test_consents_count_when_the_import_is_closed(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = []
    close = root.imports._close

    async def looked(*args: object) -> None:
        root.scopes.clear()
        before.extend(await _purposes(root, "c8"))
        root.scopes.clear()
        await close(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(root.imports, "_close", looked)
    files = {"customers": WITH_CONSENTS, "events": CLICKS}
    report = await _import(root, folder, actor=CONSENT_IMPORTER, **files)
    assert (before, report.consents) == ([set()], 2)
    assert await _purposes(root, "c8", "c9") == [{PERSONALISATION}, set()]
    assert await _usable(root) == {"c8": True, "c9": False}


async def test_who_chose_here_keeps_that(root: Root, folder: Path) -> None:
    await _import(root, folder, actor=CONSENT_IMPORTER, customers=WITH_CONSENTS)
    assert await _purposes(root, "c1") == [{PERSONALISATION}]


async def test_the_history_of_consents_names_the_import(root: Root, folder: Path) -> None:
    report = await _import(root, folder, actor=CONSENT_IMPORTER, customers=WITH_CONSENTS)
    async with root.reading() as app:
        steps = await app.consents.history(SYSTEM_ACTOR, "c8")
    assert [(one.version, one.by) for one in steps] == [(1, f"import:{report.id}")]


async def test_undoing_takes_the_consents_too_but_no_later_choice(root: Root, folder: Path) -> None:
    text = WITH_CONSENTS.replace("c9,3,", "c9,3,personalisation")
    report = await _import(root, folder, actor=CONSENT_IMPORTER, customers=text)
    async with root.writing() as app:
        change = ConsentChange(purposes={"marketing": True})
        await app.consents.change(a_customer("c9"), "c9", change)
    await root.imports.undo(CONSENT_IMPORTER, report.id or "")
    assert await _purposes(root, "c8", "c9") == [set(), {PERSONALISATION, "marketing"}]


async def test_a_choice_made_while_an_import_runs_wins(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = root.imports._close

    async def chosen_meanwhile(*args: object) -> None:
        async with root.writing() as app:
            change = ConsentChange(purposes={"partner": True})
            await app.consents.change(a_customer("c8"), "c8", change)
        await close(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(root.imports, "_close", chosen_meanwhile)
    await _import(root, folder, actor=CONSENT_IMPORTER, customers=WITH_CONSENTS)
    assert await _purposes(root, "c8") == [{"partner"}]
    async with root.reading() as app:
        assert len(await app.consents.history(SYSTEM_ACTOR, "c8")) == 1


async def test_consents_need_their_own_scope(root: Root, folder: Path) -> None:
    rows = await _rows(root)
    with pytest.raises(NotAllowed, match="consents:write"):
        await _import(root, folder, customers=WITH_CONSENTS)
    assert await _rows(root) == rows


async def test_purposes_may_be_given_for_all_who_have_none(root: Root, folder: Path) -> None:
    path = folder / "customers.csv"
    path.write_text(WITH_CONSENTS)
    source = Csv(Given({"customers": path}))
    purposes = frozenset({"partner"})
    report = await root.imports.run(CONSENT_IMPORTER, source, purposes=purposes)
    assert report.consents == 3
    assert await _purposes(root, "c8", "c9") == [{PERSONALISATION}, {"partner"}]


async def test_an_import_that_was_taken_back_writes_no_further_event(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = await _rows(root)
    write = root.imports._write_events

    async def taken_back_meanwhile(*args: object) -> int:
        (view,) = await root.imports.every(IMPORTER)
        await root.imports.undo(IMPORTER, view.id)
        return await write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(root.imports, "_write_events", taken_back_meanwhile)
    with pytest.raises(Conflict):
        await _import(root, folder, events=EVENTS.replace("p9", "p1").replace("a9", "a1"))
    assert await _rows(root) == rows
