"""Signing in and out, and who one is; as JSON, and as native forms."""

from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from dashboard.api.base import Call, check_origin, public, reads
from dashboard.errors import CompanionError, SignInRequired, TooMany
from dashboard.people.entrance import Entry, own_path
from dashboard.people.model import Caller
from dashboard.people.roles import SIGNED_IN
from dashboard.wiring import Root
from recommender.errors import Conflict
from recommender.ports import Actor

router = APIRouter(tags=["session"])

_SEE_OTHER = 303
_OPEN = "whoever signs in or out has no role yet; origin, limits and audit apply"


class Credentials(BaseModel):
    """What a person signs in with."""

    account: str = Field(min_length=1, max_length=64, description="The account's name.")
    password: str = Field(min_length=1, max_length=256, description="Its password.")


class Who(BaseModel):
    """Who is signed in."""

    id: str
    roles: list[str]
    customer_id: str | None = None


@router.post("/api/v1/session")
async def sign_in(
    request: Request,
    response: Response,
    credentials: Credentials,
    root: Annotated[Root, public(_OPEN)],
) -> Who:
    """Sign in: the answer sets an HttpOnly cookie."""
    check_origin(root, request)
    caller = root.door.caller(request.scope)
    entry = await root.entrance.sign_in(credentials.account, credentials.password, caller)
    await _recognise(root, entry, caller)
    _set_cookie(root, response, entry)
    user = entry.session.user
    return Who(id=user.id, roles=sorted(user.roles), customer_id=user.customer_id)


@router.get("/api/v1/session")
async def who(call: Annotated[Call, reads(*SIGNED_IN)]) -> Who:
    """Say who is signed in."""
    actor = call.actor
    return Who(id=actor.id, roles=sorted(actor.roles), customer_id=actor.customer_id)


@router.delete("/api/v1/session", status_code=204)
async def sign_out(
    request: Request, response: Response, root: Annotated[Root, public(_OPEN)]
) -> None:
    """Sign out: the session's row ends, and with it its sockets in every process."""
    check_origin(root, request)
    await root.entrance.sign_out(root.door.caller(request.scope))
    _forget_cookies(root, response)


@router.post("/auth/sign-in", include_in_schema=False)
async def sign_in_form(
    request: Request,
    root: Annotated[Root, public(_OPEN)],
    account: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=256)] = "",
    next_path: Annotated[str, Form(alias="next", max_length=500)] = "/",
) -> Response:
    """Sign in by a form without script; a refusal goes back to the page with a word why."""
    check_origin(root, request)
    target, caller = own_path(next_path), root.door.caller(request.scope)
    try:
        entry = await root.entrance.sign_in(account, password, caller)
    except (SignInRequired, TooMany) as error:
        return _back(error, target)
    await _recognise(root, entry, caller)
    response = RedirectResponse(target, _SEE_OTHER)
    _set_cookie(root, response, entry)
    return response


@router.post("/auth/sign-out", include_in_schema=False)
async def sign_out_form(request: Request, root: Annotated[Root, public(_OPEN)]) -> Response:
    """Sign out by a form without script."""
    check_origin(root, request)
    await root.entrance.sign_out(root.door.caller(request.scope))
    response = RedirectResponse("/sign-in", _SEE_OTHER)
    _forget_cookies(root, response)
    return response


def _back(error: CompanionError, target: str) -> Response:
    why = "busy" if isinstance(error, TooMany) else "wrong"
    query = urlencode({"why": why, "next": target})
    response = RedirectResponse(f"/sign-in?{query}", _SEE_OTHER)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


async def _recognise(root: Root, entry: Entry, caller: Caller) -> None:
    """Give what the visitor of this browser did to the customer who turns out to be behind it."""
    user = entry.session.user
    if user.customer_id is None or caller.visitor is None:
        return
    actor = Actor(user.id, user.roles, customer_id=user.customer_id)
    with suppress(Conflict):  # Another customer signed in here before: the history is theirs.
        async with root.writing() as app:
            await app.interactions.identify(actor, caller.visitor, user.customer_id)


def _forget_cookies(root: Root, response: Response) -> None:
    """Forget the visitor too: whoever comes next at this device is somebody new.

    The browser empties what our pages kept on the device, the last home among it.
    """
    response.headers["Clear-Site-Data"] = '"storage"'
    for name in (root.door.session_cookie, root.door.visitor_cookie):
        _delete_cookie(root, response, name)
    _delete_cookie(root, response, root.door.home_cookie)


def _delete_cookie(root: Root, response: Response, name: str) -> None:
    """Delete a cookie; a browser heeds this for a `__Host-` name only when it is secure too."""
    response.delete_cookie(name, path="/", secure=root.door.is_secure, samesite="lax")


def _set_cookie(root: Root, response: Response, entry: Entry) -> None:
    lifetime = entry.session.expires_at - entry.session.created_at
    kept: dict[str, Any] = {
        "max_age": int(lifetime.total_seconds()),
        "path": "/",
        "secure": root.door.is_secure,
        "samesite": "lax",
    }
    response.set_cookie(root.door.session_cookie, entry.token, httponly=True, **kept)
    if entry.session.user.customer_id is not None:
        response.set_cookie(root.door.home_cookie, "1", **kept)
    else:
        _delete_cookie(root, response, root.door.home_cookie)
