"""Every query over what the bank has published as its customers' homes."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.layouts.bank_home import BankHome
from dashboard.layouts.tables import BankHomeRow, LiveHomeRow
from recommender.commit import after_commit
from recommender.dialect import upsert


async def live_homes(session: AsyncSession) -> dict[str, BankHome]:
    """Return what is published, by segment."""
    query = select(LiveHomeRow.segment, BankHomeRow.content).join(
        BankHomeRow, BankHomeRow.name == LiveHomeRow.name
    )
    rows = await session.execute(query)
    return {segment: BankHome.model_validate(content) for segment, content in rows}


async def publish(
    session: AsyncSession,
    segment: str,
    home: BankHome,
    at: tuple[int, datetime, str],
    changed: Callable[[], None],
) -> None:
    """Let a home count for a segment from now on; `at`: version number, time, person."""
    row = {"name": home.name, "content": home.model_dump(mode="json")}
    kept = upsert(session, BankHomeRow).values(row)
    await session.execute(kept.on_conflict_do_nothing())
    number, published_at, published_by = at
    live = {
        "name": home.name,
        "number": number,
        "published_at": published_at,
        "published_by": published_by,
    }
    statement = upsert(session, LiveHomeRow).values(segment=segment, **live)
    await session.execute(statement.on_conflict_do_update(index_elements=["segment"], set_=live))
    after_commit(session, changed)
