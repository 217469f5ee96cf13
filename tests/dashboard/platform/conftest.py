"""A product that lists loopback hosts."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from dashboard.settings import Settings
from dashboard.wiring import Root
from tests.support import outside


@pytest.fixture
async def rooted(settings: Settings) -> AsyncIterator[Callable[..., Root]]:
    """Make Roots that may ask these providers, and stop them at the end."""
    made: list[Root] = []

    def make(*providers: outside.Provider) -> Root:
        listed = frozenset(one.host for one in providers)
        changes: dict[str, Any] = {"platform_hosts": listed, "platform_loopback": True}
        made.append(Root(settings.model_copy(update=changes)))
        return made[-1]

    yield make
    for root in made:
        await root.stop()
