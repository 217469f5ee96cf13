"""`companion restore`: put a backup back."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.operations.backup import restore as put_back
from dashboard.processes import folder
from dashboard.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("restore")(restore)


def restore(
    archive: Annotated[Path, typer.Argument(help="A file that `companion backup` wrote.")],
    force: Annotated[bool, typer.Option(help="Set a filled data folder aside first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check an archive and put it into the data folder; refused while the product runs."""
    settings = Settings()
    with folder.held(settings.data_dir.resolve()):
        manifest = put_back(settings, archive, force=force)
    made = manifest.made_at.isoformat(timespec="seconds")
    text = f"{len(manifest.files)} files of {made} are in {settings.data_dir}."
    typer.echo(manifest.model_dump_json() if as_json else text)
