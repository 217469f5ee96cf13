"""Counts over the events, in SQL."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from content.results.model import Counts
from recommender.catalogue.model import CONTENT
from recommender.interactions.model import CLICK, DISMISS, IMPRESSION, READ_MS, VIEW
from recommender.interactions.tables import EventRow as Event
from recommender.layers.repository import visible


class ResultsRepository:
    """Reads counts of cards; events of an open import do not count yet."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def counts(
        self, card_id: str, since: datetime | None = None, until: datetime | None = None
    ) -> Counts:
        """Count what happened to a card, within a stretch of time if one is given."""
        query = select(*_columns()).where(*_of([card_id]))
        if since is not None:
            query = query.where(Event.at >= since)
        if until is not None:
            query = query.where(Event.at < until)
        row = (await self._session.execute(query)).one()
        return Counts.model_validate({name: count or 0 for name, count in row._mapping.items()})

    async def counts_of(self, card_ids: Collection[str]) -> dict[str, Counts]:
        """Count what happened to each of several cards."""
        query = select(Event.item_id.label("card_id"), *_columns()).where(*_of(card_ids))
        found: dict[str, Counts] = {}
        for row in await self._session.execute(query.group_by(Event.item_id)):
            values: dict[str, Any] = dict(row._mapping)
            found[values.pop("card_id")] = Counts.model_validate(values)
        return found

    async def shown_to(
        self, customer_id: str, days: Mapping[str, int], now: datetime
    ) -> Mapping[str, int]:
        """Count impressions of each card to a customer within its own number of days."""
        first = now - timedelta(days=max(days.values(), default=0))
        query = select(Event.item_id, Event.at).where(
            *_of(days.keys()),
            Event.customer_id == customer_id,
            Event.action == IMPRESSION,
            Event.at >= first,
        )
        rows = (await self._session.execute(query)).all()
        return Counter(card_id for card_id, at in rows if at >= now - timedelta(days=days[card_id]))


def _of(card_ids: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return (Event.kind == CONTENT, Event.item_id.in_(sorted(card_ids)), visible(Event.layer))


def _columns() -> list[ColumnElement[Any]]:
    person = func.coalesce(Event.customer_id, Event.visitor_id)
    seen = case((Event.action == IMPRESSION, person))
    is_read = (Event.action == VIEW) & (Event.dwell_ms >= READ_MS)
    return [
        _count(Event.action == IMPRESSION).label("impressions"),
        func.count(seen.distinct()).label("unique"),
        _count(Event.action == CLICK).label("clicks"),
        _count(Event.action == DISMISS).label("dismissals"),
        _count(Event.action == VIEW).label("views"),
        _count(is_read).label("reads"),
    ]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
