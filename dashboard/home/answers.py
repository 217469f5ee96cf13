"""What the ports answered during one load of a home: the same question is asked once."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, cast

from widgets.ports import Ports

Question = tuple[Any, ...]


class Answers:
    """Asks each question once; cards that ask the same wait for the same answer.

    A card that gives up waiting takes nothing from the others: the question stays asked.
    """

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._asked: dict[Question, asyncio.Task[Any]] = {}

    @property
    def ports(self) -> Ports:
        """The ports through this memory."""
        return cast("Ports", _Named(lambda name: self._port(name)))

    @property
    def asked(self) -> list[asyncio.Task[Any]]:
        """The questions that were asked."""
        return list(self._asked.values())

    def close(self) -> None:
        """Stop waiting for what nobody waits for any more."""
        for task in self._asked.values():
            task.cancel()

    def _port(self, port: str) -> Any:
        real = getattr(self._ports, port)
        return _Named(lambda name: self._method(port, name, getattr(real, name)))

    def _method(self, port: str, name: str, real: Any) -> Any:
        if not inspect.iscoroutinefunction(real):
            return real

        async def ask(*args: Any, **named: Any) -> Any:
            question = (port, name, args, tuple(sorted(named.items())))
            return await self._answer(question, lambda: real(*args, **named))

        return ask

    async def _answer(self, question: Question, ask: Callable[[], Awaitable[Any]]) -> Any:
        try:
            task = self._asked.get(question)
        except TypeError:  # A question that cannot be compared is asked each time.
            return await ask()
        if task is None:
            task = self._asked[question] = asyncio.ensure_future(ask())
            task.add_done_callback(_heard)
        answer = await asyncio.shield(task)
        return list(answer) if isinstance(answer, list) else answer


class _Named:
    """Attributes by name, made when they are asked for."""

    __slots__ = ("_of",)

    def __init__(self, of: Callable[[str], Any]) -> None:
        self._of = of

    def __getattr__(self, name: str) -> Any:
        return self._of(name)


def _heard(task: asyncio.Task[Any]) -> None:
    """Take note of a failure that nobody waited for until the end."""
    if not task.cancelled():
        task.exception()
