"""When a transfer looks odd: the whole rule, as compliance may read it.

A transfer is odd in its **amount** when it is at least 5,000 yuan and at least five times the
median of the customer's transfers of the last 90 days; in its **hour** when it is made between
midnight and five in the morning, the bank's time; in its **payee** when the customer has never
paid them before.
Two of the three raise an alert; so does an amount of twenty times the median by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from widgets.ports import Oddity

TRANSFERS = ("transfer", "family", "rent")
"""Kinds of transactions that are transfers to somebody."""
ODD_MINOR, ODD_TIMES, GLARING_TIMES = 500_000, 5, 20
NIGHT_ENDS = 5
ENOUGH = 2
HISTORY_DAYS = 90


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer out of a customer's account.

    Attributes:
        amount_minor: What left the account, above 0.
        at: When, in the bank's time zone.
    """

    id: str
    customer_id: str
    party_id: str
    payee: dict[str, str]
    amount_minor: int
    currency: str
    at: datetime


def oddities(transfer: Transfer, earlier: Sequence[int], *, is_new_payee: bool) -> list[Oddity]:
    """Say what is odd about a transfer; empty where that is too little for an alert.

    Args:
        transfer: The transfer.
        earlier: Amounts of the customer's earlier transfers, in minor units.
        is_new_payee: The customer has never paid them before.
    """
    usual = median(earlier) if earlier else 0
    is_large = transfer.amount_minor >= max(ODD_MINOR, ODD_TIMES * usual)
    signs: dict[Oddity, bool] = {
        "amount": is_large,
        "hour": transfer.at.hour < NIGHT_ENDS,
        "payee": is_new_payee,
    }
    found = [name for name, is_odd in signs.items() if is_odd]
    is_glaring = is_large and bool(usual) and transfer.amount_minor >= GLARING_TIMES * usual
    return found if len(found) >= ENOUGH or is_glaring else []
