"""Fixtures of the whole suite: databases on both engines, a real Valkey, the product, a browser."""

import inspect
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
import structlog
from playwright.async_api import Browser, Page
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.database import Database
from tests.support.browser import launched, opened_page
from tests.support.databases import SQLITE, create_schema, postgres_copy, sqlite_copy
from tests.support.postgres import PostgresServer, run_alone
from tests.support.product import ProductServer
from tests.support.valkey import ValkeyServer

ENGINES = ("sqlite", "postgres")
NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
"""The instant that tests pin the clock to: noon of a Monday in Shanghai."""


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> None:
    """Keep a developer's own COMPANION_* variables out of the tests."""
    for name in [name for name in os.environ if name.startswith("COMPANION_")]:
        if name != "COMPANION_CHROMIUM":
            del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def _short_tracebacks() -> None:
    """Log a crash as a plain traceback: drawing every local of every frame takes seconds."""
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the SQLite file that every test's own one is copied from."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    run_alone(create_schema(SQLITE.format(path)))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Run one PostgreSQL for the session, with the template filled."""
    server = PostgresServer()
    try:
        server.start()
        server.fill_template(create_schema)
        yield server
    finally:
        server.stop()


@pytest.fixture(params=ENGINES)
async def database_url(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path
) -> AsyncIterator[str]:
    """Give the address of a fresh database with the whole schema, once for each engine."""
    if request.param == "sqlite":
        async with sqlite_copy(sqlite_template, tmp_path) as url:
            yield url
    else:
        server = request.getfixturevalue("postgres_server")
        async with postgres_copy(server) as url:
            yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Give a Database on a fresh schema."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """Give a session in a write transaction that nobody will see: it is rolled back."""
    async with database.reading() as session:
        yield session


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Give the settings of a demo in a temporary folder with a pinned clock."""
    return Settings(data_dir=tmp_path, database_url=database_url, mode=Mode.DEMO, now=NOW)


@pytest.fixture
async def root(settings: Settings) -> AsyncIterator[Root]:
    """Give a Root on a fresh database; nothing beside the requests is started."""
    made = Root(settings)
    yield made
    await made.stop()


@pytest.fixture(scope="session")
def _valkey_server() -> Iterator[ValkeyServer]:
    server = ValkeyServer()
    server.start()
    yield server
    server.close()


@pytest.fixture
def valkey_url(_valkey_server: ValkeyServer) -> str:
    """Give the address of a real, empty Valkey."""
    _valkey_server.empty()
    return _valkey_server.url


@pytest.fixture
def own_valkey() -> Iterator[ValkeyServer]:
    """Give a Valkey that the test may kill, freeze and start again."""
    server = ValkeyServer()
    server.start()
    yield server
    server.close()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let browser tests share one event loop, because they share one browser."""
    waits = inspect.iscoroutinefunction(getattr(item, "function", None))
    if waits and item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProductServer]:
    """Run the built product on a free port, with a demo bank and a trained model."""
    server = ProductServer(tmp_path_factory.mktemp("product") / "data")
    try:
        server.start()
        server.wait_for_training()
        yield server
    finally:
        server.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """Run one Chromium for all browser tests."""
    async with launched(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, product: ProductServer) -> AsyncIterator[Page]:
    """Give a page with cookies of its own, on the product's address."""
    async with opened_page(browser, product.url) as page:
        yield page
