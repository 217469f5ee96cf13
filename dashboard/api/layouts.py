"""The customer's layout: whole reads and conditional writes, steps, and putting two together."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, ConfigDict, Field

from dashboard.api.base import Call, reads, writes
from dashboard.errors import Invalid, PreconditionRequired
from dashboard.layouts import words
from dashboard.layouts.changes import Change
from dashboard.layouts.merging import Clash, Merged
from dashboard.layouts.model import Breakpoint, Layout, LayoutIn, Stored, TileChange
from dashboard.layouts.service import Basis, Mine
from recommender.ports import CUSTOMER

LAYOUT = "/api/v1/customers/{customer_id}/layout"
router = APIRouter(prefix=LAYOUT, tags=["layout"])
Reading = Annotated[Call, reads(CUSTOMER)]
Writing = Annotated[Call, writes(CUSTOMER)]
IfMatch = Annotated[
    str | None,
    Header(description="The ETag that the change was made from; `*` for whatever is newest."),
]
Device = Annotated[
    str, Header(alias="X-Device", max_length=64, description="Named in the history.")
]
CONDITIONAL: dict[int | str, dict[str, Any]] = {
    403: {"description": "The bank's policy forbids it; the reason is in `detail`."},
    412: {"description": "Not the newest version; the newest layout is in `details`."},
    428: {"description": "If-Match is missing."},
}


class ToldChange(Change):
    """One thing that differs, with a sentence that tells it."""

    text: str = ""


class ToldClash(Clash):
    """Where both sides changed the same, with a sentence that tells whose counts."""

    text: str = ""


class MergeIn(BaseModel):
    """What I made of the version that I saw."""

    model_config = ConfigDict(extra="forbid")

    base: int = Field(ge=1, description="The version that my layout was made from.")
    mine: LayoutIn


class MergeOut(BaseModel):
    """The layout that both became, and what was done."""

    layout: Layout
    mine: list[ToldChange] = Field(description="What I had changed.")
    theirs: list[ToldChange] = Field(description="What was changed elsewhere meanwhile.")
    clashes: list[ToldClash] = Field(description="Where only one of both could count.")


class GiveBackIn(BaseModel):
    """Which breakpoint shall follow the desktop again."""

    model_config = ConfigDict(extra="forbid")

    breakpoint: Breakpoint


@router.get("")
async def open_layout(call: Reading, customer_id: str, response: Response) -> Layout:
    """Return the newest layout; its ETag is the condition of the next change."""
    stored = await call.app.layouts.open(call.actor, call.customer(customer_id))
    return tagged(stored, response)


@router.put("", responses=CONDITIONAL)
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
    customer, made_from = call.customer(customer_id), basis(if_match, device)
    return tagged(await call.app.layouts.put(call.actor, customer, wanted, made_from), response)


@router.patch("/tiles/{tile_id}", responses=CONDITIONAL)
async def configure(
    call: Writing,
    customer_id: str,
    tile_id: str,
    change: TileChange,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Set one card's settings, conditions, pin or title; 422 names each field's fault."""
    customer, made_from = call.customer(customer_id), basis(if_match, device)
    stored = await call.app.layouts.configure(call.actor, customer, tile_id, change, made_from)
    return tagged(stored, response)


@router.post("/merge", responses=CONDITIONAL)
async def merge(
    call: Writing,
    customer_id: str,
    body: MergeIn,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> MergeOut:
    """Put my changes since `base` on top of the newest version, as a new version.

    Cards are put together by id, places by breakpoint. What only one side changed is taken from
    that side; where both changed the same, mine counts; a card that one side took away stays
    only if the other changed its settings. The answer lists all of it in words.
    """
    customer, made_from = call.customer(customer_id), basis(if_match, device)
    mine = Mine(body.base, body.mine)
    stored, merged = await call.app.layouts.merge(call.actor, customer, mine, made_from)
    return _merge_out(call, tagged(stored, response), merged)


@router.post("/give-back", responses=CONDITIONAL)
async def give_back(
    call: Writing,
    customer_id: str,
    body: GiveBackIn,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Let a breakpoint that I arranged follow the desktop again, as a new version."""
    customer, made_from = call.customer(customer_id), basis(if_match, device)
    stored = await call.app.layouts.give_back(call.actor, customer, body.breakpoint, made_from)
    return tagged(stored, response)


@router.post("/undo", responses=CONDITIONAL)
async def undo(
    call: Writing,
    customer_id: str,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Take the last step back, as a new version."""
    customer, made_from = call.customer(customer_id), basis(if_match, device)
    return tagged(await call.app.layouts.undo(call.actor, customer, made_from), response)


@router.post("/redo", responses=CONDITIONAL)
async def redo(
    call: Writing,
    customer_id: str,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Take the last undo back, as a new version."""
    customer, made_from = call.customer(customer_id), basis(if_match, device)
    return tagged(await call.app.layouts.redo(call.actor, customer, made_from), response)


@router.post("/reset", responses=CONDITIONAL)
async def reset(
    call: Writing,
    customer_id: str,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Go back to the segment's default, as a new version."""
    customer, made_from = call.customer(customer_id), basis(if_match, device)
    return tagged(await call.app.layouts.reset(call.actor, customer, made_from), response)


def tagged(stored: Stored, response: Response) -> Layout:
    """Give the answer the layout's ETag."""
    response.headers["ETag"] = f'"{stored.layout.version}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return stored.layout


def basis(if_match: str | None, device: str) -> Basis:
    """Read the condition: a version, or `*` for whatever is newest."""
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag of the layout that you changed.")
    tag = if_match.strip().removeprefix("W/").strip('"')
    if tag == "*":
        return Basis(None, device)
    if not tag.isdecimal() or len(tag) > 9:
        raise Invalid("If-Match is not an ETag of a layout.")
    return Basis(int(tag), device)


def told(call: Call, changes: list[Change]) -> list[ToldChange]:
    """Put changes into the caller's words."""
    kinds = call.app.root.partners.kinds
    return [
        ToldChange(**one.model_dump(), text=words.told(one, kinds, call.language))
        for one in changes
    ]


def _merge_out(call: Call, layout: Layout, merged: Merged) -> MergeOut:
    kinds = call.app.root.partners.kinds
    clashes = [
        ToldClash(**one.model_dump(), text=words.told_clash(one, kinds, call.language))
        for one in merged.clashes
    ]
    return MergeOut(
        layout=layout,
        mine=told(call, merged.mine),
        theirs=told(call, merged.theirs),
        clashes=clashes,
    )
