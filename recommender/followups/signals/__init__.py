"""Signals: each module here holds one `SIGNAL`, found by place."""

import importlib
import pkgutil
from functools import cache

from recommender.followups.signals.base import Signal


@cache
def all_signals() -> tuple[Signal, ...]:
    """Find the SIGNAL of every module of this package, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.SIGNAL for module in found if hasattr(module, "SIGNAL"))
