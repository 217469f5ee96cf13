"""Queries over checks of models, and over the log that they read."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.chunks import chunked
from recommender.dataset import ItemKey
from recommender.decisions.tables import DecisionRow as Decision
from recommender.dialect import upsert
from recommender.interactions.model import CLICK
from recommender.interactions.tables import EventRow as Event
from recommender.layers.repository import visible
from recommender.oversight.model import Check
from recommender.oversight.tables import ModelCheckRow as Row

AT_ONCE = 500
OTHER_LISTS = ("related", "explain")
"""Scenarios that are no list of the customer's own."""


class OversightRepository:
    """Checks in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def every(self, kind: str | None = None) -> list[Check]:
        """List the checks, those asked for first first."""
        query = select(Row).order_by(Row.asked_at, Row.model_id)
        if kind is not None:
            query = query.where(Row.kind == kind)
        rows = await self.session.scalars(query.execution_options(populate_existing=True))
        return [
            Check.model_validate({name: getattr(row, name) for name in Check.model_fields})
            for row in rows
        ]

    async def get(self, model_id: str, kind: str) -> Check | None:
        """Return one check."""
        return next((one for one in await self.every(kind) if one.model_id == model_id), None)

    async def put(self, check: Check) -> None:
        """Store a check in place of the one before."""
        values = check.model_dump() | {"state": check.state.value}
        insert = upsert(self.session, Row).values(values)
        changed = {name: values[name] for name in ("state", "at", "report")}
        await self.session.execute(
            insert.on_conflict_do_update(index_elements=["model_id", "kind"], set_=changed)
        )

    async def remove(self, model_id: str, kind: str) -> None:
        """Forget a check."""
        statement = delete(Row).where(Row.model_id == model_id, Row.kind == kind)
        await self.session.execute(statement)

    async def newest_ids(self, before: str, limit: int) -> list[str]:
        """Return the ids of the newest personal lists made before an id, newest first."""
        query = _personal().where(Decision.id < before).order_by(Decision.id.desc()).limit(limit)
        return list(await self.session.scalars(query))

    async def first_ids(self, after: str, before: str, limit: int) -> list[str]:
        """Return the ids of the first personal lists between two ids."""
        query = _personal().where(Decision.id > after, Decision.id < before)
        return list(await self.session.scalars(query.order_by(Decision.id).limit(limit)))

    async def clicked(self, decisions: Collection[str]) -> dict[str, frozenset[ItemKey]]:
        """Return what was clicked on some decisions' lists."""
        found: dict[str, set[ItemKey]] = defaultdict(set)
        for some in chunked(sorted(decisions), AT_ONCE):
            query = select(Event.decision_id, Event.kind, Event.item_id).where(
                Event.decision_id.in_(some), Event.action == CLICK, visible(Event.layer)
            )
            for decision_id, kind, item_id in await self.session.execute(query):
                found[decision_id or ""].add(ItemKey(kind, item_id))
        return {one: frozenset(keys) for one, keys in found.items()}

    async def deeds(self, since: datetime, until: datetime) -> dict[str, int]:
        """Count events by kind and action."""
        return await self._counted((Event.kind, Event.action), since, until)

    async def items(self, since: datetime, until: datetime) -> dict[str, int]:
        """Count events by item."""
        return await self._counted((Event.kind, Event.item_id), since, until)

    async def _counted(
        self, columns: Sequence[Any], since: datetime, until: datetime
    ) -> dict[str, int]:
        query = (
            select(*columns, func.count().label("count"))
            .where(Event.at >= since, Event.at < until, visible(Event.layer))
            .group_by(*columns)
        )
        rows = (await self.session.execute(query)).all()
        return {":".join(map(str, row[:-1])): int(row[-1]) for row in rows}


def _personal() -> Any:
    return select(Decision.id).where(
        Decision.personalised,
        Decision.customer_id.is_not(None),
        Decision.scenario.not_in(OTHER_LISTS),
    )
