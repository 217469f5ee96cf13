"""The process that decides: does what comes over a socket, its standard input, until that ends.

Run as `python -m recommender.offload.worker`, by `recommender.offload.pool` alone.
"""

import gc
import logging
import socket
import sys
from collections.abc import Iterator
from typing import BinaryIO

from threadpoolctl import threadpool_limits

from recommender import garbage
from recommender.offload.handover import (
    HEAD,
    Message,
    Outcome,
    Task,
    framed,
    keep,
    packed,
    unpacked,
)

READY = b""
"""The first frame that is sent: everything is imported."""

logger = logging.getLogger(__name__)


def main() -> None:
    """Answer each task in its turn; one that fails is answered with nothing."""
    threadpool_limits(limits=1, user_api="blas")
    garbage.settle()
    with socket.socket(fileno=sys.stdin.fileno()) as line:
        line.sendall(framed(READY))
        for message in messages(line.makefile("rb")):
            if isinstance(message, Task):
                line.sendall(framed(packed(attempt(message))))
            else:
                keep(message)
                gc.freeze()


def messages(source: BinaryIO) -> Iterator[Message]:
    """Read message after message until the input ends, wherever that is."""
    while len(head := source.read(HEAD.size)) == HEAD.size:
        (size,) = HEAD.unpack(head)
        body = source.read(size)
        if len(body) < size:
            return
        yield unpacked(body)


def attempt(task: Task) -> Outcome | None:
    """Decide; whoever asked decides itself where this fails, and meets the error there."""
    try:
        return task.done()
    except Exception:
        logger.exception("A decision failed beside the process that asked for it.")
        return None


if __name__ == "__main__":
    main()
