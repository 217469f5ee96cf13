"""Queries over events; every reader sees direct events and those of closed imports."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.bulk import statements_of
from recommender.catalogue.model import CONTENT
from recommender.chunks import chunked
from recommender.database import Statement
from recommender.dialect import upsert
from recommender.interactions.model import (
    APPLY,
    BUY,
    DISMISS,
    IMPRESSION,
    VIEW,
    History,
    Interaction,
)
from recommender.interactions.receipt_repository import claim, noting
from recommender.interactions.tables import EventRow as Row
from recommender.interactions.tables import VisitorRow
from recommender.interactions.writer import BatchWriter
from recommender.layers.repository import visible
from recommender.ports import Scope
from recommender.quick import Quick
from recommender.tags.repository import ignored_of

COLUMNS = (
    Row.kind,
    Row.item_id,
    Row.action,
    Row.at,
    Row.amount_minor,
    Row.rating,
    Row.dwell_ms,
    Row.decision_id,
    Row.id,
    Row.event_id,
    Row.customer_id,
    Row.placement,
)
CUSTOMERS_AT_ONCE = 500


OWN = (Row.customer_id == bindparam("customer_id"), visible(Row.layer))
RECENT = (
    select(*COLUMNS)
    .where(*OWN, Row.usable, Row.action != IMPRESSION)
    .order_by(Row.at.desc(), Row.id.desc())
    .limit(bindparam("limit"))
)
DISMISSED = Quick(
    select(Row.kind, Row.item_id, Row.placement)
    .where(*OWN, Row.action == DISMISS)
    .order_by(Row.at, Row.id)
)
QUICK_RECENT = Quick(RECENT)


def history_of(connection: Connection, customer_id: str, limit: int) -> History:
    """Return a customer's newest usable events but impressions; what was turned down, ignored."""
    events = QUICK_RECENT.rows(connection, customer_id=customer_id, limit=limit)
    dismissed = DISMISSED.rows(connection, customer_id=customer_id)
    return History(
        tuple(_made(*row) for row in reversed(events)),
        {(kind, item_id): placement for kind, item_id, placement in dismissed},
        ignored_of(connection, customer_id),
    )


