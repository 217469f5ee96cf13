"""`companion new {widget|algorithm|signal} NAME`: one source file and one test, both working."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dashboard import widget_docs
from dashboard.errors import Conflict, Invalid

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "dashboard" / "templates"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class Part(StrEnum):
    """What can be made."""

    WIDGET = "widget"
    ALGORITHM = "algorithm"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Home:
    """Where the two files of a part live."""

    source: Path
    tests: Path


HOMES = {
    Part.WIDGET: Home(Path("widgets/kinds"), Path("tests/widgets/kinds")),
    Part.ALGORITHM: Home(Path("recommender/algorithms"), Path("tests/recommender/algorithms")),
    Part.SIGNAL: Home(
        Path("recommender/followups/signals"), Path("tests/recommender/followups/signals")
    ),
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new")(new)


def new(
    part: Annotated[Part, typer.Argument(help="What to make.")],
    name: Annotated[str, typer.Argument(help="Its name: small letters, digits, underscores.")],
) -> None:
    """Write a working source file and its test; a widget's page is generated as well."""
    if not NAME.fullmatch(name):
        raise Invalid(f"'{name}' is no module name: use small letters, digits and underscores.")
    home = HOMES[part]
    targets = {
        ROOT / home.source / f"{name}.py": TEMPLATES / f"{part}.py.txt",
        ROOT / home.tests / f"test_{name}.py": TEMPLATES / f"{part}_test.py.txt",
    }
    taken = [path for path in targets if path.exists()]
    if taken:
        raise Conflict(f"{taken[0].relative_to(ROOT)} exists already; choose another name.")
    for target, template in targets.items():
        target.write_text(_filled(template, name), encoding="utf-8")
        typer.echo(f"wrote {target.relative_to(ROOT)}")
    if part is Part.WIDGET:
        _document()


def _filled(template: Path, name: str) -> str:
    words = name.replace("_", " ")
    title = words[0].upper() + words[1:]
    text = template.read_text(encoding="utf-8")
    return text.replace("{kind}", name).replace("{Title}", title)


def _document() -> None:
    for path in widget_docs.write_all():
        typer.echo(f"wrote {path.relative_to(ROOT)}")
    typer.echo("Translate its words: `companion messages` names them.")
