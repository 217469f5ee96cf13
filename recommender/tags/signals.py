"""Which reasons rest on something that the customer may take away."""

from recommender.answer import Reason
from recommender.tags.model import id_of

REMOVABLE = frozenset({"liked", "shared", "read", "clicked", "viewed", "used"})
"""What was done on a screen. What is held or was bought is a fact of the account."""


def signal_behind(reason: Reason) -> str:
    """Return the tag that takes a reason away, empty where nothing can be taken."""
    if reason.code not in REMOVABLE or not reason.evidence:
        return ""
    return id_of((reason.evidence[0].kind, reason.evidence[0].id))
