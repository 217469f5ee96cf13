"""Pages without a browser: their handlers run on a real state, as somebody, at an address."""

from contextlib import contextmanager
from typing import Any

from reflex.istate.data import RouterData

from dashboard import wiring
from dashboard.guard import assume
from dashboard.wiring import Root
from recommender.ports import Actor


@contextmanager
def serving(root: Root):
    """Make this root the process's one."""
    wiring.forget_root()
    wiring._root.append(root)
    try:
        yield
    finally:
        wiring.forget_root()


def at(state: type, path: str) -> Any:
    """Make a state whose page is open at an address."""
    made = state(_reflex_internal_init=True)
    data = {"asPath": path, "headers": {"origin": "http://test", "accept-language": "en"}}
    made.router = RouterData.from_router_data(data)
    return made


async def run(actor: Actor, handler: Any, state: Any, *values: Any) -> Any:
    """Run a handler as somebody."""
    with assume(actor):
        return await handler.fn(state, *values)
