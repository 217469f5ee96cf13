"""`companion backup`: one archive of the data folder."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dashboard.operations.backup import backup as make_backup
from dashboard.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backup")(backup)


def backup(
    archive: Annotated[Path, typer.Argument(help="File to write, for example companion.tar.gz.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write one archive of database, models and keys; the product may go on running."""
    manifest = make_backup(Settings(), archive, datetime.now(UTC))
    if as_json:
        typer.echo(manifest.model_dump_json())
        return
    typer.echo(f"{len(manifest.files)} files are in {archive}.")
    if not manifest.holds_database:
        typer.echo("The database is PostgreSQL: back it up with pg_dump as well.")
