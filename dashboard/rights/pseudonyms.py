"""What stands for an erased customer: a keyed hash that nobody can turn back without the key."""

import hashlib
import hmac
from collections.abc import Callable

PREFIX = "erased-"
DIGITS = 24
"""96 bits: no two customers of any bank share one."""


class Pseudonyms:
    """Pseudonyms of one instance.

    Whoever knows a customer's id and holds the instance's secret can find the records that the
    law keeps; nobody can go from those records to the customer.

    Args:
        secret: Returns the instance's secret (`COMPANION_SECRET`, or the key file).
    """

    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._secret = secret

    def of(self, customer_id: str) -> str:
        """Return a customer's pseudonym."""
        message = f"erasure|{customer_id}".encode()
        return PREFIX + hmac.new(self._secret(), message, hashlib.sha256).hexdigest()[:DIGITS]
