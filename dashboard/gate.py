"""The outermost layer: what never reaches Reflex, and what every answer carries."""

import time
from urllib.parse import parse_qs

import structlog
from reflex.utils import prerequisites
from reflex_base import constants
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.addresses import client_address, header, own_origins
from dashboard.gate_limits import counted, drain, is_declared_over, watched_socket
from dashboard.headers import EMBEDS, HeaderBook, content_policy, script_hashes
from dashboard.limits import Buckets, Seats
from dashboard.logs import new_trace
from dashboard.metrics import REFUSED, REQUEST_SECONDS, SOCKETS
from dashboard.problems import answer, problem
from dashboard.wiring import Root

log = structlog.get_logger(__name__)

SOCKET_PATH = "/_event"
SOCKETS_OF_ADDRESS = 20
BLOCKED = ("/_upload", "/_health", "/ping", "/_all_routes")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_VISITOR = ("/api/", "/assets/", "/metrics", "/_", "/auth/", EMBEDS)
_POLICY_VIOLATION = 1008
_LONGEST_QUERY, _LONGEST_TOKEN, _LONGEST_PROTOCOL = 512, 64, 32
_VISITOR_SECONDS = 400 * 24 * 3600


class Gate:
    """Checks what comes in and completes what goes out."""

    def __init__(self, app: ASGIApp, root: Root) -> None:
        self._app = app
        self._root = root
        self._seats = Seats(SOCKETS_OF_ADDRESS)
        self._connects = Buckets(burst=200, per_second=10)
        folder = prerequisites.get_web_dir() / constants.Dirs.STATIC
        self._pages = frozenset(
            f"/{page.parent.relative_to(folder)}" for page in folder.glob("*/**/index.html")
        )
        self._origins = own_origins(root.settings)
        policy = content_policy(script_hashes(folder), self._origins)
        self._headers = HeaderBook(root.settings, policy=policy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        trace, began = new_trace(), time.perf_counter()
        path, status = scope["path"], 500
        visitor = self._new_visitor(scope)

        async def completed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = self._headers.complete(message.get("headers", ()), path, status)
                headers.append((b"x-trace-id", trace.encode()))
                if visitor is not None and status < 400:
                    headers.append((b"set-cookie", visitor))
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self._answer(scope, receive, completed)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        # No route's pattern reads past a line break: such a path would fall through them all.
        if "\n" in scope["path"] or scope["path"].startswith((*BLOCKED, SOCKET_PATH)):
            REFUSED.labels("blocked path").inc()
            await drain(receive)
            await _refusal(404, "Not found", "There is nothing here.")(scope, receive, send)
        elif scope["method"] not in METHODS:
            REFUSED.labels("method").inc()
            await drain(receive)
            refusal = _refusal(405, "Method not allowed", "This address does not take this method.")
            await refusal(scope, receive, send)
        elif is_declared_over(scope):
            REFUSED.labels("body").inc()
            await drain(receive)
            await _refusal(413, "Too large", "The body is too large.")(scope, receive, send)
        else:
            await self._app(self._as_page(scope), counted(scope, receive), send)

    def _as_page(self, scope: Scope) -> Scope:
        """Serve `/me` as `/me/`, where the build put it, instead of sending people there."""
        if scope["path"] not in self._pages:
            return scope
        path = scope["path"] + "/"
        return {**scope, "path": path, "raw_path": path.encode()}

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = client_address(scope, self._root.settings.trusted_proxies)
        why = await self._why_not(scope, address)
        if why is None and not self._seats.take(address):
            why = "sockets of an address"
        if why is not None:
            REFUSED.labels(why).inc()
            log.warning("socket refused", why=why, address=address)
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        SOCKETS.inc()
        try:
            await self._app(scope, watched_socket(receive), send)
        finally:
            SOCKETS.dec()
            self._seats.leave(address)

    async def _why_not(self, scope: Scope, address: str) -> str | None:
        """Return why a socket is refused, or None."""
        if not scope["path"].startswith(SOCKET_PATH):
            return "path"
        if header(scope, b"origin") not in self._origins:
            return "origin"
        if not _is_modest(scope):
            return "query"
        if not self._connects.take(address):
            return "connects of an address"
        door = self._root.door
        return None if (await door.settled(door.caller(scope))).is_known else "no cookie"

    def _new_visitor(self, scope: Scope) -> bytes | None:
        """Return a visitor cookie for a page that is opened without one."""
        path, door = scope["path"], self._root.door
        is_page = scope["method"] in ("GET", "HEAD") and "." not in path.rsplit("/", 1)[-1]
        if not is_page or path.startswith(NO_VISITOR):
            return None
        if door.caller(scope).visitor is not None:
            return None
        secure = "; Secure" if door.is_secure else ""
        return (
            f"{door.visitor_cookie}={door.signing.new_visitor()}; Path=/; HttpOnly; "
            f"SameSite=Lax; Max-Age={_VISITOR_SECONDS}{secure}"
        ).encode()

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """Log the request by its path alone: queries carry tokens."""
        route = getattr(scope.get("route"), "path", None) or _kind(scope["path"])
        REQUEST_SECONDS.labels(route, scope["method"], str(status)).observe(seconds)
        level = "debug" if route == "asset" else "info"
        getattr(log, level)(
            "request",
            method=scope["method"],
            path=scope["path"][:200],
            status=status,
            ms=round(seconds * 1000, 1),
            address=client_address(scope, self._root.settings.trusted_proxies),
        )


def _is_modest(scope: Scope) -> bool:
    """Say whether query, client token and subprotocol are of the size that our pages send."""
    query = scope.get("query_string", b"")
    if len(query) > _LONGEST_QUERY:
        return False
    token = parse_qs(query.decode("latin-1")).get("token", [""])[0]
    protocols = scope.get("subprotocols") or []
    is_plain = token.replace("-", "").isalnum() and len(token) <= _LONGEST_TOKEN
    return is_plain and all(len(one) <= _LONGEST_PROTOCOL for one in protocols)


def _kind(path: str) -> str:
    if path.startswith("/assets/") or "." in path.rsplit("/", 1)[-1]:
        return "asset"
    return "api" if path.startswith("/api/") else "page"


def _refusal(status: int, title: str, detail: str) -> ASGIApp:
    return answer(problem(status, title, detail))