class InteractionRepository:
    """Events in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def recent(self, customer_id: str, limit: int) -> tuple[Interaction, ...]:
        """Return a customer's newest usable events but impressions, oldest first."""
        asked = {"customer_id": customer_id, "limit": limit}
        rows = (await self.session.execute(RECENT, asked)).all()
        return tuple(_interaction(row) for row in reversed(rows))

    async def reads(
        self, customers: Collection[str], since: datetime, least_ms: int
    ) -> list[Interaction]:
        """Return the usable reads of content by some customers, oldest first."""
        found: list[Interaction] = []
        for some in chunked(sorted(customers), CUSTOMERS_AT_ONCE):
            query = (
                select(*COLUMNS)
                .where(Row.customer_id.in_(some), Row.usable, Row.at >= since)
                .where(Row.kind == CONTENT, Row.action == VIEW, Row.dwell_ms >= least_ms)
                .where(visible(Row.layer))
                .order_by(Row.at, Row.id)
            )
            found += [_interaction(row) for row in await self.session.execute(query)]
        return found

    async def acquired(
        self, customers: Collection[str], since: datetime
    ) -> dict[str, dict[str, datetime]]:
        """Return when some customers last bought or applied for each product, since an instant."""
        found: dict[str, dict[str, datetime]] = {}
        for some in chunked(sorted(customers), CUSTOMERS_AT_ONCE):
            query = (
                select(Row.customer_id, Row.item_id, func.max(Row.at))
                .where(Row.customer_id.in_(some), Row.action.in_((BUY, APPLY)), Row.at >= since)
                .where(visible(Row.layer))
                .group_by(Row.customer_id, Row.item_id)
            )
            for customer_id, item_id, at in await self.session.execute(query):
                found.setdefault(customer_id or "", {})[item_id] = at
        return found

    async def page(self, after_id: str | None, limit: int) -> list[Interaction]:
        """Return the next usable events of customers in the order of their ids."""
        query = (
            select(*COLUMNS)
            .where(Row.customer_id.is_not(None), Row.usable, Row.action != IMPRESSION)
            .where(visible(Row.layer))
            .order_by(Row.id)
            .limit(limit)
        )
        if after_id is not None:
            query = query.where(Row.id > after_id)
        return [_interaction(row) for row in await self.session.execute(query)]

    async def owners(self, visitors: Collection[str]) -> dict[str, str]:
        """Return the customers that some visitors turned out to be."""
        if not visitors:
            return {}
        query = select(VisitorRow).where(VisitorRow.visitor_id.in_(visitors))
        return {row.visitor_id: row.customer_id for row in await self.session.scalars(query)}

    async def own(self, visitor_id: str, customer_id: str, at: datetime) -> str:
        """Write down who a visitor is and return who it already was, or now is."""
        values = {"visitor_id": visitor_id, "customer_id": customer_id, "at": at}
        statement = upsert(self.session, VisitorRow).values(values)
        await self.session.execute(statement.on_conflict_do_nothing())
        return (await self.owners([visitor_id]))[visitor_id]

    async def merge(self, visitor_id: str, customer_id: str, scope: Scope, *, usable: bool) -> int:
        """Give a visitor's events to a customer and return how many."""
        statement = (
            update(Row)
            .where(Row.visitor_id == visitor_id, Row.customer_id.is_(None))
            .values(customer_id=customer_id, consent_version=scope.version, usable=usable)
            .execution_options(synchronize_session=False)
        )
        result = await self.session.execute(statement)
        return result.rowcount if isinstance(result, CursorResult) else 0

    async def add(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """Store the events that are new, in this session's transaction; return how many."""
        new = await claim(self.session, {row["event_id"]: row["received_at"] for row in rows})
        first: dict[str, Mapping[str, Any]] = {}
        for row in rows:
            if row["event_id"] in new:
                first.setdefault(row["event_id"], row)
        if first:
            await self.session.execute(insert(Row), list(first.values()))
        return len(first)

    async def popularity(
        self, since: datetime, actions: Collection[str], *, until: datetime | None = None
    ) -> dict[tuple[str, str], int]:
        """Count how many people did one of the actions with each item, whoever they are."""
        who = func.coalesce(Row.customer_id, Row.visitor_id)
        query = (
            select(Row.kind, Row.item_id, func.count(who.distinct()))
            .where(Row.at >= since, Row.action.in_(actions), visible(Row.layer))
            .group_by(Row.kind, Row.item_id)
        )
        if until is not None:
            query = query.where(Row.at < until)
        rows = await self.session.execute(query)
        return {(kind, item_id): people for kind, item_id, people in rows}


def new_events(rows: Sequence[Mapping[str, Any]], dialect: Dialect) -> list[Statement]:
    """Return what stores events and their receipts, and fails when one is known."""
    keys = {row["event_id"]: row["received_at"] for row in rows}
    return [*noting(keys, dialect), *statements_of(Row, rows, dialect)]


async def commit_new(writer: BatchWriter, rows: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Have the process's writer commit the events that are new; return their ids."""
    return await writer.write_once(Row, rows, key="event_id")


def _interaction(row: Any) -> Interaction:
    return _made(*(getattr(row, column.key) for column in COLUMNS))


def _made(
    kind: str,
    item_id: str,
    action: str,
    at: datetime,
    amount_minor: int | None,
    rating: float | None,
    dwell_ms: int | None,
    decision_id: str | None,
    id_: str,
    event_id: str,
    customer_id: str | None,
    placement: str | None,
) -> Interaction:
    value = rating if amount_minor is None else float(amount_minor)
    return Interaction(
        kind,
        item_id,
        action,
        at,
        value,
        dwell_ms,
        decision_id,
        id_,
        event_id,
        customer_id,
        placement,
    )
