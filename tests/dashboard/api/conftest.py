"""The API on a database with two customers, two products and an article."""

from collections.abc import AsyncIterator

import pytest

from dashboard.wiring import Root
from tests.support.api import ApiCallers, callers
from tests.support.arrange import fill


@pytest.fixture
async def api(root: Root) -> AsyncIterator[ApiCallers]:
    """Give callers of the API."""
    await fill(root)
    async with callers(root) as made:
        yield made
