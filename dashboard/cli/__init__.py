"""The command `companion`: every module here registers its own commands, found by place."""

import importlib
import pkgutil
import sys
from collections.abc import Sequence

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from recommender.errors import CompanionError


def module_names() -> list[str]:
    """List the modules that hold commands."""
    return [module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_"]


def command_of(module: str) -> str:
    """Return the first word of the commands in a module: `import_` holds `import`."""
    return module.rstrip("_").replace("_", "-")


def application(words: Sequence[str] = ()) -> typer.Typer:
    """Return the commands; only the module that the first word names is imported, if one is."""
    app = typer.Typer(
        name="companion", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    app.callback()(_companion)
    named = [name for name in module_names() if words and command_of(name) == words[0]]
    for name in named or module_names():
        module = importlib.import_module(f"{__name__}.{name}")
        if hasattr(module, "register"):
            module.register(app)
    return app


def _companion() -> None:
    """Wealth Companion: a home screen, a personalization engine and the desks around them."""


def main() -> None:
    """Run one command; an error that a person can act on is one sentence and exit code 1."""
    try:
        application(sys.argv[1:])()
    except CompanionError as error:
        typer.echo(error.message, err=True)
        sys.exit(1)
    except ValidationError as error:
        typer.echo("\n".join(_setting_at_fault(one) for one in error.errors()), err=True)
        sys.exit(2)


def _setting_at_fault(error: ErrorDetails) -> str:
    name = "_".join(str(part) for part in ("COMPANION", *error["loc"])).upper()
    return f"{name}: {error['msg']}"
