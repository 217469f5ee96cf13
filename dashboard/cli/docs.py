"""`companion docs`: write the generated pages."""

import typer

from dashboard.widget_docs import write_all


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("docs")(docs)


def docs() -> None:
    """Write the documentation page of every widget kind."""
    changed = write_all()
    typer.echo(f"{len(changed)} pages changed.")
