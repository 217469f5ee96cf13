"""What every resource shares: who calls, the transaction, the language, errors as problem+json."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request

from dashboard import wiring
from dashboard.addresses import header, is_loopback, own_origins
from dashboard.errors import NotAllowed, NotFound, SignInRequired
from dashboard.logs import trace_id
from dashboard.people.door import NOBODY
from dashboard.people.roles import VISITOR
from dashboard.wiring import Root, Services
from recommender.language import LANGUAGES, SIMPLIFIED
from recommender.ports import CUSTOMER, Actor

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_ME = "me"
_FORWARDING = (b"x-forwarded-for", b"forwarded", b"x-real-ip")


@dataclass(frozen=True, slots=True)
class ApiPolicy:
    """What a route demands: one of the roles, or a key with the scope."""

    roles: frozenset[str]
    scope: str | None
    is_writing: bool

    def admits(self, actor: Actor) -> bool:
        """Say whether the actor may call the route."""
        return actor.has(*self.roles) or (self.scope is not None and actor.may(self.scope))


@dataclass(frozen=True, slots=True)
class OpenPolicy:
    """Everybody may call the route, for this reason."""

    why: str


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the services, who asks, in which language, under which trace."""

    app: Services
    actor: Actor
    language: str
    trace_id: str

    def customer(self, customer_id: str) -> str:
        """Resolve `me` to the customer who asks."""
        if customer_id != _ME:
            return customer_id
        if not self.actor.has(CUSTOMER) or self.actor.customer_id is None:
            raise NotFound("There is no customer behind this sign-in.")
        return self.actor.customer_id


@asynccontextmanager
async def reading(request: Request, policy: ApiPolicy) -> AsyncIterator[Call]:
    """Open a Call that changes nothing, for a route that resolves no dependencies."""
    root = wiring.root()
    actor = await admit(root, request, policy)
    async with root.reading() as app:
        yield await _call(request, app, actor)


def reads(*roles: str, scope: str | None = None) -> Any:
    """Give the route a Call that changes nothing, to these roles or keys with the scope."""
    policy = ApiPolicy(frozenset(roles), scope, is_writing=False)

    async def call(request: Request) -> AsyncIterator[Call]:
        root = wiring.root()
        actor = await admit(root, request, policy)
        async with root.reading() as app:
            yield await _call(request, app, actor)

    return _depends(call, policy)


def writes(*roles: str, scope: str | None = None) -> Any:
    """Give the route a Call in one transaction, committed before the answer leaves."""
    policy = ApiPolicy(frozenset(roles), scope, is_writing=True)

    async def call(request: Request) -> AsyncIterator[Call]:
        root = wiring.root()
        actor = await admit(root, request, policy)
        async with root.writing() as app:
            yield await _call(request, app, actor)

    return _depends(call, policy)


def public(why: str) -> Any:
    """Open a route to everybody, and say why that is right; it is given the Root."""

    async def root() -> Root:
        return wiring.root()

    return _depends(root, OpenPolicy(why))


def operations(scope: str) -> Any:
    """Open a route to keys with the scope and to this machine itself; it is given the Root."""
    policy = ApiPolicy(frozenset(), scope, is_writing=False)

    async def admitted(request: Request) -> Root:
        root = wiring.root()
        is_forwarded = any(header(request.scope, name) for name in _FORWARDING)
        peer = (request.scope.get("client") or ("", 0))[0]
        if is_forwarded or not is_loopback(peer):
            await admit(root, request, policy)
        return root

    return _depends(admitted, policy)


def _depends(call: Callable[..., Any], policy: ApiPolicy | OpenPolicy) -> Any:
    call.policy = policy  # type: ignore[attr-defined]  # read by the test that walks the routes
    return Depends(call, scope="function")


async def admit(root: Root, request: Request, policy: ApiPolicy) -> Actor:
    """Tell who calls and whether they may.

    Raises:
        SignInRequired: Neither a session nor a key that counts.
        NotAllowed: The wrong role, scope or origin.
        TooMany: The key is over its limit.
    """
    authorization = header(request.scope, b"authorization")
    if authorization:
        actor = await root.keys.actor(authorization)
    else:
        check_origin(root, request)
        actor = await root.door.actor(root.door.caller(request.scope))
    if policy.admits(actor):
        return actor
    if actor is NOBODY or actor.has(VISITOR):
        raise SignInRequired("Please sign in.")
    raise NotAllowed("This is not for your role.")


def check_origin(root: Root, request: Request) -> None:
    """Refuse a change that another site's page sends along with our cookies.

    Every browser sends Origin with a POST; a client that sends neither header is no browser
    and carries nobody else's cookies.

    Raises:
        NotAllowed: The request comes from another site's page.
    """
    if request.method in SAFE_METHODS:
        return
    site = header(request.scope, b"sec-fetch-site")
    origin = header(request.scope, b"origin")
    is_foreign = site not in ("", "same-origin")
    if is_foreign or (origin and origin not in own_origins(root.settings)):
        raise NotAllowed("This request does not come from our own pages.")


async def _call(request: Request, app: Services, actor: Actor) -> Call:
    """Choose the query's language, else the person's, else the browser's."""
    language = request.query_params.get("lang")
    if language not in LANGUAGES:
        language = await app.preferences.chosen_language(actor)
    accepted = header(request.scope, b"accept-language")
    return Call(app, actor, language or preferred(accepted), trace_id())


def preferred(accepted: str) -> str:
    """Choose the first language of an Accept-Language header that we speak."""
    for one in accepted.lower().split(","):
        tag = one.split(";")[0].strip()
        for language in reversed(LANGUAGES):
            if tag.startswith(language.lower()):
                return language
        if tag in ("zh-tw", "zh-hk", "zh-mo"):
            return "zh-Hant"
        if tag.startswith("zh"):
            return SIMPLIFIED
    return SIMPLIFIED
