"""`companion train`: learn from all events, judge the result, and let it serve if it is better."""

import json
from contextlib import suppress
from typing import Annotated, Any

import typer
from sqlalchemy.exc import SQLAlchemyError

from dashboard.cli.session import opened, run_async
from dashboard.wiring import Root
from recommender.decide import end_of_day
from recommender.engines import LOCAL, Engine, engine_named
from recommender.errors import NotFound
from recommender.experiments.export import Sources, export
from recommender.experiments.failures import TrainingFailed, explained, limit_memory
from recommender.experiments.model import ModelRun
from recommender.experiments.runs import run_training
from recommender.experiments.training import TrainingSettings
from recommender.experiments.unlearning import prove
from recommender.ports import SYSTEM_ACTOR
from recommender.selection import Progress


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(train)


def train(
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as JSON.")] = False,
    engine: Annotated[
        str, typer.Option(help="local, or spark for what one machine cannot hold.")
    ] = (LOCAL),
    job: Annotated[str, typer.Option(help="The queued job that this does.", hidden=True)] = "",
) -> None:
    """Train a model on all events; it serves at once if it is proved better than popularity."""
    run_async(_train(engine_named(engine), as_json=as_json, is_job=bool(job)))


async def _train(engine: Engine, *, as_json: bool, is_job: bool) -> None:
    progress = _lines if is_job else _words
    async with opened() as root:
        if engine == LOCAL:  # Spark's Java asks for address space that it never fills.
            limit_memory(root.settings.training_memory_mb)
        try:
            run = await make_model(root, progress, TrainingSettings(engine=engine))
        except TrainingFailed as error:
            if not is_job:  # The worker records what its children die of.
                await _record(root, error)
            raise
    if is_job:
        typer.echo(json.dumps({"result": _result(run)}))
    elif as_json:
        typer.echo(run.model_dump_json())
    else:
        typer.echo(f"{run.name} ({'serves now' if run.publishable else 'not published'})")
        typer.echo(run.reason)


async def make_model(
    root: Root, progress: Progress, settings: TrainingSettings | None = None
) -> ModelRun:
    """Export, train, store the run and publish it by the rule.

    Ages count from the end of the day, as in serving: the same data make the same model all day.
    """
    progress("Reading the events", 0.0)
    erased = await root.erasures.pseudonyms()
    with explained():
        sources = Sources(root.database, root.scopes, root.catalogue)
        dataset = await export(sources, end_of_day(root.clock.now()))
    if not dataset.shape.pairs:
        raise NotFound("There are no events to learn from yet.")
    proof = prove(dataset.users, erased, root.erasures.pseudonym_of)
    facts = {"unlearning": proof.model_dump(mode="json")}
    folder = root.settings.data_dir / "models"
    wanted = settings or TrainingSettings()
    trained = await run_training(dataset, wanted, folder, progress, facts)
    async with root.writing() as app:
        return await app.models.add(SYSTEM_ACTOR, trained)


async def _record(root: Root, error: TrainingFailed) -> None:
    """Write the failure down, if the disk that may be full takes it."""
    with suppress(SQLAlchemyError, OSError):
        async with root.writing() as app:
            await app.models.fail(SYSTEM_ACTOR, error.message)


def _result(run: ModelRun) -> dict[str, Any]:
    return run.model_dump(mode="json", include={"id", "name", "publishable", "reason", "seconds"})


def _lines(message: str, share: float) -> None:
    """Report to the worker, which reads JSON lines."""
    typer.echo(json.dumps({"progress": round(share, 3), "message": message}))


def _words(message: str, share: float) -> None:
    """Report to a person; the result alone goes to standard output."""
    typer.echo(f"{share:4.0%} {message}", err=True)
