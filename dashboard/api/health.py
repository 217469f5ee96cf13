"""Whether the product lives, is ready, and its figures."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.api.base import operations, public
from dashboard.wiring import Root

router = APIRouter(tags=["health"])

ANSWER_SECONDS = 0.25
State = Literal["ok", "degraded", "down"]


class Live(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """Whether requests can be served; Redis is speed only, so its loss degrades."""

    status: State
    database: State
    redis: State
    model: Literal["ok", "degraded", "none"]


@router.get("/api/health/live")
async def live(_root: Annotated[Root, public("says only that the process answers")]) -> Live:
    """Say that the process answers."""
    return Live()


@router.get("/api/health/ready")
async def ready(response: Response, root: Annotated[Root, public("says only up or down")]) -> Ready:
    """Say whether the product can serve; answered in 0.3 s even if a part hangs."""
    database, redis, _ = await asyncio.gather(
        _in_time(_database(root)), _in_time(root.cache.is_healthy()), _in_time(_looked(root))
    )
    model = root.models.state
    state: State = "ok" if redis and model != "degraded" else "degraded"
    if not database:
        state, response.status_code = "down", 503
    return Ready(
        status=state,
        database="ok" if database else "down",
        redis="ok" if redis else "degraded",
        model=model,
    )


@router.get("/metrics", include_in_schema=False)
async def metrics(_root: Annotated[Root, operations("metrics:read")]) -> Response:
    """Show the figures in Prometheus' form."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _in_time(check: Coroutine[Any, Any, bool]) -> bool:
    try:
        return await asyncio.wait_for(check, ANSWER_SECONDS)
    except TimeoutError:
        return False


async def _looked(root: Root) -> bool:
    """Have the process look at the active model; opening one goes on when the time is over."""
    with suppress(SQLAlchemyError, OSError):
        return await asyncio.shield(asyncio.ensure_future(root.models.now())) is not None
    return False


async def _database(root: Root) -> bool:
    try:
        async with root.database.reading() as session:
            return bool(await session.scalar(text("SELECT 1")))
    except (SQLAlchemyError, OSError):
        return False
