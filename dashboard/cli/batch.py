"""`companion batch`: make the lists of everybody who agrees to personalisation, ahead of time."""

import json
import time
from typing import Annotated, Any

import typer

from dashboard.cli.session import opened, run_async
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from recommender.selection import Progress


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("batch")(batch)


def batch(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score every customer who agrees to personalisation and store the best items of each."""
    run_async(_batch(as_json=as_json))


async def _batch(*, as_json: bool) -> None:
    async with opened() as root:
        found = await fill(root, _words)
    typer.echo(json.dumps(found) if as_json else _told(found))


async def fill(root: Root, progress: Progress) -> dict[str, Any]:
    """Make the lists page by page; each is read for long and stored at once."""
    began = time.perf_counter()
    async with root.reading() as app:
        run = await app.batches.begin(SYSTEM_ACTOR)
        everybody = await app.customers.count()
    seen, lists, after, is_last = 0, 0, "", False
    while not is_last:
        async with root.reading() as app:
            page = await app.batches.make(run, after)
        async with root.writing() as app:
            lists += await app.batches.keep(run, page)
        seen, after, is_last = seen + page.seen, page.after, page.seen == 0
        progress(f"{seen} customers", min(seen / max(everybody, 1), 1.0))
    async with root.writing() as app:
        dropped = await app.batches.finish(run)
    seconds = round(time.perf_counter() - began, 2)
    named = {"model_id": run.model_id, "catalogue": run.stand.name}
    return named | {"customers": seen, "lists": lists, "dropped": dropped, "seconds": seconds}


def _told(found: dict[str, Any]) -> str:
    return (
        f"{found['lists']} lists of {found['customers']} customers by model {found['model_id']} "
        f"in {found['seconds']} s; {found['dropped']} older ones taken out."
    )


def _words(message: str, share: float) -> None:
    """Report to a person; the result alone goes to standard output."""
    typer.echo(f"{share:4.0%} {message}", err=True)
