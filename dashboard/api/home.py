"""The whole home with its data in one round trip."""

from typing import Annotated

from fastapi import APIRouter, Response

from dashboard.api.base import Call, reads
from dashboard.home.model import Home
from recommender.ports import CUSTOMER

router = APIRouter(prefix="/api/v1/customers/{customer_id}/home", tags=["home"])


@router.get("")
async def open_home(
    call: Annotated[Call, reads(CUSTOMER)], customer_id: str, response: Response
) -> Home:
    """Return the layout and every tile with its data; each tile has its own state."""
    customer = call.customer(customer_id)
    home = await call.app.home.open(call.actor, customer, call.language)
    response.headers["ETag"] = f'"{home.layout.version}"'
    response.headers["Cache-Control"] = "private, no-store"
    return home
