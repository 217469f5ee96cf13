"""Customers as the bank's systems send them, and the customers' own consents."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from dashboard.api.base import Call, reads, writes
from dashboard.consents.model import ConsentChange, Consents, ConsentStep
from dashboard.consents.service import WRITE_SCOPE as CONSENTS_SCOPE
from recommender.customers.model import CustomerIn, Facts
from recommender.customers.service import WRITE_SCOPE as CUSTOMERS_SCOPE
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, CUSTOMER, MANAGER, RM

router = APIRouter(prefix="/api/v1/customers", tags=["customers"])
Seeing = Annotated[Call, reads(CUSTOMER, RM, MANAGER, COMPLIANCE, scope=CONSENTS_SCOPE)]


class StoredCustomer(BaseModel):
    """What is known of a customer now."""

    customer_id: str
    customer: CustomerIn


@router.put("/{customer_id}")
async def put_customer(
    call: Annotated[Call, writes(scope=CUSTOMERS_SCOPE)],
    customer_id: ExternalId,
    customer: CustomerIn,
) -> StoredCustomer:
    """Store a customer as the bank knows it now; what is left out is unknown."""
    call.app.root.erasures.refuse(customer_id)
    return _stored(await call.app.customers.put(call.actor, customer_id, customer))


@router.get("/{customer_id}/consents")
async def view_consents(call: Seeing, customer_id: ExternalId) -> Consents:
    """Return what a customer allows, by purpose."""
    return await call.app.consents.view(call.actor, call.customer(customer_id))


@router.get("/{customer_id}/consents/versions")
async def list_versions(call: Seeing, customer_id: ExternalId) -> list[ConsentStep]:
    """Return every choice that a customer made, oldest first."""
    return await call.app.consents.history(call.actor, call.customer(customer_id))


@router.put("/{customer_id}/consents")
async def change_consents(
    call: Annotated[Call, writes(CUSTOMER, RM, MANAGER, COMPLIANCE, scope=CONSENTS_SCOPE)],
    customer_id: ExternalId,
    change: ConsentChange,
) -> Consents:
    """Change what the customer allows; only the customers themselves may."""
    return await call.app.consents.change(call.actor, call.customer(customer_id), change)


def _stored(facts: Facts) -> StoredCustomer:
    names = CustomerIn.model_fields.keys() - {"held", "maturities"}
    plain = {name: getattr(facts, name) for name in names}
    maturities = [
        {"product_id": one.product_id, "amount_minor": one.amount_minor, "on": one.on}
        for one in facts.maturities
    ]
    listed = {"held": sorted(facts.held), "maturities": maturities}
    return StoredCustomer(
        customer_id=facts.customer_id, customer=CustomerIn.model_validate(plain | listed)
    )
