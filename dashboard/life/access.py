"""Who may see everyday matters: the customer alone, and the product itself."""

from dashboard.errors import NotFound
from recommender.ports import SYSTEM, Actor


def require_own(actor: Actor, customer_id: str) -> None:
    """Let the customer in, and the product itself.

    Raises:
        NotFound: It is somebody else, or nobody.
    """
    if actor.customer_id != customer_id and not actor.has(SYSTEM):
        raise NotFound("There is no such customer.")
