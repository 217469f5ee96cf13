"""`companion audit verify`: whole records exit with 0, others name what is wrong."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.audit.sealer import seal
from dashboard.settings import Settings
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.cli.conftest import Command
from tests.support.databases import FILE_NAME


@pytest.fixture
def record(data_dir: Path) -> Path:
    """Give a data folder with five sealed entries."""

    async def fill() -> None:
        root = Root(Settings(data_dir=data_dir))
        async with root.writing() as app:
            for number in range(5):
                await app.audit.record(SYSTEM_ACTOR, "test", f"thing:{number}", {})
        await seal(root.database, root.anchors, root.clock)
        await root.stop()

    asyncio.run(fill())
    return data_dir


def test_a_whole_record_exits_with_zero(companion: Command, record: Path) -> None:
    done = companion("audit", "verify")
    assert (done.exit_code, "5 entries are whole" in done.stdout) == (0, True)
    assert json.loads(companion("audit", "verify", "--json").stdout)["sound"] is True


def test_an_altered_entry_is_named_and_exits_with_one(companion: Command, record: Path) -> None:
    with closing(sqlite3.connect(record / FILE_NAME)) as database:
        database.execute("UPDATE audit_entries SET actor = 'x' WHERE sequence = 3")
        database.commit()
    done = companion("audit", "verify")
    assert (done.exit_code, "Entry 3" in done.stdout) == (1, True)
    told = json.loads(companion("audit", "verify", "--json").stdout)
    assert (told["sound"], told["faults"][0]["sequence"]) == (False, 3)
