"""Products and content as other systems send them, and their approval."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from dashboard.api.base import Call, reads, writes
from recommender.catalogue.model import CONTENT, PRODUCT, CatalogueItem, ContentIn, ProductIn
from recommender.catalogue.service import WRITE_SCOPE, digest
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, MARKETER, REVIEWER

router = APIRouter(prefix="/api/v1", tags=["catalogue"])
Writing = Annotated[Call, writes(scope=WRITE_SCOPE)]
Looking = Annotated[Call, reads(MARKETER, REVIEWER, COMPLIANCE, scope=WRITE_SCOPE)]


class StoredItem(BaseModel):
    """An item as it stands; `hash` is what an approval names."""

    kind: str
    id: str
    titles: dict[str, str]
    state: str
    grade: int | None
    pending_grade: int | None
    hash: str


class Approval(BaseModel):
    """The hash of exactly what the reviewer saw."""

    model_config = ConfigDict(extra="forbid")

    hash: str = Field(pattern=r"^[0-9a-f]{64}$")


@router.put("/products/{item_id}")
async def put_product(call: Writing, item_id: ExternalId, product: ProductIn) -> StoredItem:
    """Store a product; a lower grade than before waits for approval."""
    return _stored(await call.app.catalogue.put(call.actor, product.item(item_id)))


@router.put("/contents/{item_id}")
async def put_content(call: Writing, item_id: ExternalId, content: ContentIn) -> StoredItem:
    """Store content; it is invisible until a reviewer approves it."""
    return _stored(await call.app.catalogue.put(call.actor, content.item(item_id)))


@router.get("/products/{item_id}")
async def get_product(call: Looking, item_id: ExternalId) -> StoredItem:
    """Return a product as it stands."""
    return _stored(await call.app.catalogue.get(PRODUCT, item_id))


@router.get("/contents/{item_id}")
async def get_content(call: Looking, item_id: ExternalId) -> StoredItem:
    """Return content as it stands."""
    return _stored(await call.app.catalogue.get(CONTENT, item_id))


@router.post("/contents/{item_id}/approve")
async def approve_content(
    call: Annotated[Call, writes(REVIEWER)], item_id: ExternalId, approval: Approval
) -> StoredItem:
    """Let content that came from another system be promoted."""
    return _stored(await call.app.catalogue.approve_content(call.actor, item_id, approval.hash))


@router.post("/products/{item_id}/approve-grade")
async def approve_grade(
    call: Annotated[Call, writes(COMPLIANCE)], item_id: ExternalId, approval: Approval
) -> StoredItem:
    """Let a product's grade fall to the one that waits."""
    return _stored(await call.app.catalogue.approve_grade(call.actor, item_id, approval.hash))


def _stored(item: CatalogueItem) -> StoredItem:
    return StoredItem(
        kind=item.kind,
        id=item.id,
        titles=dict(item.titles),
        state=item.state,
        grade=item.grade,
        pending_grade=item.pending_grade,
        hash=digest(item),
    )
