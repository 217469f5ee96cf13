"""Audiences: how many customers a choice reaches, and where the others are lost."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from content.audience import Audience
from content.estimate import Estimate
from dashboard.api.base import Call, reads
from dashboard.people.roles import MARKETER, REVIEWER

router = APIRouter(prefix="/api/v1/audiences", tags=["audiences"])
Reading = Annotated[Call, reads(MARKETER, REVIEWER)]


class AudienceIn(BaseModel):
    """A choice of customers, and whether the card is marketing."""

    model_config = ConfigDict(extra="forbid")

    audience: Audience = Audience()
    marketing: bool = False


@router.post("/estimate")
async def estimate(call: Reading, wanted: AudienceIn) -> Estimate:
    """Count whom the audience reaches; reached and lost add up to the base."""
    return await call.app.estimates.of(call.actor, wanted.audience, marketing=wanted.marketing)
