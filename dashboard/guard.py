"""Who may run which event of the pages: deny by default, for every handler of every state."""

import inspect
import math
import typing
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

import reflex as rx
import structlog
from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from reflex.middleware.middleware import Middleware
from reflex.state import (
    BaseState,
    FrontendEventExceptionState,
    OnLoadInternalState,
    State,
    StateUpdate,
    UpdateVarsInternalState,
)
from reflex_base.constants.route import RouteVar
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY

from dashboard import wiring
from dashboard.errors import Invalid, NotAllowed, SignInRequired
from dashboard.metrics import REFUSED
from dashboard.people.door import NOBODY
from dashboard.people.model import Caller
from dashboard.people.roles import EVERYONE, VISITOR
from dashboard.wiring import Services
from recommender.ports import Actor

log = structlog.get_logger(__name__)

_POLICY = "_companion_policy"
_DEEPEST = 12
PAIR = 2
_FRAMEWORK = {
    State: ("hydrate", "hydrate_and_load", "set_is_hydrated"),
    OnLoadInternalState: ("on_load_internal", "set_is_hydrated"),
    UpdateVarsInternalState: ("update_vars_internal",),
    FrontendEventExceptionState: ("handle_frontend_exception",),
}
"""Reflex's own handlers that every page needs; `setvar` is none of them."""

_assumed: ContextVar[Actor | None] = ContextVar("assumed_actor", default=None)


@dataclass(frozen=True)
class Policy:
    """What a handler demands of its caller.

    Attributes:
        roles: Any of these may run it.
        takes: Model of the payload; without one it is made from the handler's annotations.
        is_chained: Only other handlers may run it, never a client.
    """

    roles: frozenset[str] = frozenset()
    takes: type[BaseModel] | None = None
    is_chained: bool = False


def allow(*roles: str, takes: type[BaseModel] | None = None, background: bool = False) -> Any:
    """Make an event handler that these roles may run; one without this is refused.

    Args:
        roles: Role names; groups are in `dashboard.people.roles`.
        takes: Validates the event's payload before the handler runs.
        background: As in `rx.event(background=True)`.
    """
    if not roles:
        raise ValueError("A policy names at least one role.")
    return _marker(Policy(frozenset(roles), takes), background)


def chained(handler: Callable[..., Any]) -> Any:
    """Make an event handler that only the server itself may run, after another one."""
    return _marker(Policy(is_chained=True), False)(handler)


def _marker(policy: Policy, background: bool) -> Callable[[Callable[..., Any]], Any]:
    def mark(handler: Callable[..., Any]) -> Any:
        setattr(handler, _POLICY, policy)
        return rx.event(handler, background=True) if background else rx.event(handler)

    return mark


def policy_of(event_name: str) -> Policy | None:
    """Return the policy of a registered handler, or None if it declares none."""
    found = RegistrationContext.get().event_handlers.get(event_name)
    return getattr(found.handler.fn, _POLICY, None) if found else None


def roles_for(handlers: Sequence[Any]) -> frozenset[str]:
    """Return the roles that may run all of these handlers: those whom a page is for."""
    found = frozenset(EVERYONE)
    for one in handlers:
        policy = getattr(getattr(one, "handler", one).fn, _POLICY, Policy())
        found &= policy.roles
    return found


def is_framework(event_name: str) -> bool:
    """Say whether the event is one of Reflex's own that every page needs."""
    return event_name in _framework_events()


@asynccontextmanager
async def acting(*, write: bool = False) -> AsyncIterator[tuple[Services, Actor]]:
    """Open the services for whoever sent the event, as the session's row says now."""
    root = wiring.root()
    actor = await current_actor()
    async with root.writing() if write else root.reading() as app:
        yield app, actor


async def current_actor() -> Actor:
    """Return who sent the event that runs now; its arguments have no say in it."""
    assumed = _assumed.get()
    if assumed is not None:
        return assumed
    caller = current_caller()
    return await wiring.root().door.actor(caller) if caller else NOBODY


