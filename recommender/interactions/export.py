"""Events for training: page by page, so that no read lasts long enough to hold up the writers."""

from collections.abc import AsyncIterator

from recommender.customers.service import ScopeSource
from recommender.database import Database
from recommender.interactions.model import Interaction
from recommender.interactions.repository import InteractionRepository
from recommender.ports import PERSONALISATION

PAGE_ROWS = 50_000


async def pages(
    database: Database, scopes: ScopeSource, *, page_rows: int = PAGE_ROWS
) -> AsyncIterator[list[Interaction]]:
    """Yield the usable events, but impressions, of customers who consent now."""
    after: str | None = None
    while page := await _read(database, after, page_rows):
        after = page[-1].id
        allowed = await scopes.of_many({one.customer_id or "" for one in page})
        yield [one for one in page if allowed[one.customer_id or ""].allows(PERSONALISATION)]


async def _read(database: Database, after: str | None, limit: int) -> list[Interaction]:
    async with database.reading() as session:
        return await InteractionRepository(session).page(after, limit)
