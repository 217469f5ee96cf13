"""Queries over decisions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.decisions.model import DecisionLine, Record
from recommender.decisions.pack import completed, unpack
from recommender.decisions.record import Draft
from recommender.decisions.tables import DecisionRow, DecisionSourceRow
from recommender.dialect import upsert
from recommender.ids import is_uuid
from recommender.metadata import Table


def rows_of(drafts: Sequence[Draft]) -> dict[type[Table], list[dict[str, Any]]]:
    """Return decisions as the batching writer takes them."""
    return {DecisionRow: [_row(one) for one in drafts]}


class DecisionRepository:
    """Decisions in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, decision_id: str) -> tuple[Record, bytes] | None:
        """Return a record and its stored digest; None for one that an erasure emptied."""
        row = await self._session.get(DecisionRow, decision_id) if is_uuid(decision_id) else None
        if row is None or not row.body:
            return None
        return await self._completed(unpack(row.body)), row.digest

    async def _completed(self, record: Record) -> Record:
        """Put the shared letters in; a record whose letters are gone keeps naming them."""
        shared = await self.source(record.base) if record.base else None
        return completed(record, shared) if shared else record

    async def lines(
        self, customer_id: str, before: datetime | None, limit: int
    ) -> list[DecisionLine]:
        """List a customer's decisions, newest first."""
        query = (
            select(DecisionRow.id, DecisionRow.at, DecisionRow.scenario, DecisionRow.personalised)
            .where(DecisionRow.customer_id == customer_id)
            .order_by(DecisionRow.at.desc(), DecisionRow.id.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(DecisionRow.at < before)
        rows = await self._session.execute(query)
        return [DecisionLine.model_validate(dict(row)) for row in rows.mappings()]

    async def latest_ids(self, customers: Collection[str], scenario: str) -> dict[str, str]:
        """Return the id of each customer's newest decision of a scenario."""
        query = (
            select(DecisionRow.customer_id, DecisionRow.id)
            .where(DecisionRow.customer_id.in_(customers), DecisionRow.scenario == scenario)
            .order_by(DecisionRow.at, DecisionRow.id)
        )
        return {customer: id_ for customer, id_ in await self._session.execute(query) if customer}

    async def digests(self, after: str, until: str, limit: int) -> list[tuple[str, bytes]]:
        """Return id and digest of the next decisions after one id, up to another."""
        query = (
            select(DecisionRow.id, DecisionRow.digest)
            .where(DecisionRow.id > after, DecisionRow.id <= until)
            .order_by(DecisionRow.id)
            .limit(limit)
        )
        return [(row.id, bytes(row.digest)) for row in await self._session.execute(query)]

    async def altered(self, after: str, until: str) -> list[str]:
        """Return the ids of decisions between two ids whose body does not fit its digest.

        What an erasure emptied is held against the erasure's own claim.
        """
        query = (
            select(DecisionRow.id, DecisionRow.body, DecisionRow.digest)
            .where(DecisionRow.id > after, DecisionRow.id <= until)
            .where(or_(DecisionRow.erasure.is_(None), DecisionRow.body != b""))
            .order_by(DecisionRow.id)
        )
        rows = await self._session.execute(query)
        return [row.id for row in rows if sha256(row.body).digest() != bytes(row.digest)]

    async def is_intact(self, decision_id: str) -> bool:
        """Say whether a decision's body fits its digest."""
        row = await self._session.get(DecisionRow, decision_id)
        return row is not None and sha256(row.body).digest() == bytes(row.digest)

    async def erase(self, customer_id: str, erasure: str) -> None:
        """Empty a customer's decisions; their digests stay, and with them the audit's chain."""
        emptied = {"customer_id": None, "body": b"", "erasure": erasure}
        query = update(DecisionRow).where(DecisionRow.customer_id == customer_id)
        await self._session.execute(
            query.values(emptied), execution_options={"synchronize_session": False}
        )

    async def erased(self, erasure: str) -> list[tuple[str, bytes]]:
        """Return id and digest of the decisions that an erasure emptied, by id."""
        query = select(DecisionRow.id, DecisionRow.digest).where(DecisionRow.erasure == erasure)
        rows = await self._session.execute(query.order_by(DecisionRow.id))
        return [(row.id, bytes(row.digest)) for row in rows]

    async def erasures(self) -> set[str]:
        """Return the erasures that decisions name."""
        query = select(DecisionRow.erasure).where(DecisionRow.erasure.is_not(None)).distinct()
        return {one for one in await self._session.scalars(query) if one}

    async def count_until(self, until: str) -> int:
        """Count the decisions up to an id."""
        query = select(func.count()).select_from(DecisionRow).where(DecisionRow.id <= until)
        return await self._session.scalar(query) or 0

    async def delete_until(self, until: str, limit: int) -> int:
        """Take out some of the decisions up to an id, oldest first; return how many."""
        oldest = select(DecisionRow.id).where(DecisionRow.id <= until).order_by(DecisionRow.id)
        some = list(await self._session.scalars(oldest.limit(limit)))
        if some:
            query = delete(DecisionRow).where(DecisionRow.id >= some[0], DecisionRow.id <= some[-1])
            await self._session.execute(query, execution_options={"synchronize_session": False})
        return len(some)

    async def unused_sources(self, before: datetime) -> list[str]:
        """Return the shared inputs that no decision since an instant names."""
        used_at = func.coalesce(DecisionSourceRow.used_at, DecisionSourceRow.at)
        return list(
            await self._session.scalars(select(DecisionSourceRow.hash).where(used_at < before))
        )

    async def used_sources(self, since: datetime) -> set[str]:
        """Return the shared inputs, models among them, that decisions since an instant name."""
        used_at = func.coalesce(DecisionSourceRow.used_at, DecisionSourceRow.at)
        query = select(DecisionSourceRow.hash).where(used_at >= since)
        return set(await self._session.scalars(query))

    async def delete_sources(self, names: Collection[str]) -> None:
        """Take out shared inputs."""
        await self._session.execute(
            delete(DecisionSourceRow).where(DecisionSourceRow.hash.in_(sorted(names)))
        )

    async def weight(self, sample: int) -> tuple[int, float]:
        """Return how many decisions there are, and the mean bytes of the newest ones' bodies."""
        newest = select(func.length(DecisionRow.body).label("bytes"))
        newest = newest.where(DecisionRow.erasure.is_(None)).order_by(DecisionRow.id.desc())
        mean = await self._session.scalar(select(func.avg(newest.limit(sample).subquery().c.bytes)))
        count = await self._session.scalar(select(func.count()).select_from(DecisionRow))
        return count or 0, float(mean or 0.0)

    async def source(self, name: str) -> bytes | None:
        """Return a shared input by its hash."""
        row = await self._session.get(DecisionSourceRow, name)
        return None if row is None else row.body

    async def add(self, drafts: Sequence[Draft]) -> None:
        """Store decisions in this session's transaction."""
        self._session.add_all([DecisionRow(**_row(one)) for one in drafts])
        await self._session.flush()

    async def add_sources(self, bodies: Mapping[str, bytes], at: datetime) -> None:
        """Store shared inputs, and note of those that are stored already that they are used."""
        rows = [
            {"hash": name, "body": body, "at": at, "used_at": at}
            for name, body in sorted(bodies.items())
        ]
        statement = upsert(self._session, DecisionSourceRow)
        used = {"used_at": statement.excluded.used_at}
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["hash"], set_=used), rows
        )


def _row(draft: Draft) -> dict[str, Any]:
    told = draft.told
    return {
        "id": draft.id,
        "customer_id": told.get("customer_id"),
        "at": draft.at,
        "scenario": told["scenario"],
        "personalised": told["personalised"],
        "trial": told.get("trial"),
        "arm": told.get("arm"),
        "catalogue_version": told["catalogue_version"],
        "body": draft.body,
        "digest": sha256(draft.body).digest(),
    }
