"""Everything that is stored of a customer as one JSON file, streamed table by table."""

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.audit.erasures import START, Redaction, find
from dashboard.audit.repository import AuditRepository
from dashboard.errors import NotFound
from dashboard.rights.model import Person
from dashboard.rights.personal import SECRET, rows_of, tables
from dashboard.rights.repository import PersonalRows
from recommender.database import Database
from recommender.decisions.pack import unpack
from recommender.ports import COMPLIANCE, CUSTOMER, Actor, Clock

EXPORT_SCOPE = "customers:export"
DECISIONS = "decisions"
PAGE_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Exporter:
    """Reads a customer's rows out; each export has a session of its own while it streams."""

    database: Database
    clock: Clock

    async def open(self, actor: Actor, customer_id: str) -> Person:
        """Return who is meant, for those who may have the file.

        Raises:
            NotFound: Nothing is stored of such a customer, or it is somebody else.
        """
        is_own = actor.has(CUSTOMER) and actor.customer_id == customer_id
        if not (is_own or actor.has(COMPLIANCE) or actor.may(EXPORT_SCOPE)):
            raise NotFound("There is no such customer.")
        async with self.database.reading() as session:
            rows = PersonalRows(session)
            person = await rows.who(customer_id)
            if not await rows.is_known(person):
                raise NotFound("There is no such customer.")
        return person

    async def stream(self, person: Person) -> AsyncIterator[bytes]:
        """Yield the file: who, when, then each table's rows, then who looked."""
        head = {"customer_id": person.customer_id, "exported_at": self.clock.now()}
        yield _json(head)[:-1] + b',"tables":{'
        async with self.database.reading() as session:
            comma = b""
            for table in sorted(tables(), key=lambda one: one.name):
                if rows_of(table, person) is not None:
                    yield comma + _json(table.name) + b":["
                    async for piece in _joined(_rows(session, table, person)):
                        yield piece
                    yield b"]"
                    comma = b","
            yield b'},"audit":['
            async for piece in _joined(_entries(session, person)):
                yield piece
        yield b"]}"


async def _rows(session: AsyncSession, table: Table, person: Person) -> AsyncIterator[Any]:
    async for row in PersonalRows(session).read(table, person):
        shown = {name: value for name, value in row.items() if name not in SECRET}
        if table.name == DECISIONS:
            shown["record"] = unpack(row["body"]).model_dump(mode="json")
        yield shown


async def _entries(session: AsyncSession, person: Person) -> AsyncIterator[Any]:
    """Yield what the audit tells of the person: own steps, and who of the bank looked."""
    about = Redaction("", person.words, person.owners, "")
    ids = await find(session, about, START)
    for start in range(0, len(ids), PAGE_ENTRIES):
        for one in await AuditRepository(session).get_many(ids[start : start + PAGE_ENTRIES]):
            detail = json.loads(one.detail)
            yield {"at": one.at, "actor": one.actor, "action": one.action, "detail": detail}


async def _joined(values: AsyncIterator[Any]) -> AsyncIterator[bytes]:
    comma = b""
    async for value in values:
        yield comma + _json(value)
        comma = b","


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_plain, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Iterable):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form.")
