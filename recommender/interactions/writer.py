"""The one task of a process that commits events and decisions, many callers at a time."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.bulk import Rows, add_rows, statements_of
from recommender.database import Database
from recommender.errors import CompanionError, Unavailable
from recommender.interactions.receipt_repository import claim, noting
from recommender.metadata import Table

log = structlog.get_logger(__name__)

WINDOW_SECONDS = 0.003
"""How long the first caller waits for company where there was some the last time."""
MOST_ROWS = 1000

PATIENCE_SECONDS = 15.0
"""Longer than SQLite's busy time-out; whoever waits so long holds the lock that it waits for."""


@dataclass(eq=False)
class _Order:
    """What one caller wants stored, all of it or nothing.

    Attributes:
        rows: Rows by table, inserted in this order.
        once: Column that names the receipt of the rows of the first table.
    """

    rows: Mapping[type[Table], Rows]
    once: str | None
    done: "asyncio.Future[frozenset[str]]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @cached_property
    def size(self) -> int:
        """Number of rows."""
        return sum(len(rows) for rows in self.rows.values())

    @cached_property
    def keys(self) -> Mapping[str, Any]:
        """Keys of the receipts that this order needs, to when its rows came in."""
        if self.once is None:
            return {}
        return {row[self.once]: row["received_at"] for rows in self.rows.values() for row in rows}


class BatchWriter:
    """Groups the inserts of concurrent callers into one short transaction each few milliseconds.

    A caller returns when its rows are committed. Never call it inside `Database.writing()`:
    on SQLite the writer waits for the lock that its caller holds.
    """

    def __init__(self, database: Database, *, window_seconds: float = WINDOW_SECONDS) -> None:
        self._database = database
        self._window_seconds = window_seconds
        self._waiting: deque[_Order] = deque()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._is_open = True
        self._is_busy = False

    async def write(self, rows: Mapping[type[Table], Rows]) -> None:
        """Store rows of one or more tables together and return when they are committed."""
        await self._submit(_Order(rows, None))

    async def write_once(self, table: type[Table], rows: Rows, *, key: str) -> frozenset[str]:
        """Store those rows whose key has no receipt yet, once and for all.

        Returns:
            The keys that are new; the other rows were stored by an earlier call.
        """
        return await self._submit(_Order({table: rows}, key))

    async def stop(self) -> None:
        """Refuse new rows, commit what waits, end the task."""
        self._is_open = False
        self._wake.set()
        if self._task is not None:
            await self._task

    async def _submit(self, order: _Order) -> frozenset[str]:
        if not self._is_open:
            raise Unavailable("The service is stopping; please send this again.")
        if order.size == 0:
            return frozenset()
        self._waiting.append(order)
        self._wake.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="batch-writer")
        return await self._answer(order)

    async def _answer(self, order: _Order) -> frozenset[str]:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await order.done
        except TimeoutError as error:
            raise Unavailable("Storing took too long; please send this again.") from error

    async def _run(self) -> None:
        while self._is_open or self._waiting:
            await self._wake.wait()
            if self._is_open and self._is_busy:
                await asyncio.sleep(self._window_seconds)
            while self._waiting:
                taken = self._take()
                self._is_busy = len(taken) > 1
                await self._commit(taken)
            if self._is_open:
                self._wake.clear()

    def _take(self) -> list[_Order]:
        taken = [self._waiting.popleft()]
        size = taken[0].size
        while self._waiting and size + self._waiting[0].size <= MOST_ROWS:
            taken.append(self._waiting.popleft())
            size += taken[-1].size
        return taken

    async def _commit(self, orders: Sequence[_Order]) -> None:
        try:
            new = await self._store(orders)
        except (DBAPIError, PoolTimeout, OSError) as error:
            await self._commit_apart(orders, error)
        except Exception as error:  # noqa: BLE001  # The callers get it; the task must live on.
            _fail(orders, error)
        else:
            for order, keys in zip(orders, new, strict=True):
                _settle(order, keys)

    async def _commit_apart(self, orders: Sequence[_Order], error: Exception) -> None:
        """Give every order its own transaction, so that a bad one harms nobody else."""
        if len(orders) > 1:
            for order in orders:
                await self._commit([order])
            return
        log.warning("writer.failed", error=type(error).__name__, rows=orders[0].size)
        refused: CompanionError = Unavailable("This could not be stored; please send it again.")
        refused.__cause__ = error
        _fail(orders, refused)

    async def _store(self, orders: Sequence[_Order]) -> list[frozenset[str]]:
        """Store the orders; few senders repeat themselves, so first as if all keys were new."""
        keys = {key: at for order in orders for key, at in order.keys.items()}
        if len(keys) == sum(len(order.keys) for order in orders):
            with suppress(IntegrityError):
                return await self._store_new(orders, keys)
        async with self._database.writing() as session:
            new = await _claimed(session, orders, keys)
            for table, rows in _by_table(orders, new).items():
                await add_rows(session, table, rows)
        return new

    async def _store_new(
        self, orders: Sequence[_Order], keys: Mapping[str, Any]
    ) -> list[frozenset[str]]:
        new = [frozenset(order.keys) for order in orders]
        dialect = self._database.engine.dialect
        statements = noting(keys, dialect)
        for table, rows in _by_table(orders, new).items():
            statements += statements_of(table, rows, dialect)
        await self._database.execute_all(statements)
        return new


async def _claimed(
    session: AsyncSession, orders: Sequence[_Order], keys: Mapping[str, Any]
) -> list[frozenset[str]]:
    """Write receipts; a key that two orders share is new to the first of them."""
    left = await claim(session, keys)
    new = []
    for order in orders:
        new.append(frozenset(left & order.keys.keys()))
        left -= new[-1]
    return new


def _by_table(
    orders: Sequence[_Order], new: Sequence[frozenset[str]]
) -> dict[type[Table], list[Mapping[str, Any]]]:
    found: dict[type[Table], list[Mapping[str, Any]]] = defaultdict(list)
    for order, keys in zip(orders, new, strict=True):
        for table, rows in order.rows.items():
            found[table] += [row for row in rows if order.once is None or row[order.once] in keys]
    return found


def _settle(order: _Order, keys: frozenset[str]) -> None:
    if not order.done.done():
        order.done.set_result(keys)


def _fail(orders: Sequence[_Order], error: Exception) -> None:
    for order in orders:
        if not order.done.done():
            order.done.set_exception(error)
