"""`companion run`: the whole product under one supervisor."""

import logging
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.processes.supervisor import supervise
from dashboard.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(run)


def run(
    port: Annotated[int | None, typer.Option(help="Port (default: COMPANION_PORT).")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of all data.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
) -> None:
    """Start Valkey, the web process and the worker, and keep them running until Ctrl-C."""
    given: dict[str, Any] = {"port": port, "data_dir": data_dir}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    logging.basicConfig(level=settings.log_level, format="supervisor: %(message)s")
    supervise(settings, open_browser=not no_browser)
