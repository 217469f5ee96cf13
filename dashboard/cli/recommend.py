"""`companion recommend ID`: what a customer is recommended now, and why."""

from typing import Annotated

import typer

from dashboard.cli.session import opened, run_async
from recommender.answer import Answer
from recommender.language import ENGLISH, LANGUAGES
from recommender.ports import SYSTEM_ACTOR


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(recommend)


def recommend(
    customer_id: Annotated[str, typer.Argument(metavar="ID", help="The customer.")],
    kinds: Annotated[str, typer.Option(help="product, content or both.")] = "product,content",
    limit: Annotated[int, typer.Option(min=1, max=100, help="Length of the list.")] = 10,
    language: Annotated[str, typer.Option(help="zh-Hans, zh-Hant or en.")] = ENGLISH,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Show the list that a customer gets now, with reasons; the decision is recorded."""
    if language not in LANGUAGES:
        raise typer.BadParameter(f"The languages are {', '.join(LANGUAGES)}.")
    run_async(_recommend(customer_id, kinds, limit, language=language, as_json=as_json))


async def _recommend(
    customer_id: str, kinds: str, limit: int, *, language: str, as_json: bool
) -> None:
    wanted = tuple(one.strip() for one in kinds.split(",") if one.strip())
    async with opened() as root, root.reading() as app:
        answer = await app.recommend.recommend(
            SYSTEM_ACTOR, customer_id, wanted, "command", limit, language
        )
    typer.echo(answer.model_dump_json() if as_json else _told(answer))


def _told(answer: Answer) -> str:
    lines = [f"Decision {answer.decision_id}, model {answer.model}"]
    for place, item in enumerate(answer.items, start=1):
        lines.append(f"{place:3}. {item.title} ({item.kind} {item.id}, {item.score:.3f})")
        lines.append(f"     {item.why}")
    lines += [f"Withheld: {one.count} {one.text}" for one in answer.withheld]
    return "\n".join(lines)
