"""`companion doctor`: what is wrong on this machine, and what to do about it."""

import asyncio
import json
from typing import Annotated, NoReturn

import typer

from dashboard.cli.session import opened
from dashboard.operations.doctor import examine
from dashboard.operations.kinds import measure
from dashboard.settings import Settings
from widgets.quality import Quality, quality
from widgets.registry import catalogue


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    widgets: Annotated[
        bool, typer.Option("--widgets", help="Check every kind of card instead.")
    ] = False,
) -> None:
    """Look at Python, data folder, disk, database, Redis and models; exit 1 if one is bad."""
    if widgets:
        _widgets(as_json=as_json)
    findings = asyncio.run(examine(Settings()))
    if as_json:
        typer.echo(json.dumps([one.model_dump() for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            typer.echo(f"{one.state:8}{one.name:14}{one.text}")
    raise typer.Exit(1 if any(one.state == "bad" for one in findings) else 0)


def _widgets(*, as_json: bool) -> NoReturn:
    """Print the tier of each kind, with what the next one wants; exit 1 if one has none."""
    found = asyncio.run(inspect())
    if as_json:
        told = [one.model_dump() | {"missing": one.missing} for one in found]
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for one in found:
            typer.echo(f"{one.tier:8}{one.kind:24}{' '.join(one.missing)}")
    raise typer.Exit(1 if any(one.tier == "none" for one in found) else 0)


async def inspect() -> list[Quality]:
    """Check every kind; load each on the bank of the data folder where there is one."""
    if not (Settings().data_dir / "companion.db").exists() and Settings().database_url is None:
        return [quality(known) for known in catalogue().values()]
    async with opened() as root:
        async with root.reading():
            kinds = root.partners.kinds
        measured = await measure(root)
        return [quality(known, measured.get(known.kind)) for known in kinds.values()]
