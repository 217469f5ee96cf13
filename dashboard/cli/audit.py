"""`companion audit`: prove that the record of changes is whole."""

import json
from typing import Annotated

import typer

from dashboard.audit.model import Verdict
from dashboard.audit.verification import verify
from dashboard.cli.session import opened, run_async

FAULTY = 1


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="The record of every change.")
    group.command("verify")(verify_record)
    group.callback()(_group)
    app.add_typer(group, name="audit")


def _group() -> None:
    """Prove that the record of changes is whole."""


def verify_record(
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as JSON.")] = False,
) -> None:
    """Find every entry that was altered, deleted or cut off; exit code 1 if there is one."""
    run_async(_verify(as_json=as_json))


async def _verify(*, as_json: bool) -> None:
    async with opened() as root:
        verdict = await verify(root.database, root.anchors)
    typer.echo(_json(verdict) if as_json else _told(verdict))
    if not verdict.is_sound:
        raise typer.Exit(FAULTY)


def _json(verdict: Verdict) -> str:
    told = verdict.model_dump(mode="json") | {"sound": verdict.is_sound}
    return json.dumps(told)


def _told(verdict: Verdict) -> str:
    if not verdict.is_sound:
        return "\n".join(fault.message for fault in verdict.faults)
    return (
        f"{verdict.entries} entries are whole and in their place, "
        f"{verdict.unsealed} wait for the sealer, "
        f"entry {verdict.anchored} is the last one anchored."
    )
