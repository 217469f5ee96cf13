"""How large a request's body and a socket's message may be."""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from dashboard.addresses import header

KIB, MIB = 1024, 1024 * 1024
LARGEST_MESSAGE = 128 * KIB
DRAINED_MOST = 4 * MIB
_BODIES = (
    ("/api/v1/import", 512 * MIB),
    ("/api/v1/media", 10 * MIB),
    ("/api/v1/events", 4 * MIB),
    ("/api/", MIB),
)
_SMALL = 16 * KIB


class Oversized(HTTPException):
    """The body is larger than its address takes."""

    def __init__(self) -> None:
        super().__init__(413)


def body_limit(path: str) -> int:
    """Return how many bytes a body sent to this path may have."""
    return next((limit for prefix, limit in _BODIES if path.startswith(prefix)), _SMALL)


def is_declared_over(scope: Scope) -> bool:
    """Say whether the Content-Length is over the limit already."""
    declared = header(scope, b"content-length")
    return declared.isdigit() and int(declared) > body_limit(scope["path"])


def counted(scope: Scope, receive: Receive) -> Receive:
    """Return a receive that stops at the limit, whatever Content-Length claimed."""
    limit, total = body_limit(scope["path"]), 0

    async def receive_counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise Oversized
        return message

    return receive_counted


async def drain(receive: Receive) -> None:
    """Read a refused body away, to a limit: who is still sending would not see the answer."""
    left = DRAINED_MOST
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body"):
            return


def watched_socket(receive: Receive) -> Receive:
    """Return a receive that ends the socket at a message larger than our pages send."""

    async def receive_watched() -> Message:
        message = await receive()
        size = len(message.get("text") or message.get("bytes") or "")
        if message["type"] == "websocket.receive" and size > LARGEST_MESSAGE:
            return {"type": "websocket.disconnect", "code": 1009}
        return message

    return receive_watched
