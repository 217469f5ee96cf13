"""Alembic's environment: the three MetaData of the packages, on SQLite and PostgreSQL."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, text

from dashboard.schema import all_metadata
from dashboard.settings import Settings
from recommender.database import Database

PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits"


def partitions(connection: Connection) -> frozenset[str]:
    """Name the partitions: Alembic knows their parents only and would propose to drop them."""
    if connection.dialect.name != "postgresql":
        return frozenset()
    return frozenset(connection.scalars(text(PARTITIONS)))


def migrate(connection: Connection) -> None:
    """Run the revisions on this connection, inside its transaction."""
    hidden = partitions(connection)

    def belongs(_: Any, name: str | None, kind: str, reflected: bool, __: Any) -> bool:
        return not (kind == "table" and reflected and name in hidden)

    context.configure(
        connection=connection,
        target_metadata=all_metadata(),
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_object=belongs,
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_configured() -> None:
    """Run on the database of the settings (the `alembic` command line)."""
    database = Database(Settings().database)
    try:
        async with database.engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await database.close()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    asyncio.run(migrate_configured())
