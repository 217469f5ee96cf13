"""Collaborative filters, one file each behind one contract; a new file is found by its place.

A module that defines `ALGORITHM` (a subclass of `base.Algorithm`) is an algorithm; the contract
suite in tests/recommender/algorithms runs over all of them by itself.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from recommender.algorithms.base import Algorithm
from recommender.errors import Invalid


@cache
def algorithms() -> Mapping[str, type[Algorithm]]:
    """Return every algorithm by name, in alphabetical order."""
    found: dict[str, type[Algorithm]] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        algorithm = getattr(importlib.import_module(f"{__name__}.{module.name}"), "ALGORITHM", None)
        if algorithm is not None:
            found[algorithm.name] = algorithm
    return MappingProxyType(dict(sorted(found.items())))


def named(name: str) -> type[Algorithm]:
    """Return one algorithm.

    Raises:
        Invalid: No algorithm has this name.
    """
    known = algorithms()
    if name not in known:
        choices = ", ".join(["auto", *known])
        raise Invalid(f"There is no algorithm {name!r}; choose one of {choices}.")
    return known[name]
