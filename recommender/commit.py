"""What must happen only when a transaction has been committed (dropping what is cached)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession


def after_commit(session: AsyncSession, act: Callable[[], None]) -> None:
    """Call `act` once this session has committed; a rollback forgets it."""

    def run(_session: Any) -> None:
        act()

    event.listen(session.sync_session, "after_commit", run, once=True)
