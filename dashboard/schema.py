"""The database schema: the tables of all packages, brought up by Alembic on both engines."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData
from sqlalchemy.exc import OperationalError

import content.metadata
import dashboard.metadata
import recommender.metadata
from dashboard.errors import Unavailable
from dashboard.places import import_tables
from recommender.database import Database

SCRIPTS = Path(__file__).resolve().parents[1] / "migrations"


def all_metadata() -> list[MetaData]:
    """Return the complete MetaData of every storing package."""
    import_tables()
    return [
        recommender.metadata.metadata,
        content.metadata.metadata,
        dashboard.metadata.metadata,
    ]


def alembic_config() -> Config:
    """Return Alembic's configuration; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def bring_up(database: Database) -> None:
    """Bring the schema to its newest version, in one transaction.

    Raises:
        Unavailable: The database does not answer, or refuses.
    """
    try:
        async with database.engine.begin() as connection:
            await connection.run_sync(_upgrade if _has_revisions() else _create_all)
    except (OSError, OperationalError) as error:
        why = error.orig if isinstance(error, OperationalError) else error
        raise Unavailable(
            f"The database cannot be used ({why}): check COMPANION_DATABASE_URL and the data "
            "folder, then start again."
        ) from error


def _has_revisions() -> bool:
    return any((SCRIPTS / "versions").glob("*.py"))


def _upgrade(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _create_all(connection: Connection) -> None:
    for metadata in all_metadata():
        metadata.create_all(connection)
