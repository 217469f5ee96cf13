"""Third-party kinds in memory, read again when their version rises in any process."""

import asyncio
import time
from collections.abc import Iterator, Mapping

import structlog
from sqlalchemy.exc import SQLAlchemyError

from dashboard.platform.kinds import widgets_of
from dashboard.platform.outside import Outside
from dashboard.platform.repository import PlatformRepository
from recommender.database import Database
from widgets.base import Widget

POLL_SECONDS = 1.0
"""A kind that another process approves or switches off counts here after at most this time."""

log = structlog.get_logger(__name__)


class PlatformSource:
    """One process's view of what third parties offer.

    Args:
        database: Where manifests are stored.
        outside: Loads what their kinds show.
    """

    def __init__(self, database: Database, outside: Outside) -> None:
        self._database = database
        self._outside = outside
        self._widgets: Mapping[str, Widget] = {}
        self._version = 0
        self._checked_at = float("-inf")
        self._lock = asyncio.Lock()

    @property
    def widgets(self) -> Mapping[str, Widget]:
        """The kinds as last read."""
        return self._widgets

    async def refresh(self) -> None:
        """Read the kinds again if that is due and they changed."""
        if self._is_due():
            async with self._lock:
                if self._is_due():
                    await self._look()

    def drop(self) -> None:
        """Have the next reader check the database: something changed in this process."""
        self._checked_at = float("-inf")

    def _is_due(self) -> bool:
        return time.monotonic() - self._checked_at > POLL_SECONDS

    async def _look(self) -> None:
        asked_at = time.monotonic()
        try:
            async with self._database.reading() as session:
                await self._read(PlatformRepository(session))
        except SQLAlchemyError:
            # Before there is a schema, and while the database is away, what is known stays.
            log.debug("platform_unread")
        self._checked_at = asked_at

    async def _read(self, repository: PlatformRepository) -> None:
        version = await repository.version()
        if version == self._version:
            return
        live = {one.kind: one.live for one in await repository.every() if one.live}
        self._widgets = widgets_of(live, self._outside)
        self._outside.forget()
        self._version = version


class Kinds(Mapping[str, Widget]):
    """Every kind that there is now: built in, installed, and offered from outside.

    Args:
        own: Kinds of this process's packages; an outside one never takes their name.
        source: Where the outside ones come from.
    """

    def __init__(self, own: Mapping[str, Widget], source: PlatformSource) -> None:
        self._own = own
        self._source = source

    def __getitem__(self, kind: str) -> Widget:
        """Return the widget of a kind."""
        return self._own[kind] if kind in self._own else self._source.widgets[kind]

    def __iter__(self) -> Iterator[str]:
        """Go over the names: our own kinds first."""
        yield from self._own
        yield from (kind for kind in self._source.widgets if kind not in self._own)

    def __len__(self) -> int:
        """Count the kinds."""
        return sum(1 for _ in self)
