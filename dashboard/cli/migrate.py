"""`companion migrate`: bring the database schema to its newest version."""

import typer

from dashboard import schema
from dashboard.cli.session import run_async
from dashboard.settings import Settings
from recommender.database import Database


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(migrate)


def migrate() -> None:
    """Bring the database schema to its newest version."""
    run_async(_migrate(Settings()))


async def _migrate(settings: Settings) -> None:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        await schema.bring_up(database)
    finally:
        await database.close()
    typer.echo("The schema is up to date.")
