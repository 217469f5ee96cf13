"""`companion keys`: make, list and end the keys of integrators."""

import json
from typing import Annotated

import typer

from dashboard.cli.session import opened, run_async
from dashboard.people.keys import SCOPES
from dashboard.people.model import Key
from recommender.ports import SYSTEM_ACTOR

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Keys of integrators.")
    group.command("create")(create)
    group.command("list")(list_keys)
    group.command("revoke")(revoke)
    app.add_typer(group, name="keys")


def create(
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    scope: Annotated[list[str], typer.Option(help=f"Any of: {', '.join(SCOPES)}.")],
    days: Annotated[int, typer.Option(help="How long it lives.")] = 365,
    per_minute: Annotated[int, typer.Option(help="Requests that it may send a minute.")] = 6000,
    as_json: AsJson = False,
) -> None:
    """Make a key and show it this once."""
    run_async(_create(name, scope, days=days, per_minute=per_minute, as_json=as_json))


def list_keys(as_json: AsJson = False) -> None:
    """List the keys by prefix; none of them in clear."""
    run_async(_list(as_json=as_json))


def revoke(prefix: Annotated[str, typer.Argument(help="The key's prefix.")]) -> None:
    """End a key; every process refuses it within two seconds."""
    run_async(_revoke(prefix))


async def _create(
    name: str, scopes: list[str], *, days: int, per_minute: int, as_json: bool
) -> None:
    async with opened() as root, root.writing() as app:
        made = await app.api_keys.create(
            SYSTEM_ACTOR, name, scopes, days=days, per_minute=per_minute
        )
    if as_json:
        typer.echo(json.dumps(_told(made.key) | {"secret": made.secret}))
    else:
        typer.echo(f"{made.secret}\nKeep it now: it is stored nowhere and shown only this once.")


async def _list(*, as_json: bool) -> None:
    async with opened() as root, root.reading() as app:
        keys = await app.api_keys.all(SYSTEM_ACTOR)
    if as_json:
        typer.echo(json.dumps([_told(key) for key in keys]))
        return
    for key in keys:
        state = "revoked" if key.revoked_at else f"until {key.expires_at:%Y-%m-%d}"
        typer.echo(f"{key.prefix}  {key.name}  {', '.join(sorted(key.scopes))}  {state}")


async def _revoke(prefix: str) -> None:
    async with opened() as root, root.writing() as app:
        await app.api_keys.revoke(SYSTEM_ACTOR, prefix)
    typer.echo(f"The key {prefix} has ended.")


def _told(key: Key) -> dict[str, object]:
    return {
        "prefix": key.prefix,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "expires_at": key.expires_at.isoformat(),
        "last_used_at": key.last_used_at.isoformat() if key.last_used_at else None,
        "revoked": key.revoked_at is not None,
    }
