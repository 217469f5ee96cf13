"""A layout's history: versions, names, what differs between them, and going back to one."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from dashboard.api.layouts import (
    CONDITIONAL,
    LAYOUT,
    Device,
    IfMatch,
    Reading,
    ToldChange,
    Writing,
    basis,
    tagged,
    told,
)
from dashboard.layouts.model import NAME_MAX, Layout, VersionView

router = APIRouter(prefix=LAYOUT, tags=["layout"])
Version = Annotated[int, Path(ge=1, le=999_999_999)]


class NameIn(BaseModel):
    """What to call a version."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=NAME_MAX, description="Empty: it has no name any more.")


class RestoreIn(BaseModel):
    """Which version to go back to."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1)


@router.get("/versions")
async def list_versions(
    call: Reading, customer_id: str, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> list[VersionView]:
    """List the newest versions and all that have a name, newest first."""
    return await call.app.layouts.versions(call.actor, call.customer(customer_id), limit)


@router.put("/versions/{version}/name")
async def name_version(
    call: Writing, customer_id: str, version: Version, body: NameIn
) -> VersionView:
    """Give a version a name, so that it is kept; 409 when it is gone or too many have one."""
    customer = call.customer(customer_id)
    return await call.app.layouts.name(call.actor, customer, version, body.name)


@router.get("/versions/{version}/diff")
async def diff(
    call: Reading,
    customer_id: str,
    version: Version,
    to: Annotated[int | None, Query(ge=1, description="Left out: the newest version.")] = None,
) -> list[ToldChange]:
    """List what differs from this version to another one, in the caller's language."""
    customer = call.customer(customer_id)
    return told(call, await call.app.layouts.diff(call.actor, customer, version, to))


@router.post("/restore", responses=CONDITIONAL)
async def restore(
    call: Writing,
    customer_id: str,
    body: RestoreIn,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Go back to any version that is kept, as a new version; it can be undone."""
    customer, made_from = call.customer(customer_id), basis(if_match, device)
    stored = await call.app.layouts.restore(call.actor, customer, body.version, made_from)
    return tagged(stored, response)
