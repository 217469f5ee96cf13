"""Sizes: what a body and a message may have, whatever they claim."""

import pytest
from starlette.types import Message, Receive

from dashboard.gate_limits import (
    DRAINED_MOST,
    LARGEST_MESSAGE,
    Oversized,
    body_limit,
    counted,
    drain,
    is_declared_over,
    watched_socket,
)


class Sent:
    """A client that sends chunks of one size, and counts how many were asked for."""

    def __init__(self, chunk: int, chunks: int) -> None:
        self._chunk, self._left, self.asked = chunk, chunks, 0

    async def __call__(self) -> Message:
        self.asked += 1
        self._left -= 1
        return {"type": "http.request", "body": b"x" * self._chunk, "more_body": self._left > 0}


async def exhaust(receive: Receive) -> None:
    while (await receive()).get("more_body"):
        pass


@pytest.mark.parametrize(
    ("path", "larger"),
    [("/api/v1/import", "/api/v1/media"), ("/api/v1/media", "/api/x"), ("/api/x", "/auth/sign-in")],
)
def test_addresses_take_what_they_need(path: str, larger: str) -> None:
    assert body_limit(path) > body_limit(larger)


def test_declared_size_is_believed_when_it_is_too_large() -> None:
    scope = {"path": "/auth/sign-in", "headers": [(b"content-length", b"20000")]}
    assert is_declared_over(scope)
    assert not is_declared_over(scope | {"path": "/api/x"})
    assert not is_declared_over(scope | {"headers": [(b"content-length", b"few")]})


async def test_body_is_counted_whatever_was_declared() -> None:
    scope = {"path": "/auth/sign-in", "headers": [(b"content-length", b"1")]}
    with pytest.raises(Oversized):
        await exhaust(counted(scope, Sent(1024, 40)))
    await exhaust(counted(scope, Sent(1024, 10)))


async def test_refused_body_is_read_away_to_a_limit() -> None:
    small, endless = Sent(1024, 3), Sent(1024 * 1024, 1_000_000)
    await drain(small)
    await drain(endless)
    assert small.asked == 3
    assert endless.asked == DRAINED_MOST // (1024 * 1024)


@pytest.mark.parametrize(
    ("size", "kind"),
    [(LARGEST_MESSAGE, "websocket.receive"), (LARGEST_MESSAGE + 1, "websocket.disconnect")],
)
async def test_large_message_is_the_last_one(size: int, kind: str) -> None:
    async def receive() -> Message:
        return {"type": "websocket.receive", "text": "x" * size}

    assert (await watched_socket(receive)())["type"] == kind
