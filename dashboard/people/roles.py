"""The roles of people, and the groups of them that policies name."""

from recommender.ports import (
    COMPLIANCE,
    CUSTOMER,
    INTEGRATOR,
    MANAGER,
    MARKETER,
    OPERATOR,
    REVIEWER,
    RM,
    VISITOR,
)

STAFF = (MARKETER, REVIEWER, RM, MANAGER, COMPLIANCE, OPERATOR)
SIGNED_IN = (CUSTOMER, *STAFF)
EVERYONE = (VISITOR, *SIGNED_IN)

__all__ = [
    "COMPLIANCE",
    "CUSTOMER",
    "EVERYONE",
    "INTEGRATOR",
    "MANAGER",
    "MARKETER",
    "OPERATOR",
    "REVIEWER",
    "RM",
    "SIGNED_IN",
    "STAFF",
    "VISITOR",
]
