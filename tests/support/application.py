"""The Reflex application and the API, imported once for tests that look at them from inside."""

from functools import cache

from fastapi import FastAPI
from starlette.applications import Starlette


@cache
def application() -> object:
    """Import the application with all of its pages."""
    from dashboard.dashboard import app

    return app


@cache
def api() -> FastAPI:
    """Assemble the API in front of nothing."""
    from dashboard.api.assembly import assemble

    return assemble(Starlette())
