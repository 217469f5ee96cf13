"""One interaction of one customer with one item, and what it says about interest."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

PRODUCT, CONTENT, SERVICE = "product", "content", "service"
READ_DWELL_MS = 5_000
"""A view of at least 5 s counts as read (DESIGN section 5)."""

ACTION_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "buy": 5.0,
        "hold": 4.0,
        "apply": 4.0,
        "like": 3.0,
        "share": 3.0,
        "click": 2.0,
        "view": 1.0,
        "impression": 0.0,
        "dismiss": 0.0,
        "redeem": 0.0,
    }
)
"""Interest per action; 0 means that the action is no sign of interest."""

READ_WEIGHT = 2.0
OWNING_ACTIONS = frozenset({"buy", "hold", "apply"})
ENGAGING_ACTIONS = frozenset({"click", "like", "share"})


class ItemKey(NamedTuple):
    """An item across kinds: `kind` is product, content or service."""

    kind: str
    id: str


class Interaction(NamedTuple):
    """What one customer did with one item.

    Attributes:
        at: Aware instant; for `hold` the day on which it is known to be held.
        dwell_ms: Time on the item in milliseconds; None where it was not measured.
        weight: Interest that overrides the action's own; None takes the action's.
    """

    user: str
    item: ItemKey
    action: str
    at: datetime
    dwell_ms: int | None = None
    weight: float | None = None


def is_read(interaction: Interaction) -> bool:
    """Say whether the interaction is a reading: a view of at least 5 seconds."""
    return interaction.action == "view" and (interaction.dwell_ms or 0) >= READ_DWELL_MS


def weigh(interaction: Interaction) -> float:
    """Return the interest (0 or more) that the interaction shows."""
    if interaction.weight is not None:
        return max(interaction.weight, 0.0)
    if is_read(interaction):
        return READ_WEIGHT
    return ACTION_WEIGHTS.get(interaction.action, 0.0)


def is_target(interaction: Interaction) -> bool:
    """Say whether it is what a recommendation hopes for: to own a product, to engage else."""
    if interaction.item.kind == PRODUCT:
        return interaction.action in OWNING_ACTIONS
    return is_read(interaction) or interaction.action in ENGAGING_ACTIONS | OWNING_ACTIONS


def is_reading(interaction: Interaction) -> bool:
    """Say whether a content was taken in, so that it may speak for the products it links to."""
    if interaction.item.kind != CONTENT:
        return False
    return is_read(interaction) or interaction.action in {"like", "share"}
