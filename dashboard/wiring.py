"""The only file that constructs things: one Root a process, one Services a unit of work."""

import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from types import ModuleType

from sqlalchemy.ext.asyncio import AsyncSession

import content
import recommender
from dashboard.cache import Cache
from dashboard.clock import BankClock
from dashboard.layouts.repository import LayoutRepository
from dashboard.layouts.service import Layouts
from dashboard.notices.repository import NoticeRepository
from dashboard.notices.service import Notices
from dashboard.queue.repository import JobRepository
from dashboard.queue.service import JobService
from dashboard.settings import Settings
from recommender.database import Database
from widgets.registry import catalogue as widget_kinds


class Root:
    """What lives as long as the process: settings, clock, database, cache, writer, models."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = BankClock(settings.zone, settings.now)
        self.database = Database(settings.database)
        redis = settings.redis_url
        self.cache = Cache(redis.get_secret_value() if redis else None)

    async def start(self) -> None:
        """Start what runs beside the requests; FastAPI's lifespan never runs under Reflex."""

    async def stop(self) -> None:
        """Flush and close, in the reverse order."""
        await self.cache.close()
        await self.database.close()

    @asynccontextmanager
    async def reading(self) -> "AsyncIterator[Services]":
        """Open services that change nothing."""
        async with self.database.reading() as session:
            yield Services(self, session)

    @asynccontextmanager
    async def writing(self) -> "AsyncIterator[Services]":
        """Open services in one transaction, committed at the end."""
        async with self.database.writing() as session:
            yield Services(self, session)


class Services:
    """The services of one unit of work, each built when it is first asked for."""

    def __init__(self, root: Root, session: AsyncSession) -> None:
        self.root = root
        self.session = session

    @cached_property
    def clock(self) -> BankClock:
        """The bank's clock."""
        return self.root.clock

    @cached_property
    def jobs(self) -> JobService:
        """Long work on request."""
        return JobService(JobRepository(self.session), self.clock)

    @cached_property
    def layouts(self) -> Layouts:
        """The customers' own layouts."""
        store = LayoutRepository(self.session)
        return Layouts(store, widget_kinds(), segment_of=self._segment, clock=self.clock)

    @cached_property
    def notices(self) -> Notices:
        """What the bank must tell."""
        store = NoticeRepository(self.session)
        return Notices(store, segment_of=self._segment, clock=self.clock)

    async def _segment(self, customer_id: str) -> str:
        return (await self.customers.facts(customer_id)).segment


_root: list[Root] = []


def open_root(settings: Settings | None = None) -> Root:
    """Make this process's Root, once."""
    if not _root:
        _root.append(Root(settings or Settings()))
    return _root[0]


def root() -> Root:
    """Return this process's Root."""
    return open_root()


def forget_root() -> None:
    """Let the next call make a new Root (tests)."""
    _root.clear()


def import_tables() -> None:
    """Import every `tables` module, so that the three MetaData are complete."""
    import dashboard

    for package in (recommender, content, dashboard):
        for name in modules(package):
            if name.rsplit(".", 1)[-1] == "tables":
                importlib.import_module(name)


def modules(package: ModuleType) -> list[str]:
    """List the names of a package's modules, found by place."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [module.name for module in found]
