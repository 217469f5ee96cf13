"""kill -9 in the middle of an import: nothing of it is ever seen, and it is swept away."""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dashboard import schema
from dashboard.settings import Settings
from dashboard.wiring import Root
from recommender.imports import service
from recommender.interactions.export import pages
from recommender.interactions.tables import EventRow, ReceiptRow
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import fill

ROWS = 60_000
PATIENCE_SECONDS = 120.0

pytestmark = pytest.mark.slow


def _file(folder: Path) -> Path:
    path = folder / "events.csv"
    lines = (f"e{n},c1,product,p1,click,2026-01-01T00:00:00Z" for n in range(ROWS))
    path.write_text("event_id,customer_id,kind,item_id,action,at\n" + "\n".join(lines))
    return path


async def _count(root: Root, table: type) -> int:
    async with root.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def _some_rows(root: Root) -> None:
    """Wait until the import has written a part of its rows."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await _count(root, EventRow) < 1000:  # noqa: ASYNC110  # Another process writes.
            await asyncio.sleep(0.05)


async def test_a_killed_import_leaves_nothing_to_see_and_is_swept_away(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Root(Settings(data_dir=tmp_path, database_url=database_url))
    await schema.bring_up(root.database)
    await fill(root)
    environment = {"COMPANION_DATA_DIR": str(tmp_path), "COMPANION_DATABASE_URL": database_url}
    importing = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "dashboard.cli", "import", "csv"),
        *("--events", str(_file(tmp_path))),
        env=os.environ | environment,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _some_rows(root)
    finally:
        importing.kill()
        await importing.wait()
    assert 1000 <= await _count(root, EventRow) < ROWS
    async with root.reading() as app:
        assert await app.interactions.history("c1") == ()
    assert [one async for page in pages(root.database, root.scopes) for one in page] == []
    assert await root.imports.sweep(SYSTEM_ACTOR) == 0
    monkeypatch.setattr(service, "ABANDONED_AFTER", timedelta(0))
    assert await root.imports.sweep(SYSTEM_ACTOR) == 1
    assert await _count(root, EventRow) == await _count(root, ReceiptRow) == 0
    await root.stop()
