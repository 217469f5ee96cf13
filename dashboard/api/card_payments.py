"""Payments by card as the core bank asks for them: paid, or declined with the reason."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, writes
from dashboard.bank.cards.model import CardPaymentIn, CardPaymentTaken
from dashboard.bank.cards.payments import WRITE_SCOPE

router = APIRouter(prefix="/api/v1/card-payments", tags=["everyday"])


@router.post("")
async def take_card_payment(
    call: Annotated[Call, writes(scope=WRITE_SCOPE)], payment: CardPaymentIn
) -> CardPaymentTaken:
    """Pay by card, unless it is frozen, out of date, over a limit or without money."""
    return await call.app.card_payments.take(call.actor, payment)
