"""Databases for the tests: one template for each engine, a copy for each test."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from dashboard import schema
from recommender.database import Database
from tests.support.postgres import PostgresServer

SQLITE = "sqlite+aiosqlite:///{}"
FILE_NAME = "companion.db"
"""The name that the product gives its database, so that a copy can serve as a data folder's."""


async def create_schema(url: str) -> None:
    """Bring the schema up exactly as the product does."""
    database = Database(url)
    try:
        await schema.bring_up(database)
    finally:
        await database.close()


@asynccontextmanager
async def sqlite_copy(template: Path, folder: Path) -> AsyncIterator[str]:
    """Copy the template into the folder and give its address."""
    target = folder / FILE_NAME
    shutil.copyfile(template, target)
    yield SQLITE.format(target)


@asynccontextmanager
async def postgres_copy(server: PostgresServer) -> AsyncIterator[str]:
    """Copy the template within the server, give its address, drop it afterwards."""
    name = await server.create()
    try:
        yield server.url(name)
    finally:
        await server.drop(name)
