"""Billers: found by words in Chinese, pinyin (full or initials) or English."""

from typing import Annotated

from fastapi import APIRouter, Query

from dashboard.api.base import Call, reads
from recommender.ports import CUSTOMER
from widgets.ports import BillerPage

router = APIRouter(prefix="/api/v1/billers", tags=["everyday"])
Words = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")]


@router.get("")
async def search_billers(
    call: Annotated[Call, reads(CUSTOMER, scope="recommend:read")],
    query: Words = "",
    region: Annotated[str, Query(pattern=r"^[a-z-]{0,32}$")] = "",
    limit: Annotated[int, Query(ge=1, le=60)] = 20,
) -> BillerPage:
    """Find billers; an empty region is everywhere."""
    return await call.app.life.billers.search(call.actor, query, region, limit)
