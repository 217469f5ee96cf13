"""One customer as every source of the engine sees them."""

from typing import Annotated

from fastapi import APIRouter

from dashboard import wiring
from dashboard.api.base import Call, reads
from recommender.experiments.service import SCOPE
from recommender.experiments.sources import CustomerSources
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE

router = APIRouter(prefix="/api/v1/customers", tags=["models"])


@router.get("/{customer_id}/sources")
async def list_sources(
    call: Annotated[Call, reads(COMPLIANCE, scope=SCOPE)], customer_id: ExternalId
) -> CustomerSources:
    """Return what each source would say, neighbours of the history, and what serves."""
    found = await call.app.sources.of(call.actor, customer_id, call.language)
    async with wiring.root().writing() as app:
        await app.audit.record(call.actor, "sources.opened", f"customer:{customer_id}", {})
    return found
