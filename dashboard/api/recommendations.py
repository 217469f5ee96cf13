"""Recommendations of one customer, and what goes with one item."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from dashboard.api.base import Call, reads
from recommender.answer import Answer
from recommender.catalogue.model import Kind
from recommender.dataset import ItemKey
from recommender.experiments.service import MOST_ITEMS, SCOPE
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, CUSTOMER, MANAGER, RM, VISITOR

router = APIRouter(prefix="/api/v1", tags=["recommendations"])
Asking = Annotated[Call, reads(CUSTOMER, RM, MANAGER, COMPLIANCE, scope=SCOPE)]
Looking = Annotated[Call, reads(VISITOR, CUSTOMER, RM, MANAGER, COMPLIANCE, scope=SCOPE)]
Kinds = Annotated[str, Query(max_length=64, description="product, content, service; by comma.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS)]
Scenario = Annotated[str, Query(pattern=r"^[a-z_]{1,32}$")]
Language = Annotated[str | None, Query(description="zh-Hans, zh-Hant or en.")]


@router.get("/customers/{customer_id}/recommendations", response_model=Answer)
async def recommend(
    call: Asking,
    customer_id: ExternalId,
    *,
    kinds: Kinds = "product,content",
    scenario: Scenario = "home",
    limit: Limit = 10,
    lang: Language = None,
) -> Response:
    """Return the ranked list, with reasons, what was withheld and the decision's id."""
    customer = call.customer(customer_id)
    body = await call.app.recommend.reply(
        call.actor, customer, _named(kinds), scenario, limit, call.language
    )
    return Response(body, media_type="application/json")


@router.get("/items/{kind}/{item_id}/related")
async def relate(
    call: Looking,
    kind: Kind,
    item_id: ExternalId,
    *,
    kinds: Kinds = "product,content",
    customer_id: Annotated[ExternalId | None, Query()] = None,
    limit: Limit = 10,
    lang: Language = None,
) -> Answer:
    """Return what goes with an item; without a customer, only what is open to everybody."""
    customer = call.actor.customer_id
    if customer_id is not None:
        customer = call.customer(customer_id)
    return await call.app.recommend.related(
        call.actor,
        ItemKey(kind, item_id),
        _named(kinds),
        customer_id=customer,
        limit=limit,
        language=call.language,
    )


def _named(kinds: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in kinds.split(",") if one.strip())
