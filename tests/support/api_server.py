"""The API alone, served as the product serves it: for tests that kill it again and again.

Run as `python -m tests.support.api_server` with the product's own settings in the environment.
Each line on standard input starts a fresh process, whose id is printed; the imports, which take
most of a start, are made once in the parent.
"""

import os
import sys

import uvloop

from dashboard import wiring
from dashboard.api.assembly import assemble
from dashboard.problems import answer, problem
from dashboard.processes.watch import end_with_parent
from dashboard.processes.web import serve
from dashboard.settings import Settings
from recommender import garbage


async def main() -> None:
    """Serve until killed."""
    settings = Settings()
    await wiring.open_root(settings).start()
    garbage.settle()
    await serve(assemble(answer(problem(404, "No page", "Only the API is here."))), settings)


def serve_on_request() -> None:
    """Fork one server for each line and wait until it was killed."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            end_with_parent()
            uvloop.run(main())
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


if __name__ == "__main__":
    serve_on_request()
