"""Looks at customers through every signal and says what has changed on their advisers' lists."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from recommender.customers.model import Facts
from recommender.customers.service import CustomerService
from recommender.database import new_id
from recommender.decisions.log import DecisionLog
from recommender.decisions.record import Draft
from recommender.experiments.decider import Decider, Made, Question
from recommender.followups.model import GONE, LIVE, OPEN, SETTLED, Followup
from recommender.followups.repository import FollowupRepository
from recommender.followups.signals import all_signals
from recommender.followups.signals.base import READ_DAYS, Case, Finding, Signal
from recommender.interactions.model import Interaction
from recommender.interactions.service import InteractionService
from recommender.linking import Links
from recommender.ports import RM_SHARING

QUESTION = Question(("product",), "followup", 10)
"""The list behind a follow-up; the first five of it are shown."""

OFFERED = 5


@dataclass(slots=True)
class Changes:
    """What an evaluation wants stored.

    Attributes:
        gone: Ids of open follow-ups whose cause, or whose consent, has gone.
    """

    at: datetime
    followups: list[Followup] = field(default_factory=list)
    records: list[Draft] = field(default_factory=list)
    shared: dict[str, bytes] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.followups or self.gone)


@dataclass(frozen=True, slots=True)
class Seen:
    """What many customers did lately, read at once."""

    now: datetime
    links: Links
    reads: Mapping[str, Sequence[Interaction]]
    acquired: Mapping[str, Mapping[str, datetime]]


async def store(changes: Changes, repository: FollowupRepository, log: DecisionLog) -> None:
    """Store what an evaluation found; run it in a writing unit of work."""
    if changes.records:
        await log.write(changes.records, changes.shared)
    await repository.put(changes.followups)
    await repository.drop(changes.gone, changes.at)


class Evaluation:
    """Evaluates signals for customers who consent to sharing with their adviser."""

    def __init__(
        self,
        customers: CustomerService,
        interactions: InteractionService,
        decider: Decider,
        signals: Sequence[Signal] = (),
    ) -> None:
        self._customers = customers
        self._interactions = interactions
        self._decider = decider
        self._signals = tuple(signals) or all_signals()

    async def compare(self, ids: Collection[str], known: Sequence[Followup]) -> Changes:
        """Find what is new, different or gone, compared with the follow-ups already known."""
        engine = self._decider.engine
        now = engine.clock.now()
        facts = await self._customers.facts_of(ids)
        shared = {one: held for one, held in facts.items() if held.scope.allows(RM_SHARING)}
        seen = await self._seen(shared, now, (await engine.stand(("product",))).links)
        by_customer: dict[str, list[Followup]] = {}
        for one in known:
            by_customer.setdefault(one.customer_id, []).append(one)
        changes = Changes(now)
        for customer_id, owned in shared.items():
            theirs = by_customer.get(customer_id, [])
            await self._look(self._case(owned, seen, theirs), theirs, changes)
        strangers = (one for one in known if one.customer_id not in shared)
        changes.gone += [one.id for one in strangers if one.state in LIVE]
        return changes

    async def _seen(self, customers: Collection[str], now: datetime, links: Links) -> Seen:
        since = now - timedelta(days=READ_DAYS)
        reads: dict[str, list[Interaction]] = {}
        for read in await self._interactions.reads(customers, since):
            reads.setdefault(read.customer_id or "", []).append(read)
        acquired = await self._interactions.acquired(reads.keys(), since)
        return Seen(now, links, reads, acquired)

    def _case(self, facts: Facts, seen: Seen, known: Sequence[Followup]) -> Case:
        settled = {
            (one.signal, one.subject): one.settled_at for one in known if one.settled_at is not None
        }
        return Case(
            facts=facts,
            now=seen.now,
            today=self._decider.engine.today(seen.now),
            links=seen.links,
            reads=seen.reads.get(facts.customer_id, ()),
            acquired=seen.acquired.get(facts.customer_id, {}),
            settled=settled,
        )

    async def _look(self, case: Case, known: Sequence[Followup], changes: Changes) -> None:
        """Compare one customer's findings with what is known of them."""
        findings = [found for signal in self._signals for found in signal.find(case)]
        if findings:
            withheld = await self._decider.withheld(case.facts, QUESTION.kinds)
            blocked = {key.id: reason for key, reason in withheld.items()}
        else:
            blocked = {}
        offered = [one for one in findings if one.product_id not in blocked]
        before = {(one.signal, one.subject): one for one in known}
        changed = [one for one in offered if _is_news(one, before.get(_key(one)), blocked)]
        if changed:
            made = await self._decider.make(case.facts, QUESTION)
            changes.records.append(made.record)
            changes.shared |= made.shared
            changes.followups += [
                _followup(one, before.get(_key(one)), made, case) for one in changed
            ]
        alive = {_key(one) for one in offered}
        changes.gone += [
            one.id for key, one in before.items() if key not in alive and one.state == OPEN
        ]


def _key(found: Finding) -> tuple[str, str]:
    return found.signal, found.subject


def _is_news(found: Finding, before: Followup | None, blocked: Mapping[str, str]) -> bool:
    """Say whether a finding is new, or says something else than what is stored."""
    if before is None or before.state == GONE:
        return True
    if before.state == SETTLED:
        settled_at = before.settled_at
        return found.at is not None and settled_at is not None and found.at > settled_at
    told = (before.score, before.params, before.evidence)
    return told != (found.score, dict(found.params), _pairs(found)) or before.withheld != blocked


def _pairs(found: Finding) -> list[tuple[str, str]]:
    return [(one.kind, one.id) for one in found.evidence]


def _followup(found: Finding, before: Followup | None, made: Made, case: Case) -> Followup:
    is_live = before is not None and before.state in LIVE
    listed = [one.id for one in made.decided.items]
    first = [found.product_id] if found.product_id else []
    return Followup(
        id=before.id if before else new_id(),
        customer_id=case.facts.customer_id,
        signal=found.signal,
        subject=found.subject,
        state=before.state if before and is_live else OPEN,
        score=found.score,
        code=found.code,
        params=dict(found.params),
        evidence=_pairs(found),
        product_id=found.product_id,
        products=list(dict.fromkeys(first + listed))[:OFFERED],
        withheld={key.id: reason for key, reason in made.decided.split.withheld.items()},
        decision_id=made.record.id,
        created_at=case.now,
        updated_at=case.now,
    )
