"""The web process: pages, websocket and API on one port, under granian in one event loop."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import uvloop
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from dashboard.processes.checkout import ROOT, SERVE_THE_BUILD
from dashboard.processes.watch import end_with_parent
from dashboard.settings import Settings
from recommender import garbage

BACKLOG = 1024


def load_pages() -> Callable[[], Any]:
    """Import the pages; the result makes the ASGI application with the built front end."""
    os.environ.update(SERVE_THE_BUILD)
    os.chdir(ROOT)
    from dashboard.dashboard import app

    return app


def make_server(application: Any, settings: Settings) -> Server:
    """Return the server, bound where the settings say; requests are logged by the product."""
    return Server(
        application,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        backlog=BACKLOG,
        log_level=LogLevels.error,
        log_access=False,
    )


async def serve(application: Any, settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then let the lifespan tasks flush and close."""
    server = make_server(application, settings)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    await server.serve()


def main() -> None:
    """Run the web process; a start that failed ends with a code other than 0."""
    end_with_parent()
    make_application = load_pages()
    if "--wait" in sys.argv:
        sys.stdin.readline()  # The supervisor says when the schema stands.
    application = make_application()
    garbage.settle()
    uvloop.run(serve(application, Settings()))


if __name__ == "__main__":
    main()
