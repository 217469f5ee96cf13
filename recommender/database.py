"""The SQL database: engines for SQLite and PostgreSQL, column types, transactions at the edge."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    LargeBinary,
    Update,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import TypeDecorator
from uuid_utils import UUID, uuid7

Json = JSON().with_variant(JSONB(), "postgresql")
BigInt = BigInteger().with_variant(Integer(), "sqlite")
BUSY_TIMEOUT_SECONDS = 5
LOOK_TIMEOUT_MS = 20
"""The event loop stands still meanwhile."""

_PATIENT: dict[str, Any] = {"connect_args": {"timeout": BUSY_TIMEOUT_SECONDS}}
Seen = TypeVar("Seen")
Statement = tuple[str, Any]
"""SQL of the driver, with the values of one execution or (PostgreSQL) of many."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant on both engines (SQLite would return naive ones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        return value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        """Write SQLite's text directly: half of the time that the way round takes."""
        return _utc_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read SQLite's text directly, as it was written."""
        if dialect.name == "sqlite":
            return _utc_time
        return super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _utc_text(value: datetime | None) -> str | None:
    """Return an instant as SQLAlchemy writes it for SQLite: in UTC, to the microsecond."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("A time without a zone cannot be stored.")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _utc_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Id(TypeDecorator[str]):
    """A UUIDv7 as 16 bytes in the table and as text in Python."""

    impl = LargeBinary(16)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Pack the text form."""
        return None if value is None else UUID(value).bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Unpack to the text form."""
        return None if value is None else _id_text(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Unpack directly: both engines bring bytes."""
        return _id_text_or_none


def _id_text(value: bytes) -> str:
    """Return the text form, as UUID's own `str` does in three times the time."""
    digits = value.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _id_text_or_none(value: bytes | None) -> str | None:
    return None if value is None else _id_text(value)


def new_id() -> str:
    """Return a new UUIDv7 as text; ids made later sort later."""
    return str(uuid7())


class Database:
    """One process's door to the database; every write transaction passes one lock on SQLite.

    Args:
        url: SQLAlchemy's address.
        beside: Another door whose lock is shared. Callers wait for the batching writer and the
            caches while they hold a connection; those have their own, or all would wait for ever.
    """

    def __init__(self, url: str, *, beside: "Database | None" = None) -> None:
        self.url = url
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=True)
        self._lock: asyncio.Lock = beside._lock if beside else asyncio.Lock()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a session that is never committed."""
        async with self._sessions() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Open one unit of work: committed at the end, rolled back on an error."""
        if not self.is_sqlite:
            async with self._sessions.begin() as session:
                yield session
            return
        async with self._lock, self._sessions() as session:
            await session.connection(execution_options={"companion_immediate": True})
            async with _commit_or_rollback(session):
                yield session

    async def look(self, act: Callable[[Connection], Seen]) -> Seen:
        """Read a few rows by their keys, each statement as of now.

        On SQLite this is done at once, in the thread of the event loop: a tenth of what a session
        costs, whose every step is sent to another thread. Nothing long may be read like this.
        """
        if self.is_sqlite:
            try:
                return act(self._window)
            except OperationalError:  # Somebody holds the file; waiting is for another thread.
                self._window.rollback()
        async with self.engine.connect() as connection:
            return await connection.run_sync(act)

    @cached_property
    def _window(self) -> Connection:
        engine = create_engine(self.url.replace("+aiosqlite", ""), poolclass=StaticPool)
        event.listen(engine, "connect", _sqlite_pragmas)
        event.listen(engine, "connect", _sqlite_impatient)
        return engine.connect()

    async def execute_all(
        self, statements: Sequence[Statement], *, guard: Update | None = None
    ) -> bool:
        """Run statements of the driver in one transaction and return when it is committed.

        On SQLite this is one step of one thread. A session takes a dozen steps, and before each
        of them the thread waits until a busy event loop lets go of Python's lock.

        Args:
            statements: Run in this order.
            guard: Run first; where it finds no row, nothing else is done.

        Returns:
            Whether the statements were run.
        """
        if self.is_sqlite:
            async with self._lock:
                work = partial(self._execute, statements, guard)
                loop = asyncio.get_running_loop()
                return await asyncio.shield(loop.run_in_executor(self._thread, work))
        async with self.engine.begin() as connection:
            if guard is not None and not (await connection.execute(guard)).rowcount:
                return False
            for sql, values in statements:
                await connection.exec_driver_sql(sql, values)
        return True

    def _execute(self, statements: Sequence[Statement], guard: Update | None) -> bool:
        with self._direct.connect() as connection:
            connection.execution_options(companion_immediate=True)
            with connection.begin():
                if guard is not None and not connection.execute(guard).rowcount:
                    return False
                for sql, values in statements:
                    connection.exec_driver_sql(sql, values)
        return True

    @cached_property
    def _thread(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, thread_name_prefix="database")

    @cached_property
    def _direct(self) -> Engine:
        """The engine of that thread."""
        return _prepared(create_engine(self.url.replace("+aiosqlite", ""), **_PATIENT))

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()
        if "_window" in self.__dict__:
            self._window.close()
            self._window.engine.dispose()
        if "_direct" in self.__dict__:
            self._thread.shutdown()
            self._direct.dispose()


@asynccontextmanager
async def _commit_or_rollback(session: AsyncSession) -> AsyncIterator[None]:
    try:
        yield
        await session.commit()
    except BaseException:
        await session.rollback()
        raise


def _engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)
    engine = create_async_engine(url, **_PATIENT)
    _prepared(engine.sync_engine)
    return engine


def _prepared(engine: Engine) -> Engine:
    """Have an engine of SQLite set up each connection and begin as we say."""
    event.listen(engine, "connect", _sqlite_pragmas)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # The driver must not begin by itself; `begin` below does.
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_impatient(connection: Any, _record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout={LOOK_TIMEOUT_MS}")


def _sqlite_begin(connection: Any) -> None:
    immediate = connection.get_execution_options().get("companion_immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
