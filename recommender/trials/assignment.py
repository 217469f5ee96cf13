"""Who gets which arm: by hash, so that nobody moves and nothing has to be remembered."""

from collections.abc import Mapping
from hashlib import blake2b
from math import log

DIGEST_BYTES = 8
HELD_OUT = "held-out"


def arm_of(trial_id: str, shares: Mapping[str, float], customer_id: str) -> str:
    """Return the customer's arm.

    Each arm draws a number by hash, exponential with its share as rate, and the lowest wins.
    An arm that is added takes customers from all others by chance and moves nobody between them.

    Source: Thaler, Ravishankar, Using name-based mappings to increase hit rates, 1998, in the
    weighted form of Schindelhauer and Schomaker, 2005.

    >>> shares = {"control": 0.5, "new": 0.5}
    >>> arm_of("t", shares, "c1") == arm_of("t", {**shares}, "c1")
    True
    """
    return min(shares, key=lambda arm: -log(_draw(trial_id, arm, customer_id)) / shares[arm])


def is_held_out(customer_id: str, share: float) -> bool:
    """Say whether a customer belongs to the permanent hold-out group, in all trials alike."""
    return _draw(HELD_OUT, "", customer_id) < share


def _draw(trial_id: str, arm: str, customer_id: str) -> float:
    """Draw a number above 0 and below 1."""
    text = f"{trial_id}|{arm}|{customer_id}".encode()
    number = int.from_bytes(blake2b(text, digest_size=DIGEST_BYTES).digest(), "big")
    return (number + 0.5) / (1 << (8 * DIGEST_BYTES))
