"""`companion train`: learn from all events, judge the result, and let it serve if it is better."""

import json
from typing import Annotated, Any

import typer

from dashboard.cli.session import opened, run_async
from dashboard.wiring import Root
from recommender.errors import NotFound
from recommender.experiments.export import Sources, export
from recommender.experiments.model import ModelRun
from recommender.experiments.runs import run_training
from recommender.experiments.training import TrainingSettings
from recommender.ports import SYSTEM_ACTOR
from recommender.selection import Progress


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(train)


def train(
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as JSON.")] = False,
    job: Annotated[str, typer.Option(help="The queued job that this does.", hidden=True)] = "",
) -> None:
    """Train a model on all events; it serves at once if it is proved better than popularity."""
    run_async(_train(as_json=as_json, is_job=bool(job)))


async def _train(*, as_json: bool, is_job: bool) -> None:
    progress = _lines if is_job else _words
    async with opened() as root:
        run = await make_model(root, progress)
    if is_job:
        typer.echo(json.dumps({"result": _result(run)}))
    elif as_json:
        typer.echo(run.model_dump_json())
    else:
        typer.echo(f"{run.name} ({'serves now' if run.publishable else 'not published'})")
        typer.echo(run.reason)


async def make_model(root: Root, progress: Progress) -> ModelRun:
    """Export, train, store the run and publish it by the rule."""
    progress("Reading the events", 0.0)
    sources = Sources(root.database, root.scopes, root.catalogue)
    dataset = await export(sources, root.clock.now())
    if not dataset.shape.pairs:
        raise NotFound("There are no events to learn from yet.")
    folder = root.settings.data_dir / "models"
    trained = await run_training(dataset, TrainingSettings(), folder, progress)
    async with root.writing() as app:
        return await app.models.add(SYSTEM_ACTOR, trained)


def _result(run: ModelRun) -> dict[str, Any]:
    return run.model_dump(mode="json", include={"id", "name", "publishable", "reason", "seconds"})


def _lines(message: str, share: float) -> None:
    """Report to the worker, which reads JSON lines."""
    typer.echo(json.dumps({"progress": round(share, 3), "message": message}))


def _words(message: str, share: float) -> None:
    """Report to a person; the result alone goes to standard output."""
    typer.echo(f"{share:4.0%} {message}", err=True)
