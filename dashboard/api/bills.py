"""A customer's bills, and paying one: again and again it is paid once."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, reads, writes
from recommender.ids import ExternalId
from recommender.ports import CUSTOMER
from widgets.ports import BillToPay, Receipt

router = APIRouter(prefix="/api/v1/customers/{customer_id}/bills", tags=["everyday"])


@router.get("")
async def list_bills(
    call: Annotated[Call, reads(CUSTOMER)], customer_id: ExternalId
) -> list[BillToPay]:
    """List the bills that are open, the earliest first."""
    return await call.app.life.billers.to_pay(call.actor, call.customer(customer_id))


@router.post("/{bill_id}/pay")
async def pay_bill(
    call: Annotated[Call, writes(CUSTOMER)], customer_id: ExternalId, bill_id: ExternalId
) -> Receipt:
    """Pay a bill from the current account; 409 when too little is on it or it is frozen."""
    return await call.app.life.billers.pay(call.actor, call.customer(customer_id), bill_id)
