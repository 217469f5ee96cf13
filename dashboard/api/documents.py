"""A customer's documents, and those that are written out of the ledger as files."""

from typing import Annotated

from fastapi import APIRouter, Response

from dashboard.api.base import Call, reads
from recommender.ids import ExternalId
from recommender.ports import CUSTOMER
from widgets.ports import Paper

router = APIRouter(prefix="/api/v1/customers/{customer_id}/documents", tags=["everyday"])
Reading = Annotated[Call, reads(CUSTOMER)]


@router.get("")
async def list_documents(call: Reading, customer_id: ExternalId) -> list[Paper]:
    """List the documents, the newest first."""
    return await call.app.life.papers.papers(call.actor, call.customer(customer_id))


@router.get("/{paper_id}/file", response_class=Response)
async def open_file(call: Reading, customer_id: ExternalId, paper_id: ExternalId) -> Response:
    """Return a statement or a certificate as comma-separated values."""
    customer = call.customer(customer_id)
    file = await call.app.life.papers.file(call.actor, customer, paper_id, call.language)
    return Response(
        file.text,
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "private, no-store",
        },
    )
