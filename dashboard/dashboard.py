"""The Reflex application: pages found by place, behind the guard, the API and the gate."""

import asyncio
import contextlib
import importlib
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import reflex as rx
import structlog
from reflex.app import EventNamespace
from reflex.state import FrontendEventExceptionState
from reflex_base.constants.route import RouteVar
from reflex_base.event import Event, EventSpec
from reflex_base.event.context import EventContext
from starlette.types import ASGIApp

import dashboard.pages
from dashboard import logs, wiring
from dashboard.api.assembly import assemble
from dashboard.errors import CompanionError, SignInRequired
from dashboard.gate import Gate
from dashboard.guard import Guard
from dashboard.parts.alerts import AlertState
from dashboard.parts.head import head_components
from dashboard.parts.message import MessageState
from dashboard.places import modules
from dashboard.problems import message_of
from dashboard.sockets import OwnedNamespace, close_ended_sockets, tell_open_homes
from recommender.ports import SYSTEM_ACTOR

log = structlog.get_logger(__name__)

_LONGEST_REPORT = 500
STYLES = (
    "companion",
    "home",
    "people",
    "studio",
    "policy",
    "trials",
    "developers",
    "themes",
)


class Companion(rx.App):
    """Reflex's application with our own socket namespace, and the gate outermost."""

    def _setup_state(self) -> None:
        super()._setup_state()
        if self.sio is not None and self.event_namespace is not None:
            self._event_namespace = OwnedNamespace(self.event_namespace.namespace, self)
            self.sio.register_namespace(self._event_namespace)

    def __call__(self) -> ASGIApp:
        """Return the ASGI application; nothing of Reflex is reached but through the gate."""
        return Gate(super().__call__(), wiring.root())


def tell(exception: Exception) -> EventSpec | None:
    """Say one message on the page about an error of a handler."""
    if not isinstance(exception, CompanionError):
        log.error("event failed", exc_info=exception)
    if isinstance(exception, SignInRequired):
        return rx.redirect(f"/sign-in?{urlencode({'next': _page()})}")
    shown: EventSpec = MessageState.show(message_of(exception), "error")
    return shown


def _page() -> str:
    return str(EventContext.get().router_data.get(RouteVar.ORIGIN) or "/")


def note(exception: Exception) -> None:
    """Log what a browser reports, which anybody can send: short and on one line."""
    log.warning("page reported an error", report=" ".join(str(exception).split())[:_LONGEST_REPORT])


@contextlib.asynccontextmanager
async def living() -> AsyncIterator[None]:
    """Start and stop what lives beside the requests (FastAPI's lifespan never runs here)."""
    root = wiring.root()
    logs.configure(root.settings.log_level)
    await root.start()
    if not root.settings.is_demo:
        await _close_demo_accounts(root)
    (look,) = Event.from_event_type(AlertState.look)
    watches = (
        asyncio.create_task(close_ended_sockets(_namespace())),
        asyncio.create_task(tell_open_homes(_namespace(), look)),
    )
    try:
        yield
    finally:
        for one in watches:
            one.cancel()
        await root.stop()


async def _close_demo_accounts(root: wiring.Root) -> None:
    """A folder that was a demo keeps none of the accounts whose password everybody knows."""
    async with root.writing() as services:
        closed = await services.people.close_demo(SYSTEM_ACTOR)
    if closed:
        log.warning("demo accounts closed", accounts=closed)


def _namespace() -> EventNamespace:
    if app.event_namespace is None:
        raise RuntimeError("Reflex made no socket namespace; has a page no state?")
    return app.event_namespace


for _name in modules(dashboard.pages):
    importlib.import_module(_name)

FrontendEventExceptionState.auto_reload_on_errors = []  # It answers with a script to evaluate.

app = Companion(
    api_transformer=assemble,
    stylesheets=[f"/{name}.css" for name in STYLES],
    html_lang="zh-Hans",
    head_components=head_components(),
    backend_exception_handler=tell,
    frontend_exception_handler=note,
)
app.add_middleware(Guard())
app.register_lifespan_task(living)
