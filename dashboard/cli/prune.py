"""`companion prune`: take out what is older than the policy keeps, or say what that would be."""

from typing import Annotated

import typer

from dashboard.cli.session import opened, run_async
from dashboard.retention.model import Pruned


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("prune")(prune)


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Take out decisions, events and models that are older than COMPANION_KEEP_* days."""
    run_async(_prune(dry_run=dry_run, as_json=as_json))


async def _prune(*, dry_run: bool, as_json: bool) -> None:
    async with opened() as root:
        found = await (root.pruner.plan() if dry_run else root.pruner.prune())
    typer.echo(found.model_dump_json() if as_json else _told(found, is_plan=dry_run))


def _told(found: Pruned, *, is_plan: bool) -> str:
    verb = "Would take out" if is_plan else "Took out"
    return (
        f"{verb} {found.decisions} decisions, {found.sources} inputs that no decision names, "
        f"{found.events} events, {len(found.models)} models ({found.freed_bytes / 1e6:.1f} MB)."
    )
