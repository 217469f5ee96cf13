"""The schema stands on both engines, and a second start changes nothing."""

import pytest
from sqlalchemy import Connection, inspect

from dashboard import schema
from dashboard.errors import Unavailable
from recommender.database import Database


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_every_declared_table_exists(database: Database) -> None:
    declared = {name for metadata in schema.all_metadata() for name in metadata.tables}
    async with database.engine.connect() as connection:
        found = await connection.run_sync(_tables)
    assert declared
    assert declared <= found


async def test_bringing_up_twice_changes_nothing(database: Database) -> None:
    async with database.engine.connect() as connection:
        before = await connection.run_sync(_tables)
    await schema.bring_up(database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_tables) == before


@pytest.mark.parametrize(
    "url",
    ["postgresql+asyncpg://nobody@127.0.0.1:1/none", "sqlite+aiosqlite:////nowhere/companion.db"],
)
async def test_database_that_cannot_be_used_is_one_sentence(url: str) -> None:
    database = Database(url)
    with pytest.raises(Unavailable, match="The database cannot be used"):
        await schema.bring_up(database)
    await database.close()
