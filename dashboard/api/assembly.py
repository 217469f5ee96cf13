"""The REST application: routers found by place, every error as problem+json."""

import importlib
import logging
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import dashboard.api
from dashboard.errors import CompanionError
from dashboard.places import modules
from dashboard.problems import answer, answer_to, problem

log = structlog.get_logger(__name__)

_TITLES = {404: "Not found", 405: "Method not allowed", 413: "Too large", 415: "Wrong media type"}
_WORDS = {
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
    413: "The body is too large.",
    415: "This address takes another media type.",
}
_ANY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

OFTEN = ("dashboard.api.events", "dashboard.api.home", "dashboard.api.recommendations")
"""Routers that are tried first; trying the thirty others took a third of a small request."""


def assemble(pages: ASGIApp) -> FastAPI:
    """Put the API before the pages."""
    api = FastAPI(
        title="Wealth Companion", version="1", docs_url=None, redoc_url=None, openapi_url=None
    )
    for name in sorted(modules(dashboard.api), key=_seldom):
        router = getattr(importlib.import_module(name), "router", None)
        if router is not None:
            api.include_router(router)
    api.add_api_route(
        "/api/{path:path}", _nothing_here, methods=_ANY_METHOD, include_in_schema=False
    )
    api.add_exception_handler(CompanionError, _own)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _http)
    api.add_middleware(LastResort)
    api.mount("", pages)
    return api


def _seldom(name: str) -> bool:
    """Say whether a router is asked less often: FastAPI tries one after the other."""
    return name not in OFTEN


class LastResort:
    """Answers 500 as problem+json, logs the trace, and tells the client nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application and catch what nobody else caught."""
        has_started = False

        async def watched(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            log.log(logging.ERROR, "request failed", path=scope.get("path"), exc_info=True)
            if has_started or scope["type"] != "http":
                raise
            sorry = "Something went wrong on our side. Please try again."
            await answer(problem(500, "Internal error", sorry))(scope, receive, send)


async def _nothing_here(request: Request, path: str) -> Response:
    """Answer unknown addresses below /api, and known ones that take another method."""
    methods = _methods_of(request)
    status = 405 if methods else 404
    response = answer(problem(status, _TITLES[status], _WORDS[status]))
    if methods:
        response.headers["Allow"] = ", ".join(sorted(methods))
    return response


def _methods_of(request: Request) -> set[str]:
    found: set[str] = set()
    for route in routes_of(request.app):
        is_here = route.endpoint is not _nothing_here
        if is_here and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found


def routes_of(api: FastAPI) -> list[APIRoute]:
    """Return every route of the API, those of its routers included."""
    found: list[APIRoute] = []
    for route in api.routes:
        inner = getattr(route, "original_router", None)
        candidates = inner.routes if inner is not None else [route]
        found += [one for one in candidates if isinstance(one, APIRoute)]
    return found


async def _own(_request: Request, error: Exception) -> Response:
    if not isinstance(error, CompanionError):
        raise error
    return answer_to(error)


async def _invalid(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    details = [_detail(one) for one in error.errors()]
    sentence = "Some fields are missing or wrong; `details` lists them."
    return answer(problem(422, "Please check the input", sentence, details=details))


def _detail(error: dict[str, Any]) -> dict[str, Any]:
    """Name the field and the fault, never the value that was sent."""
    return {"field": ".".join(map(str, error["loc"])), "error": error["msg"]}


async def _http(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = error.status_code
    sentence = _WORDS.get(status, str(error.detail))
    title = _TITLES.get(status, "Not possible")
    return answer(problem(status, title, sentence), error.headers)
