"""Whether the product lives, is ready, and its figures."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.api.base import operations, public
from dashboard.metrics import MODEL_ALARM, MODEL_DRIFT
from dashboard.wiring import Root
from recommender.oversight.model import Check, CheckState
from recommender.ports import SYSTEM_ACTOR

router = APIRouter(tags=["health"])

ANSWER_SECONDS = 0.25
Found = TypeVar("Found")
State = Literal["ok", "degraded", "down"]
Drift = Literal["ok", "alarm", "unknown"]


class Live(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """Whether requests can be served; Redis is speed only, so its loss degrades."""

    status: State
    database: State
    redis: State
    model: Literal["ok", "degraded", "none"]
    drift: Drift


@router.get("/api/health/live")
async def live(_root: Annotated[Root, public("says only that the process answers")]) -> Live:
    """Say that the process answers."""
    return Live()


@router.get("/api/health/ready")
async def ready(response: Response, root: Annotated[Root, public("says only up or down")]) -> Ready:
    """Say whether the product can serve; answered in 0.3 s even if a part hangs."""
    database, redis, _, drifted = await asyncio.gather(
        _in_time(_database(root)),
        _in_time(root.cache.is_healthy()),
        _in_time(_looked(root)),
        _in_time(_drift(root)),
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
        drift=_told(drifted or None),
    )


@router.get("/metrics", include_in_schema=False)
async def metrics(root: Annotated[Root, operations("metrics:read")]) -> Response:
    """Show the figures in Prometheus' form."""
    drift = await _drift(root)
    MODEL_ALARM.set(_told(drift) == "alarm")
    MODEL_DRIFT.clear()
    for one in drift.report.get("features", ()) if drift else ():
        MODEL_DRIFT.labels(one["name"]).set(one["index"] / one["limit"])
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _drift(root: Root) -> Check | None:
    """Return the newest drift check of the serving model, whichever process made it."""
    try:
        async with root.reading() as app:
            return await app.oversight.drift(SYSTEM_ACTOR)
    except (SQLAlchemyError, OSError):
        return None


def _told(drift: Check | None) -> Drift:
    if drift is None or drift.state in (CheckState.WAITING, CheckState.TOO_LITTLE):
        return "unknown"
    return "alarm" if drift.state is CheckState.ALARM else "ok"


async def _in_time(check: Coroutine[Any, Any, Found]) -> Found | Literal[False]:
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
