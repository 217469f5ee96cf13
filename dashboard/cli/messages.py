"""`companion messages`: add new messages to the catalogues, name the ones nobody says."""

import json
from typing import Annotated

import typer
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from dashboard.messages import missing, unused
from recommender.language import CATALOGUES

NEW = CATALOGUES / "zh_Hans" / "new.po"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("messages")(messages)


def messages(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write untranslated messages to new.po; exit 1 while some are missing or unused."""
    absent, idle = missing(), unused()
    if absent:
        _write(absent)
    if as_json:
        typer.echo(json.dumps({"missing": absent, "unused": idle}, ensure_ascii=False))
    else:
        typer.echo(f"{len(absent)} without a translation, {len(idle)} that nobody says.")
        for text in [*absent, *idle]:
            typer.echo(f"  {text}")
    raise typer.Exit(1 if absent or idle else 0)


def _write(texts: list[str]) -> None:
    book = _open()
    for text in texts:
        book.add(text)
    with NEW.open("wb") as file:
        write_po(file, book, sort_output=True, width=0)


def _open() -> Catalog:
    if not NEW.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with NEW.open("rb") as file:
        return read_po(file, locale="zh_Hans")
