"""`companion import`: customers, products, content and events; all of them or none."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.session import opened, run_async
from recommender.imports.model import FileKind, ImportReport
from recommender.imports.purposes import parse_actions, parse_purposes
from recommender.imports.service import CONSENT_SCOPE, WRITE_SCOPE
from recommender.imports.sources import sources
from recommender.imports.sources.base import Given, Source
from recommender.imports.sources.csv import Csv
from recommender.ports import INTEGRATOR, Actor

OPERATOR_AT_THE_TERMINAL = Actor(
    "cli", frozenset({INTEGRATOR}), scopes=frozenset({WRITE_SCOPE, CONSENT_SCOPE})
)
"""Not the system: content that is imported waits for a reviewer whoever imports it."""
WRONG_INPUT = 1

File = Annotated[Path | None, typer.Option(exists=True, dir_okay=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
DryRun = Annotated[bool, typer.Option(help="Check everything, write nothing.")]
Consents = Annotated[
    str | None,
    typer.Option(
        help="What customers allow where the files do not say: personalisation,… or none."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands, one for each source."""
    group = typer.Typer(no_args_is_help=True)
    group.callback()(_group)
    for name, source in sources().items():
        command = import_csv if source is Csv else _command(source)
        group.command(name, help=source.summary)(command)
    group.command("undo")(undo)
    group.command("list")(list_imports)
    app.add_typer(group, name="import")


def _group() -> None:
    """Bring in customers, products, content and events; all of them or none."""


def import_csv(
    *,
    customers: File = None,
    products: File = None,
    contents: File = None,
    events: File = None,
    consents: Consents = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Import CSV files with a header; every wrong line is named and nothing is written."""
    given: dict[str, Path | None] = {
        "customers": customers,
        "products": products,
        "contents": contents,
        "events": events,
    }
    files = {kind: path for kind, path in given.items() if path is not None}
    if not files:
        raise typer.BadParameter("Name at least one file: --customers, --products, …")
    run_async(_import(Csv, Given(files), consents, dry_run=dry_run, as_json=as_json))


def _command(source: type[Source]) -> Callable[..., None]:
    """Make the command of a source that is one file or folder."""

    def run(
        path: Annotated[Path, typer.Argument(exists=True, help="The file or folder.")],
        *,
        into: Annotated[
            FileKind | None, typer.Option(help="What the rows, or Gorse's items, are.")
        ] = None,
        action: Annotated[
            list[str] | None, typer.Option(help="TYPE=ACTION for foreign feedback, or TYPE=skip.")
        ] = None,
        consents: Consents = None,
        dry_run: DryRun = False,
        as_json: AsJson = False,
    ) -> None:
        given = Given({"": path}, into, parse_actions(action or ()))
        run_async(_import(source, given, consents, dry_run=dry_run, as_json=as_json))

    return run


def undo(import_id: str, *, as_json: AsJson = False) -> None:
    """Take an import back: its rows are gone as if it had never been."""
    run_async(_undo(import_id, as_json=as_json))


def list_imports(*, as_json: AsJson = False) -> None:
    """List the newest imports."""
    run_async(_list(as_json=as_json))


async def _import(
    source: type[Source], given: Given, consents: str | None, *, dry_run: bool, as_json: bool
) -> None:
    async with opened() as root:
        report = await root.imports.run(
            OPERATOR_AT_THE_TERMINAL,
            source(given),
            dry_run=dry_run,
            purposes=parse_purposes(consents),
            progress=_progress,
        )
    typer.echo(report.model_dump_json() if as_json else _told(report))
    if report.errors:
        raise typer.Exit(WRONG_INPUT)


async def _undo(import_id: str, *, as_json: bool) -> None:
    async with opened() as root:
        view = await root.imports.undo(OPERATOR_AT_THE_TERMINAL, import_id)
    typer.echo(view.model_dump_json() if as_json else f"Import {view.id} has been taken back.")


async def _list(*, as_json: bool) -> None:
    async with opened() as root:
        views = await root.imports.every(OPERATOR_AT_THE_TERMINAL)
    if as_json:
        typer.echo(json.dumps([view.model_dump(mode="json") for view in views]))
    for view in views if not as_json else ():
        typer.echo(f"{view.id}  {view.state:8}  {view.created_at:%Y-%m-%d %H:%M}  {view.source}")


def _progress(what: str, rows: int) -> None:
    typer.echo(f"{what}: {rows} rows", err=True)


def _told(report: ImportReport) -> str:
    if report.errors:
        wrong = [
            f"{one.file} line {one.line}: {_column(one.column)}{one.error}" for one in report.errors
        ]
        return "\n".join([*wrong, "Nothing was written."])
    rows = ", ".join(f"{count} {kind}" for kind, count in report.rows.items())
    told = [f"Left out: {count} {what}." for what, count in report.left_out.items()]
    if report.consents:
        told.append(f"Consents of {report.consents} customers, where none was known.")
    if report.dry_run:
        return "\n".join([f"All lines are right: {rows}. Nothing was written.", *told])
    known = f"{report.duplicates} events were known" if report.duplicates else "all new"
    told.append(f"To take it back: companion import undo {report.id}")
    return "\n".join([f"Imported {rows} ({known}).", *told])


def _column(name: str | None) -> str:
    return f"{name}: " if name else ""
