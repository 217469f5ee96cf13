"""Who may look at a customer's money, and who may change something about it."""

from typing import Protocol

from dashboard.errors import NotAllowed, NotFound
from recommender.ports import MANAGER, RM, RM_SHARING, SYSTEM, Actor, Scope


class Scopes(Protocol):
    """Where consents are read from."""

    async def of(self, customer_id: str) -> Scope:
        """Return what the customer allows now."""
        ...


async def require_sight(scopes: Scopes, actor: Actor, customer_id: str) -> None:
    """Refuse strangers; staff of the desk see money only where the customer shares it.

    Raises:
        NotFound: Somebody else's customer, or none at all.
        NotAllowed: The customer does not share balances with the desk.
    """
    if not actor.may_see(customer_id):
        raise NotFound("There is no such customer.")
    if not actor.has(RM, MANAGER) or actor.customer_id == customer_id:
        return
    if not (await scopes.of(customer_id)).allows(RM_SHARING):
        raise NotAllowed("This customer does not share balances with a relationship manager.")


def require_owner(actor: Actor, customer_id: str) -> None:
    """Refuse everybody but the customer: staff who may look may not act.

    Raises:
        NotFound: Somebody else's customer, or none at all.
        NotAllowed: The actor may look, but only the customer may act.
    """
    if actor.customer_id == customer_id or actor.has(SYSTEM):
        return
    if actor.may_see(customer_id):
        raise NotAllowed("Only the customer may change this.")
    raise NotFound("There is no such customer.")
