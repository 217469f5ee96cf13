"""The socket of the pages: bound to its owner, limited, and closed when the session ends."""

import asyncio
from typing import Any

import reflex as rx
import structlog
from reflex.app import EventNamespace
from reflex.state import StateUpdate
from reflex_base.constants.route import RouteVar
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from socketio.exceptions import ConnectionRefusedError
from sqlalchemy.exc import SQLAlchemyError

from dashboard import wiring
from dashboard.limits import Buckets
from dashboard.metrics import REFUSED

log = structlog.get_logger(__name__)

_PRIVATE_HEADERS = ("cookie", "authorization", "proxy-authorization")
_WATCH_SECONDS = 1.0
_LONGEST_NAME, _LONGEST_PATH, _MOST_PARAMETERS = 300, 2000, 30


class OwnedNamespace(EventNamespace):
    """Reflex's event namespace behind the product's door."""

    def __init__(self, namespace: str, app: rx.App) -> None:
        super().__init__(namespace, app)
        self._events_of_owner = Buckets(burst=80, per_second=30)
        self._events_of_address = Buckets(burst=400, per_second=150)

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let a known caller in; the gate has already checked origin and cookie."""
        root = wiring.root()
        caller = await root.door.settled(root.door.caller(environ.get("asgi.scope", {})))
        if not caller.is_known:
            raise ConnectionRefusedError("Please load the page again.")
        root.callers.add(sid, caller)
        try:
            await super().on_connect(sid, environ, auth)
        except BaseException:
            root.callers.remove(sid)
            raise

    def on_disconnect(self, sid: str) -> asyncio.Task[None] | None:
        """Forget the caller."""
        wiring.root().callers.remove(sid)
        return super().on_disconnect(sid)

    async def on_event(self, sid: str, data: Any) -> None:
        """Pass an event on if its owner is still signed in and below the limit."""
        caller = wiring.root().callers.get(sid)
        if caller is None or not _is_event(data):
            return
        if caller != await wiring.root().door.settled(caller):
            await self.disconnect(sid)
            return
        if not (
            self._events_of_owner.take(caller.owner)
            and self._events_of_address.take(caller.address)
        ):
            REFUSED.labels("rate of events").inc()
            log.warning("event dropped", why="rate", address=caller.address)
            return
        if data["name"] not in RegistrationContext.get().event_handlers:
            REFUSED.labels("unknown event").inc()
            log.warning("event refused", why="unknown", event_name=data["name"])
            return
        await super().on_event(sid, data)

    async def link_token_to_sid(self, sid: str, token: str, *, update_state: bool = True) -> None:
        """Accept a client token of this owner only; anybody else gets a new and empty one."""
        root = wiring.root()
        caller = root.callers.get(sid)
        if caller is None:
            return
        is_ours = root.door.signing.is_socket_token(token, caller.owner)
        if not is_ours or self.token_to_sid.get(token, sid) != sid:
            token = root.door.signing.socket_token(caller.owner)
            await self.emit("new_token", token, to=sid)
        await super().link_token_to_sid(sid, token, update_state=update_state)

    def _build_static_router_data(self, sid: str, environ: dict[str, Any]) -> dict[str, Any]:
        """Keep cookies and keys out of the state, and so out of Redis and the page's variables."""
        data = super()._build_static_router_data(sid, environ)
        for name in _PRIVATE_HEADERS:
            data[RouteVar.HEADERS].pop(name, None)
        return data


def _is_event(data: Any) -> bool:
    """Say whether this has the shape of an event; anything else is not worth a log line."""
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        return False
    route, payload = data.get("router_data", {}), data.get("payload", {})
    if len(data["name"]) > _LONGEST_NAME or not isinstance(payload, dict):
        return False
    return isinstance(route, dict) and _is_route(route)


def _is_route(route: dict[Any, Any]) -> bool:
    """Say whether the page that the event names is a path with text parameters."""
    query = route.get(RouteVar.QUERY, {})
    paths = (route.get(RouteVar.PATH, ""), route.get(RouteVar.ORIGIN, ""))
    if not isinstance(query, dict) or len(query) > _MOST_PARAMETERS:
        return False
    return all(isinstance(one, str) and len(one) <= _LONGEST_PATH for one in paths) and all(
        isinstance(one, str | list) for one in query.values()
    )


async def tell_open_homes(namespace: EventNamespace, look: Event) -> None:
    """Have the tabs look whose home has news; what they see is asked by their own session."""
    homes = wiring.root().open_homes
    while True:
        for tab in await homes.news(within_seconds=_WATCH_SECONDS):
            if tab in namespace.token_to_sid:
                await namespace.emit_update(StateUpdate(events=[look]), tab)
            else:
                homes.drop(tab)


async def close_ended_sockets(namespace: EventNamespace) -> None:
    """Close, once a second, the sockets whose session another request or process ended."""
    root = wiring.root()
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        try:
            await _close_ended(root, namespace)
        except (SQLAlchemyError, OSError):
            log.exception("sessions could not be read")


async def _close_ended(root: wiring.Root, namespace: EventNamespace) -> None:
    sessions = root.callers.sessions()
    if not sessions:
        return
    ended = await root.door.ended(sorted(sessions))
    for session in ended:
        root.door.forget(session)
    for socket in root.callers.sockets_of(ended):
        await namespace.disconnect(socket)
