"""`companion evaluate`: how good the engine is on a file's data, or on FAR-Trans."""

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from threadpoolctl import threadpool_limits

from recommender.algorithms import named
from recommender.engines import ALS, LOCAL, SPARK, Engine, engine_named
from recommender.errors import Invalid
from recommender.evaluation import AUTO, evaluate_files
from recommender.fartrans.report import evaluate_fartrans
from recommender.selection import SelectionSettings

FAR_TRANS = "far-trans"
WRONG_INPUT = 1
MEMORY_MB = 1_500.0
LANES = 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("evaluate")(evaluate)


def evaluate(
    source: Annotated[str, typer.Argument(help="far-trans, or nothing with --train.")] = "",
    folder: Annotated[Path | None, typer.Argument(help="The FAR-Trans folder.")] = None,
    train: Annotated[Path | None, typer.Option(help="user,item[,weight][,timestamp]")] = None,
    test: Annotated[Path | None, typer.Option(help="What users turned out to want.")] = None,
    k: Annotated[int, typer.Option(min=1, help="Length of the lists.")] = 20,
    algorithm: Annotated[str, typer.Option(help="auto, or one algorithm's name.")] = AUTO,
    budget: Annotated[
        float | None, typer.Option(min=1, help="Seconds to search, estimated; else by the data.")
    ] = None,
    engine: Annotated[str, typer.Option(help="local, or spark (plain ALS).")] = LOCAL,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Choose a model on the training data alone, and judge it on what came next."""
    with threadpool_limits(limits=1):
        if source == FAR_TRANS:
            result = evaluate_fartrans(_given(folder, "the folder of FAR-Trans"), progress=_tell)
        elif source:
            raise typer.BadParameter(f"{source!r} is not known; say far-trans, or --train F.")
        else:
            files = (_given(train, "--train"), _given(test, "--test"))
            result = _on_files(files, _settings(algorithm, k, budget, engine_named(engine)))
    typer.echo(json.dumps(result) if as_json else _told(result))


def _given(path: Path | None, what: str) -> Path:
    if path is None:
        raise typer.BadParameter(f"Please give {what}.")
    return path


def _settings(
    algorithm: str, k: int, budget_seconds: float | None, engine: Engine
) -> SelectionSettings:
    wanted = ALS if engine == SPARK and algorithm == AUTO else algorithm
    chosen = None if wanted == AUTO else named(wanted).name
    return SelectionSettings(
        k=k,
        budget_seconds=budget_seconds,
        memory_mb=MEMORY_MB,
        lanes=min(LANES, os.cpu_count() or 1),
        algorithm=chosen,
        engine=engine,
    )


def _on_files(files: tuple[Path, Path], settings: SelectionSettings) -> dict[str, Any]:
    train, test = files
    try:
        return evaluate_files(train, test, settings=settings, progress=_tell)
    except Invalid as error:
        typer.echo(error.message, err=True)
        for detail in error.details:
            typer.echo(f"  line {detail['line']}: {detail['error']}", err=True)
        raise typer.Exit(WRONG_INPUT) from error


def _tell(message: str, share: float) -> None:
    """Report to a person; the result alone goes to standard output."""
    typer.echo(f"{share:4.0%} {message}", err=True)


def _told(result: dict[str, Any]) -> str:
    plain = {name: value for name, value in result.items() if isinstance(value, int | float | str)}
    return "\n".join(f"{name}: {value}" for name, value in plain.items())
