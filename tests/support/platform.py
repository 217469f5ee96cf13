"""Third-party kinds as tests need them: who offers, who checks, and one that is approved."""

from typing import Any

from dashboard.platform.model import Manifest, WidgetView
from dashboard.wiring import Root
from recommender.ports import INTEGRATOR, OPERATOR, REVIEWER, Actor
from tests.support import outside

OFFERING = Actor("key:acme", frozenset({INTEGRATOR}), scopes=frozenset({"widgets:write"}))
CHECKING = Actor("reviewer", frozenset({REVIEWER}))
WATCHING = Actor("operator", frozenset({OPERATOR}))


async def approved(root: Root, made: outside.Provider, **changes: Any) -> WidgetView:
    """Register, submit and approve a manifest."""
    told = Manifest.model_validate(outside.manifest(made, **changes))
    async with root.writing() as app:
        view = await app.platform.register(OFFERING, told)
        await app.platform.submit(OFFERING, view.kind)
        return await app.platform.approve(CHECKING, view.kind, content_hash=view.content_hash)
