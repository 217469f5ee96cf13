"""`companion models`: what was trained, what serves, and how an unused model would do."""

from typing import Annotated

import typer

from dashboard.cli.session import opened, run_async
from recommender.experiments.model import ModelList
from recommender.oversight.model import SHADOW, Check, OffPolicyReport, ShadowReport
from recommender.ports import SYSTEM_ACTOR

JSON = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Model = Annotated[str, typer.Argument(metavar="ID", help="The model, as `models list` names it.")]
WHY = {
    "nothing_random": "Nothing was shown by chance: nothing can be estimated of another model.",
    "too_little": "Too few places were shown by chance to estimate anything yet.",
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What was trained, what serves, how an unused model would do.")
    group.command("list")(show)
    group.command("evaluate")(evaluate)
    group.command("activate")(activate)
    app.add_typer(group, name="models")


def show(*, as_json: JSON = False) -> None:
    """List the training runs, the newest first."""
    run_async(_show(as_json=as_json))


def evaluate(model_id: Model, *, as_json: JSON = False) -> None:
    """Hold a model against the log: overlap, rank correlation, and its clicks off-policy."""
    run_async(_evaluate(model_id, as_json=as_json))


def activate(model_id: Model) -> None:
    """Let a model serve; an earlier one is a roll back."""
    run_async(_activate(model_id))


async def _show(*, as_json: bool) -> None:
    async with opened() as root, root.reading() as app:
        listed = await app.models.list(SYSTEM_ACTOR)
    typer.echo(listed.model_dump_json() if as_json else _listed(listed))


async def _evaluate(model_id: str, *, as_json: bool) -> None:
    async with opened() as root, root.reading() as app:
        asked = await app.oversight.asked(SYSTEM_ACTOR, model_id, SHADOW)
        made = await app.oversight.make(SYSTEM_ACTOR, asked)
    typer.echo(made.model_dump_json() if as_json else _told(made))


async def _activate(model_id: str) -> None:
    async with opened() as root, root.writing() as app:
        listed = await app.models.activate(SYSTEM_ACTOR, model_id)
    typer.echo(_listed(listed))


def _listed(listed: ModelList) -> str:
    active = listed.active.model_id if listed.active else ""
    lines = [
        f"{'*' if run.id == active else ' '} {run.id} {run.created_at:%Y-%m-%d %H:%M} {run.name}"
        for run in listed.runs
    ]
    return "\n".join(lines) or "No model yet: run `companion train` first."


def _told(check: Check) -> str:
    report = ShadowReport.model_validate(check.report)
    lines = [
        f"{report.decisions} decisions made again, {report.lost} whose inputs are gone.",
        f"Same items in the list: {report.overlap:.0%}; rank correlation {report.correlation:.2f}.",
        f"Clicked items that it lists too: {report.clicks_kept:.0%} of {report.clicks}.",
        f"Scoring took {report.seconds * 1000:.1f} ms, with the serving model "
        f"{report.seconds_now * 1000:.1f} ms (medians).",
    ]
    return "\n".join([*lines, _estimated(report.off_policy)])


def _estimated(found: OffPolicyReport) -> str:
    if found.new is None or found.now is None:
        return WHY[found.reason]
    new, now = found.new, found.now
    return (
        f"Of {found.places} places that chance filled (worth {found.effective:.0f}) it would have "
        f"been clicked {new.value:.3f} ({new.low:.3f} to {new.high:.3f}) against "
        f"{now.value:.3f} ({now.low:.3f} to {now.high:.3f}) now."
    )
