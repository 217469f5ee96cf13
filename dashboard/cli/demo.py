"""`companion demo`: make the demo bank, bring it up to yesterday, or begin it anew."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from typing import Annotated

import typer

from dashboard import schema
from dashboard.bank import demo
from dashboard.bank.demo.plan import CUSTOMERS
from dashboard.cli.session import configured, opened, run_async
from dashboard.processes.folder import held

FEWEST, MOST = 12, 9_999


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(make_demo)


def make_demo(
    reset: Annotated[
        bool, typer.Option("--reset", help="Delete the demo's data first; stop the product before.")
    ] = False,
    customers: Annotated[
        int, typer.Option(min=FEWEST, max=MOST, help="How many customers a new demo bank has.")
    ] = CUSTOMERS,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make the demo bank and bring it up to yesterday (demo mode only)."""
    with held(configured().data_dir) if reset else nullcontext():
        run_async(_make(customers, reset=reset, as_json=as_json))


async def _make(customers: int, *, reset: bool, as_json: bool) -> None:
    progress: Callable[[str], None] = _silent if as_json else typer.echo
    async with opened() as root:
        await schema.bring_up(root.database)
        await (demo.reset if reset else demo.ensure)(root, progress, customers=customers)
        found = await demo.summary(root)
    typer.echo(json.dumps(found) if as_json else _sentence(found))


def _sentence(found: dict[str, str | int]) -> str:
    return (
        f"The demo bank lives from {found['anchor']} on, through {found['through']}: "
        f"{found['customers']} customers, {found['transactions']} transactions, "
        f"{found['events']} events."
    )


def _silent(_text: str) -> None:
    """Say nothing: the answer is JSON."""
