"""`companion users`: open, list and close accounts, and give them roles."""

import json
from typing import Annotated

import typer

from dashboard.cli.session import opened, run_async
from dashboard.people.model import User
from dashboard.people.passwords import check_new_password
from dashboard.people.roles import SIGNED_IN
from recommender.ports import SYSTEM_ACTOR

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Account = Annotated[str, typer.Argument(help="The account's name.")]
Roles = Annotated[list[str], typer.Option("--role", help=f"Any of: {', '.join(SIGNED_IN)}.")]
CustomerId = Annotated[str | None, typer.Option(help="The customer of a customer's account.")]
Password = Annotated[
    str,
    typer.Option(
        prompt=True, hide_input=True, confirmation_prompt=True, envvar="COMPANION_NEW_PASSWORD"
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Accounts of people.")
    group.command("add")(add)
    group.command("list")(list_users)
    group.command("role")(role)
    group.command("disable")(disable)
    app.add_typer(group, name="users")


def add(account: Account, role: Roles, password: Password, customer_id: CustomerId = None) -> None:
    """Open an account; its password is asked for, or read from COMPANION_NEW_PASSWORD."""
    check_new_password(password)
    user = User(account, {"en": account}, frozenset(role), customer_id=customer_id)
    run_async(_add(user, password))


def list_users(as_json: AsJson = False) -> None:
    """List the accounts with their roles."""
    run_async(_list(as_json=as_json))


def role(account: Account, role: Roles) -> None:
    """Give an account these roles and no others; its sessions end."""
    run_async(_role(account, role))


def disable(account: Account) -> None:
    """Close an account; its sessions end."""
    run_async(_disable(account))


async def _add(user: User, password: str) -> None:
    async with opened() as root:
        hashed = await root.passwords.hash(password)
        async with root.writing() as app:
            await app.people.add(SYSTEM_ACTOR, user, password_hash=hashed)
    typer.echo(f"The account {user.id} is open.")


async def _list(*, as_json: bool) -> None:
    async with opened() as root, root.reading() as app:
        users = await app.people.all(SYSTEM_ACTOR)
    if as_json:
        typer.echo(json.dumps([_told(user) for user in users]))
        return
    for user in users:
        closed = "  closed" if user.is_disabled else ""
        typer.echo(f"{user.id}  {', '.join(sorted(user.roles))}{closed}")


async def _role(account: str, roles: list[str]) -> None:
    async with opened() as root, root.writing() as app:
        changed = await app.people.set_roles(SYSTEM_ACTOR, account, roles)
    typer.echo(f"{account} is now {', '.join(sorted(changed.roles))}.")


async def _disable(account: str) -> None:
    async with opened() as root, root.writing() as app:
        await app.people.disable(SYSTEM_ACTOR, account)
    typer.echo(f"The account {account} is closed.")


def _told(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "roles": sorted(user.roles),
        "customer_id": user.customer_id,
        "disabled": user.is_disabled,
    }
