"""`companion doctor`: what is wrong on this machine, and what to do about it."""

import asyncio
import json
from typing import Annotated

import typer

from dashboard.operations.doctor import examine
from dashboard.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look at Python, data folder, disk, database, Redis and models; exit 1 if one is bad."""
    findings = asyncio.run(examine(Settings()))
    if as_json:
        typer.echo(json.dumps([one.model_dump() for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            typer.echo(f"{one.state:8}{one.name:14}{one.text}")
    raise typer.Exit(1 if any(one.state == "bad" for one in findings) else 0)
