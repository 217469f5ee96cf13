"""Consents that an import brings: a layer of it like all its rows."""

from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.consents.model import ConsentChange
from dashboard.wiring import Root
from recommender.errors import NotAllowed
from recommender.imports.sources.base import Given
from recommender.imports.sources.csv import Csv
from recommender.interactions.tables import EventRow
from recommender.ports import PERSONALISATION, SYSTEM_ACTOR
from tests.recommender.imports.steps import run_import, stored_rows
from tests.support.arrange import a_customer, a_key, fill

WITH_CONSENTS = "customer_id,capacity,consents\nc1,5,marketing\nc8,3,personalisation\nc9,3,\n"
CLICKS = "customer_id,kind,item_id,action,at\n" + "".join(
    f"{who},product,p1,click,2026-06-0{n}T08:00:00Z\n" for n, who in enumerate(("c8", "c9"), 1)
)
CONSENT_IMPORTER = a_key("import:write", "consents:write")


@pytest.fixture(autouse=True)
async def _filled(root: Root) -> None:
    await fill(root)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


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
        before.extend(await _purposes(root, "c8", "c9"))
        root.scopes.clear()
        await close(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(root.imports, "_close", looked)
    files = {"customers": WITH_CONSENTS, "events": CLICKS}
    report = await run_import(root, folder, actor=CONSENT_IMPORTER, **files)
    assert (before, report.consents) == ([set()] * 3, 2)
    assert await _purposes(root, "c8", "c9") == [{PERSONALISATION}, set()]
    assert await _usable(root) == {"c8": True, "c9": False}


async def test_who_chose_here_keeps_that(root: Root, folder: Path) -> None:
    await run_import(root, folder, actor=CONSENT_IMPORTER, customers=WITH_CONSENTS)
    assert await _purposes(root, "c1") == [{PERSONALISATION}]


async def test_the_history_of_consents_names_the_import(root: Root, folder: Path) -> None:
    report = await run_import(root, folder, actor=CONSENT_IMPORTER, customers=WITH_CONSENTS)
    async with root.reading() as app:
        steps = await app.consents.history(SYSTEM_ACTOR, "c8")
    assert [(one.version, one.by) for one in steps] == [(1, f"import:{report.id}")]


async def test_undoing_takes_the_consents_too_but_no_later_choice(root: Root, folder: Path) -> None:
    text = WITH_CONSENTS.replace("c9,3,", "c9,3,personalisation")
    report = await run_import(root, folder, actor=CONSENT_IMPORTER, customers=text)
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
    await run_import(root, folder, actor=CONSENT_IMPORTER, customers=WITH_CONSENTS)
    assert await _purposes(root, "c8") == [{"partner"}]
    async with root.reading() as app:
        assert len(await app.consents.history(SYSTEM_ACTOR, "c8")) == 1


async def test_consents_need_their_own_scope(root: Root, folder: Path) -> None:
    rows = await stored_rows(root)
    with pytest.raises(NotAllowed, match="consents:write"):
        await run_import(root, folder, customers=WITH_CONSENTS)
    assert await stored_rows(root) == rows


async def test_purposes_may_be_given_for_all_who_have_none(root: Root, folder: Path) -> None:
    path = folder / "customers.csv"
    path.write_text(WITH_CONSENTS)
    source = Csv(Given({"customers": path}))
    purposes = frozenset({"partner"})
    report = await root.imports.run(CONSENT_IMPORTER, source, purposes=purposes)
    assert report.consents == 3
    assert await _purposes(root, "c8", "c9") == [{PERSONALISATION}, {"partner"}]
