"""The schema stands on both engines, and a second start changes nothing."""

import asyncio

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, inspect, text

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
    await asyncio.sleep(0.1)  # The driver's thread still tells this loop that it failed.


def _drift(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    hidden = partitions(connection)
    own = {"alembic_version"} | hidden
    declared = MetaData()
    for metadata in schema.all_metadata():
        for table in metadata.tables.values():
            table.to_metadata(declared)
    return [one for one in compare_metadata(context, declared) if not _names(one, own)]


def partitions(connection: Connection) -> set[str]:
    if connection.dialect.name != "postgresql":
        return set()
    return set(connection.scalars(text("SELECT inhrelid::regclass::text FROM pg_inherits")))


def _names(difference: object, tables: set[str]) -> bool:
    subject = difference[1] if isinstance(difference, tuple) else None
    return (
        getattr(subject, "name", "") in tables
        or getattr(getattr(subject, "table", None), "name", "") in tables
    )


async def test_revisions_give_exactly_the_declared_schema(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_drift) == []


async def test_first_revision_can_be_taken_back_and_made_again(database: Database) -> None:
    def down_and_up(connection: Connection) -> set[str]:
        config = schema.alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = _tables(connection) - {"alembic_version"}
        command.upgrade(config, "head")
        return left

    async with database.engine.begin() as connection:
        left = await connection.run_sync(down_and_up)
    assert left == set()
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_drift) == []
