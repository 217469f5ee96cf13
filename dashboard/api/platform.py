"""Third-party kinds of cards: manifests, review, the switch that stops one at once."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from dashboard.api.base import Call, public, reads, writes
from dashboard.errors import Invalid, PreconditionRequired
from dashboard.people.roles import COMPLIANCE, OPERATOR, REVIEWER
from dashboard.platform.model import Manifest, WidgetView
from dashboard.platform.service import WRITE_SCOPE
from dashboard.wiring import Root

router = APIRouter(prefix="/api/v1/widgets", tags=["widgets"])
Reading = Annotated[Call, reads(OPERATOR, REVIEWER, COMPLIANCE, scope=WRITE_SCOPE)]
Offering = Annotated[Call, writes(OPERATOR, scope=WRITE_SCOPE)]
Checking = Annotated[Call, writes(REVIEWER, COMPLIANCE)]
Stopping = Annotated[Call, writes(OPERATOR, COMPLIANCE, scope=WRITE_SCOPE)]
Starting = Annotated[Call, writes(OPERATOR, COMPLIANCE)]
Kind = Annotated[str, Path(pattern=r"^x_[a-z0-9_]{3,38}$", description="x_provider_name")]
IfMatch = Annotated[str | None, Header(description="The ETag that the change was made from.")]
_OPEN_KEY = "a public key is public: whoever offers cards checks our requests with it"


class Note(BaseModel):
    """Words to a step."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field("", max_length=2000)


class Approval(Note):
    """The approval of exactly the manifest with this hash."""

    content_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class Reason(BaseModel):
    """Why a kind is switched off."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=500)


class WidgetList(BaseModel):
    """Third-party kinds by name."""

    widgets: list[WidgetView]


class KeySet(BaseModel):
    """Public keys as JWKs."""

    keys: list[dict[str, Any]]


@router.get("/keys")
async def list_keys(root: Annotated[Root, public(_OPEN_KEY)]) -> KeySet:
    """Return the key with which the bank signs its requests."""
    return KeySet(keys=[root.partners.signatures.public])


@router.get("")
async def list_widgets(call: Reading) -> WidgetList:
    """List the kinds: a key's own ones, or all."""
    return WidgetList(widgets=await call.app.platform.list(call.actor))


@router.post("", status_code=201)
async def register_widget(call: Offering, manifest: Manifest, response: Response) -> WidgetView:
    """Register a manifest: version 1, a draft."""
    made = await call.app.platform.register(call.actor, manifest)
    response.headers["Location"] = f"/api/v1/widgets/{made.kind}"
    return _tagged(made, response)


@router.get("/{kind}")
async def get_widget(call: Reading, kind: Kind, response: Response) -> WidgetView:
    """Return a kind with its newest version; the ETag is the condition of the next change."""
    return _tagged(await call.app.platform.get(call.actor, kind), response)


@router.put("/{kind}")
async def put_widget(
    call: Offering, kind: Kind, manifest: Manifest, response: Response, if_match: IfMatch = None
) -> WidgetView:
    """Save an edit: 428 without If-Match, 412 when it is stale; what is live stays live."""
    if manifest.kind != kind:
        raise Invalid("The manifest names another kind.", details=[{"field": "name"}])
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag of the kind that you changed.")
    base = if_match.strip().removeprefix("W/").strip('"')
    return _tagged(await call.app.platform.save(call.actor, manifest, base=base), response)


@router.post("/{kind}/submit")
async def submit_widget(call: Offering, kind: Kind, note: Note) -> WidgetView:
    """Hand the newest version to the reviewers."""
    return await call.app.platform.submit(call.actor, kind, note.note)


@router.post("/{kind}/approve")
async def approve_widget(call: Checking, kind: Kind, approval: Approval) -> WidgetView:
    """Approve exactly the version with this hash: it is in every gallery a second later."""
    return await call.app.platform.approve(
        call.actor, kind, content_hash=approval.content_hash, note=approval.note
    )


@router.post("/{kind}/request-changes")
async def request_changes(call: Checking, kind: Kind, note: Note) -> WidgetView:
    """Send the newest version back with a note."""
    return await call.app.platform.request_changes(call.actor, kind, note.note)


@router.post("/{kind}/suspend")
async def suspend_widget(call: Stopping, kind: Kind, reason: Reason) -> WidgetView:
    """Switch a kind off on every home; a second later it is asked no more anywhere."""
    return await call.app.platform.suspend(call.actor, kind, reason.reason)


@router.post("/{kind}/resume")
async def resume_widget(call: Starting, kind: Kind) -> WidgetView:
    """Switch a kind on again."""
    return await call.app.platform.resume(call.actor, kind)


def _tagged(widget: WidgetView, response: Response) -> WidgetView:
    response.headers["ETag"] = f'"{widget.content_hash}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return widget
