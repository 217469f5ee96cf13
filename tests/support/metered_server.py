"""The API behind the gate, served as the product serves it, with one plain route beside it.

Run as `python -m tests.support.metered_server` with the product's own settings in the environment.
The plain route has the same gate, assembly, key check and unit of work as the others, and answers
with a text of the size that is asked for: what everything else is measured against.
"""

import os
from typing import Annotated

import uvloop
from fastapi import APIRouter, FastAPI, Query, Response
from fastapi.routing import APIRoute

from dashboard import logs, wiring
from dashboard.api.assembly import assemble
from dashboard.api.base import Call, reads
from dashboard.gate import Gate
from dashboard.problems import answer, problem
from dashboard.processes.watch import end_with_parent
from dashboard.processes.web import serve
from dashboard.settings import Settings
from recommender import garbage
from recommender.experiments.service import SCOPE

router = APIRouter()
PLAIN = "/api/v1/customers/{customer_id}/plain"


@router.get(PLAIN)
async def plain(
    call: Annotated[Call, reads(scope=SCOPE)],
    customer_id: str,
    size: Annotated[int, Query(ge=2)] = 1000,
) -> Response:
    """Answer with JSON of a size."""
    return Response(b'"' + b"x" * (size - 2) + b'"', media_type="application/json")


def with_plain(api: FastAPI) -> FastAPI:
    """Put the plain route right before the recommendations'."""
    routes = api.router.routes
    at = next(
        place
        for place, route in enumerate(routes)
        if "recommendations" in str(getattr(route, "path", "")) or _holds(route)
    )
    routes.insert(at, next(one for one in router.routes if isinstance(one, APIRoute)))
    return api


def _holds(route: object) -> bool:
    inner = getattr(route, "original_router", None)
    paths = [str(getattr(one, "path", "")) for one in inner.routes] if inner else []
    return any("recommendations" in path for path in paths)


async def main() -> None:
    """Serve until stopped."""
    settings = Settings()
    logs.configure(settings.log_level)
    root = wiring.open_root(settings)
    await root.start()
    pages = answer(problem(404, "No page", "Only the API is here."))
    gate = Gate(with_plain(assemble(pages)), root)
    garbage.settle()
    try:
        await serve(gate, settings)
    finally:
        await root.stop()


if __name__ == "__main__":
    os.environ.setdefault("COMPANION_LOG_LEVEL", "INFO")
    end_with_parent()
    uvloop.run(main())
