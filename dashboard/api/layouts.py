"""The customer's layout: whole reads and conditional writes, history, undo, redo, reset."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from dashboard.api.base import Call, reads, writes
from dashboard.errors import Invalid, PreconditionRequired
from dashboard.layouts.model import Layout, LayoutIn, Stored, VersionView
from dashboard.layouts.service import Basis
from recommender.ports import CUSTOMER

router = APIRouter(prefix="/api/v1/customers/{customer_id}/layout", tags=["layout"])
Reading = Annotated[Call, reads(CUSTOMER)]
Writing = Annotated[Call, writes(CUSTOMER)]
IfMatch = Annotated[str | None, Header(description="The ETag that the change was made from.")]
Device = Annotated[
    str, Header(alias="X-Device", max_length=64, description="Named in the history.")
]


@router.get("")
async def open_layout(call: Reading, customer_id: str, response: Response) -> Layout:
    """Return the newest layout; its ETag is the condition of the next change."""
    stored = await call.app.layouts.open(call.actor, call.customer(customer_id))
    return _tagged(stored, response)


@router.put("")
async def put_layout(
    call: Writing,
    customer_id: str,
    wanted: LayoutIn,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Replace the layout: 428 without If-Match, 412 when it is stale, 403, 422."""
    basis = _basis(if_match, device)
    customer = call.customer(customer_id)
    return _tagged(await call.app.layouts.put(call.actor, customer, wanted, basis), response)


@router.get("/versions")
async def list_versions(
    call: Reading, customer_id: str, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> list[VersionView]:
    """List the history, newest first."""
    return await call.app.layouts.versions(call.actor, call.customer(customer_id), limit)


@router.post("/undo")
async def undo(
    call: Writing,
    customer_id: str,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Take the last step back, as a new version."""
    customer, basis = call.customer(customer_id), _basis(if_match, device)
    return _tagged(await call.app.layouts.undo(call.actor, customer, basis), response)


@router.post("/redo")
async def redo(
    call: Writing,
    customer_id: str,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Take the last undo back, as a new version."""
    customer, basis = call.customer(customer_id), _basis(if_match, device)
    return _tagged(await call.app.layouts.redo(call.actor, customer, basis), response)


@router.post("/reset")
async def reset(
    call: Writing,
    customer_id: str,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Go back to the segment's default, as a new version."""
    customer, basis = call.customer(customer_id), _basis(if_match, device)
    return _tagged(await call.app.layouts.reset(call.actor, customer, basis), response)


def _tagged(stored: Stored, response: Response) -> Layout:
    response.headers["ETag"] = f'"{stored.layout.version}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return stored.layout


def _basis(if_match: str | None, device: str) -> Basis:
    """Read the condition: a version, or `*` for whatever is newest."""
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag of the layout that you changed.")
    tag = if_match.strip().removeprefix("W/").strip('"')
    if tag == "*":
        return Basis(None, device)
    if not tag.isdecimal() or len(tag) > 9:
        raise Invalid("If-Match is not an ETag of a layout.")
    return Basis(int(tag), device)
