"""Groups of customers by the length of their history: what helps one group may harm another."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

GROUPS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"1": (1, 1), "2-5": (2, 5), "6+": (6, 1_000_000)}
)
"""Shortest and longest history of each group, in different items."""


def in_group(lengths: NDArray[np.int64], bounds: tuple[int, int]) -> NDArray[np.bool_]:
    """Say which customers belong to a history group, bool (n,)."""
    least, most = bounds
    inside: NDArray[np.bool_] = (lengths >= least) & (lengths <= most)
    return inside


def group_of(length: int) -> str | None:
    """Return the group of a history; None for an empty one.

    >>> group_of(3)
    '2-5'
    """
    return next((name for name, (least, most) in GROUPS.items() if least <= length <= most), None)
