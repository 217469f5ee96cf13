"""Kinds that do what a test tells them, put in the place of a real one."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from dashboard.home.breakers import Breakers
from dashboard.home.memory import LastGood
from dashboard.home.sources import Sources
from dashboard.wiring import Root
from widgets import base, registry

Act = Callable[[base.Context, Any, base.Deed], Awaitable[None]]


class Counted(base.Data):
    """Data that a test recognises."""

    n: int = 0


async def counted(context: base.Context, _config: Any) -> Counted:
    """Say how long the query is."""
    return Counted(n=len(context.query))


def stand_in(root: Root, kind: str = "balances", **fields: Any) -> Sources:
    """Return sources in which one kind has other fields, `load` foremost."""
    given = {"load": counted, "data": Counted, "config": base.Config} | fields
    known = replace(registry.widget(kind), **given)
    kinds = MappingProxyType({**registry.catalogue(), kind: known})
    return replace(root.home_sources, kinds=kinds, memory=LastGood(), breakers=Breakers())
