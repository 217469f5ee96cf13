"""The command bar of the customer's pages: typed or said, understood on the server."""

from typing import Any

import reflex as rx

from dashboard.commands.model import Command, Heard, Turn
from dashboard.errors import NotFound
from dashboard.guard import acting, allow
from dashboard.layouts.model import Breakpoint
from dashboard.parts.home_state import HomeState
from dashboard.parts.reader import language_of
from dashboard.parts.session import SessionState
from recommender.ports import CUSTOMER, Actor
from widgets.words import t

_FILES = ("command_bar.css", "command_bar.jsx")
_LIBRARY = [rx.asset(file, shared=True) for file in _FILES][-1].importable_path

LABELS = {
    "open": "Find or ask, and arrange",
    "hint": "Find or ask",
    "placeholder": "For example: add bills",
    "speak": "Speak",
    "listening": "Listening",
    "yes": "Yes",
    "no": "No",
    "close": "Close",
    "examples": "Examples",
}
EXAMPLES = ("add bills", "how much do I have", "move news to the top", "read aloud", "dark colours")


class CommandState(rx.State):
    """The last turn; every turn has a number, so that an equal one is seen as new."""

    turn: dict[str, Any] = {}
    _number: int = 0

    @allow(CUSTOMER)
    async def hear(self, heard: Heard) -> Any:
        """Understand what was typed or said."""
        async with acting() as (app, actor):
            speaks = await language_of(app, actor, self.router.headers.accept_language)
            return self._take(await app.commands.hear(actor, _own(actor), heard, speaks))

    @allow(CUSTOMER)
    async def confirm(self, command: Command, at: Breakpoint) -> Any:
        """Do what was confirmed, or what was chosen among several."""
        async with acting(write=True) as (app, actor):
            speaks = await language_of(app, actor, self.router.headers.accept_language)
            turn = await app.commands.carry_out(actor, _own(actor), command, at, speaks)
        return self._take(turn)

    @allow(CUSTOMER)
    async def clear(self) -> None:
        """Forget the last turn."""
        self.turn = {}

    def _take(self, turn: Turn) -> Any:
        self._number += 1
        self.turn = turn.model_dump() | {"number": self._number}
        if turn.href:
            return rx.redirect(turn.href)
        if not turn.is_done:
            return None
        is_home = self.router.url.path.rstrip("/") == ""
        return [SessionState.load, HomeState.reload] if is_home else SessionState.load


def _own(actor: Actor) -> str:
    if actor.customer_id is None:
        raise NotFound("There is no customer behind this sign-in.")
    return actor.customer_id


def _on_hear(heard: rx.Var[str]) -> list[Any]:
    return [heard]


def _on_confirm(command: rx.Var[dict[str, Any]], at: rx.Var[str]) -> list[Any]:
    return [command, at]


class CommandBar(rx.Component):
    """A button that opens the bar; Ctrl+K and the slash open it too."""

    library = _LIBRARY
    tag = "CommandBar"

    turn: rx.Var[dict[str, Any]]
    labels: rx.Var[dict[str, str]]
    examples: rx.Var[list[str]]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Name what the bar tells the page."""
        return super().get_event_triggers() | {
            "on_hear": _on_hear,
            "on_confirm": _on_confirm,
            "on_clear": rx.event.no_args_event_spec,
        }


def command_bar() -> rx.Component:
    """Draw the bar for customers; nobody else has commands."""
    bar = CommandBar.create(
        turn=CommandState.turn,
        labels={key: t(msgid) for key, msgid in LABELS.items()},
        examples=[t(one) for one in EXAMPLES],
        on_hear=CommandState.hear,
        on_confirm=CommandState.confirm,
        on_clear=CommandState.clear,
    )
    return rx.cond(SessionState.is_customer, bar)