def current_caller() -> Caller | None:
    """Return whose socket sent the event that runs now, None outside of one."""
    try:
        socket = EventContext.get().router_data.get(RouteVar.SESSION_ID, "")
    except LookupError:
        return None
    return wiring.root().callers.get(socket)


@contextmanager
def assume(actor: Actor) -> Iterator[None]:
    """Run handlers as this actor (tests and jobs, which have no socket)."""
    token = _assumed.set(actor)
    try:
        yield
    finally:
        _assumed.reset(token)


class Guard(Middleware):
    """Refuses each event whose handler does not allow its caller."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Return None to let the event pass, an update or an error to stop it."""
        if not _is_sane(event.payload):
            return _refuse(event, "payload", None)
        if is_framework(event.name):
            return None
        policy = policy_of(event.name)
        if policy is None:
            return _refuse(event, "no policy", None)
        if policy.is_chained:
            is_chained = EventContext.get().parent_txid is not None
            return None if is_chained else _refuse(event, "only chained", None)
        actor = await current_actor()
        if not actor.has(*policy.roles):
            return _turn_away(event, actor)
        _validate(event, policy)
        return None


def _refuse(event: Event, why: str, actor: Actor | None) -> StateUpdate:
    REFUSED.labels("event").inc()
    log.warning("event refused", event_name=event.name[:120], why=why, actor=actor and actor.id)
    return StateUpdate()


def _turn_away(event: Event, actor: Actor) -> StateUpdate:
    """Say no to a person; where a page was opened the message says why."""
    _refuse(event, "role", actor)
    if actor.has(VISITOR) or actor is NOBODY:
        raise SignInRequired("Please sign in to go on.")
    raise NotAllowed("This is not for your role.")


def _validate(event: Event, policy: Policy) -> None:
    handler = RegistrationContext.get().event_handlers[event.name].handler.fn
    model = policy.takes or arguments_of(handler)
    payload = {name: _submitted(value) for name, value in event.payload.items()}
    try:
        taken = model.model_validate(payload)
    except ValidationError as error:
        details = [
            {"field": ".".join(map(str, one["loc"])), "error": one["msg"]}
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise Invalid("Please check the input.", details=details) from error
    named = taken.model_dump(exclude_unset=True) if policy.takes else _given(taken)
    event.payload.update(named)


def _submitted(value: Any) -> Any:
    """Return a form as field -> value; Reflex sends it as ordered pairs under one key."""
    pairs = value.get(FORM_DATA_ENTRIES_KEY) if isinstance(value, Mapping) else None
    if not isinstance(pairs, list):
        return value
    return {str(one[0]): one[1] for one in pairs if isinstance(one, list) and len(one) == PAIR}


def _given(taken: BaseModel) -> dict[str, Any]:
    return {name: getattr(taken, name) for name in taken.model_fields_set}


@cache
def arguments_of(handler: Callable[..., Any]) -> type[BaseModel]:
    """Make the model of a handler's arguments from its annotations."""
    hints = typing.get_type_hints(handler)
    fields: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(handler).parameters.items())[1:]:
        default = ... if parameter.default is inspect.Parameter.empty else parameter.default
        fields[name] = (hints.get(name, Any), default)
    config = ConfigDict(extra="forbid", allow_inf_nan=False, arbitrary_types_allowed=True)
    return create_model(handler.__qualname__, __config__=config, **fields)


def _is_sane(value: Any, depth: int = 0) -> bool:
    """Say whether a payload is shallow and all of its numbers are finite."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Mapping):
        return all(_is_sane(one, depth + 1) for one in value.values())
    if isinstance(value, list | tuple):
        return all(_is_sane(one, depth + 1) for one in value)
    return True


@cache
def _framework_events() -> frozenset[str]:
    return frozenset(
        f"{state.get_full_name()}.{name}" for state, names in _FRAMEWORK.items() for name in names
    )
