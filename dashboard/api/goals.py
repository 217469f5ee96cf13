"""Savings goals of a customer, with their projection."""

from typing import Annotated

from fastapi import APIRouter

from dashboard.api.base import Call, reads, writes
from dashboard.goals.model import GoalIn
from recommender.ids import ExternalId
from recommender.ports import COMPLIANCE, CUSTOMER, MANAGER, RM
from widgets.ports.goals import GoalList

router = APIRouter(prefix="/api/v1/customers/{customer_id}/goals", tags=["customers"])
Seeing = Annotated[Call, reads(CUSTOMER, RM, MANAGER, COMPLIANCE)]
Changing = Annotated[Call, writes(CUSTOMER)]


@router.get("")
async def list_goals(call: Seeing, customer_id: ExternalId) -> GoalList:
    """Return the goals, the nearest date first, each with its projection and what it assumes."""
    return await call.app.goals.list(call.actor, call.customer(customer_id))


@router.put("/{goal_id}")
async def put_goal(
    call: Changing, customer_id: ExternalId, goal_id: ExternalId, goal: GoalIn
) -> GoalList:
    """Set a goal, new or in place of the one with this id; money is in minor units."""
    return await call.app.goals.put(call.actor, call.customer(customer_id), goal_id, goal)


@router.delete("/{goal_id}")
async def delete_goal(call: Changing, customer_id: ExternalId, goal_id: ExternalId) -> GoalList:
    """Give a goal up; no money moves."""
    customer = call.customer(customer_id)
    await call.app.goals.delete(call.actor, customer, goal_id)
    return await call.app.goals.list(call.actor, customer)
