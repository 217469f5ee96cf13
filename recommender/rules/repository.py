"""Every query on business rules, on what they cost, and on the lists that the cost is read from."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.commit import after_commit
from recommender.database import new_id
from recommender.decisions.model import Record
from recommender.decisions.pack import unpack
from recommender.decisions.tables import DecisionRow
from recommender.dialect import upsert
from recommender.errors import Conflict
from recommender.interactions.tables import EventRow
from recommender.metadata import Table
from recommender.rules.content import LiveRule, RuleContent, RuleRecord
from recommender.rules.tables import PolicyVersionRow, RuleCostRow, RuleRow
from recommender.rules.views import Cost

VERSION_ID = 1
CLICKS = ("click", "like", "share", "buy", "apply")
"""What counts as a click: opening the item, or more."""


class PolicyVersion:
    """The row that tells every process that rules or rule sets have changed.

    Args:
        session: Of the unit of work that changes them.
        changed: Told once the change is committed: this process need not wait for its next look.
    """

    def __init__(self, session: AsyncSession, changed: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._changed = changed

    async def get(self) -> int:
        """Return the version, 0 before the first change."""
        return await self._session.scalar(select(PolicyVersionRow.version)) or 0

    async def touch(self) -> None:
        """Raise the version."""
        first = upsert(self._session, PolicyVersionRow).values(id=VERSION_ID, version=1)
        risen = {"version": PolicyVersionRow.version + 1}
        await self._session.execute(first.on_conflict_do_update(index_elements=["id"], set_=risen))
        after_commit(self._session, self._changed)


class RuleRepository:
    """Rules in the database."""

    def __init__(self, session: AsyncSession, policy: PolicyVersion | None = None) -> None:
        self._session = session
        self._policy = policy or PolicyVersion(session)

    async def get(self, rule_id: str) -> RuleRecord | None:
        """Return one rule."""
        row = await self._session.get(RuleRow, rule_id)
        return _record(row) if row else None

    async def every(self) -> list[RuleRecord]:
        """List all rules, the newest first."""
        query = select(RuleRow).order_by(RuleRow.made_at.desc(), RuleRow.id)
        return [_record(row) for row in await self._session.scalars(query)]

    async def live(self) -> list[LiveRule]:
        """List the published rules, whatever their times say."""
        query = select(RuleRow).where(RuleRow.live_number.is_not(None)).order_by(RuleRow.id)
        found = (_live(row) for row in await self._session.scalars(query))
        return [rule for rule in found if rule]

    async def add(self, rule_id: str, made_by: str, made_at: datetime) -> None:
        """Store a new rule without any content."""
        self._session.add(RuleRow(id=rule_id, made_by=made_by, made_at=made_at))
        try:
            await self._session.flush()
        except IntegrityError as error:
            raise Conflict("A rule with this id exists already.") from error

    async def put_live(self, rule: LiveRule) -> None:
        """Let a version act, in place of the one that acted."""
        await self._set(
            rule.id,
            live_number=rule.number,
            live_content=rule.content.model_dump(mode="json"),
            published_at=rule.published_at,
            published_by=rule.published_by,
            withdrawn_at=None,
        )

    async def take_down(self, rule_id: str, at: datetime) -> None:
        """Let the rule act no longer."""
        await self._set(rule_id, live_number=None, live_content=None, withdrawn_at=at)

    async def costs(self, rule_id: str) -> dict[str, Cost]:
        """Return the newest estimate of each version of a rule, by content hash."""
        query = select(RuleCostRow).where(RuleCostRow.rule_id == rule_id).order_by(RuleCostRow.id)
        return {row.content_hash: _cost(row) for row in await self._session.scalars(query)}

    async def recent(self, scenarios: Collection[str], since: datetime, limit: int) -> list[Record]:
        """Return the newest personal decisions of customers on some surfaces."""
        query = select(DecisionRow.body).where(
            DecisionRow.at >= since,
            DecisionRow.customer_id.is_not(None),
            DecisionRow.personalised,
            DecisionRow.scenario.in_(scenarios),
        )
        bodies = await self._session.scalars(query.order_by(DecisionRow.id.desc()).limit(limit))
        return [unpack(body) for body in bodies if body]

    async def signals(self, since: datetime, limit: int) -> dict[str, set[tuple[str, str]]]:
        """Return the items clicked of each decision that was looked at since, the newest first."""
        query = (
            select(EventRow.decision_id, EventRow.kind, EventRow.item_id, EventRow.action)
            .where(EventRow.decision_id.is_not(None), EventRow.at >= since)
            .where(EventRow.action.in_(("impression", *CLICKS)))
            .order_by(EventRow.id.desc())
            .limit(limit)
        )
        clicked: dict[str, set[tuple[str, str]]] = {}
        for decision, kind, item, action in await self._session.execute(query):
            of_list = clicked.setdefault(decision or "", set())
            if action in CLICKS:
                of_list.add((kind, item))
        return clicked

    async def records(self, ids: Collection[str]) -> Mapping[str, Record]:
        """Return decisions by their ids; unknown ones are left out."""
        query = select(DecisionRow.id, DecisionRow.body).where(DecisionRow.id.in_(ids))
        rows = await self._session.execute(query)
        return {id_: unpack(body) for id_, body in rows if body}

    async def _set(self, rule_id: str, **values: Any) -> None:
        row = await self._session.get(RuleRow, rule_id, with_for_update=True)
        if row is None:
            raise Conflict("The rule is gone.")
        for name, value in values.items():
            setattr(row, name, value)
        await self._session.flush()
        await self._policy.touch()


def cost_rows(
    rule_id: str, content_hash: str, cost: Cost
) -> dict[type[Table], list[dict[str, Any]]]:
    """Return an estimate as the batching writer takes it."""
    told = cost.model_dump(mode="json", exclude={"at", "by"})
    row = {
        "id": new_id(),
        "rule_id": rule_id,
        "content_hash": content_hash,
        "cost": told,
        "at": cost.at,
        "by": cost.by,
    }
    return {RuleCostRow: [row]}


def _cost(row: RuleCostRow) -> Cost:
    return Cost(**row.cost, at=row.at, by=row.by)


def _record(row: RuleRow) -> RuleRecord:
    return RuleRecord(
        id=row.id,
        made_by=row.made_by,
        made_at=row.made_at,
        live=_live(row),
        withdrawn_at=row.withdrawn_at,
    )


def _live(row: RuleRow) -> LiveRule | None:
    if row.live_number is None or row.published_at is None:
        return None
    return LiveRule(
        id=row.id,
        number=row.live_number,
        content=RuleContent.model_validate(row.live_content),
        published_at=row.published_at,
        published_by=row.published_by or "",
    )
