"""The workflow of business rules: write, test, cost, submit, approve, publish, withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from recommender.changes.compare import Difference
from recommender.changes.model import Duty, State, Subject, Version
from recommender.changes.service import ChangeService
from recommender.database import new_id
from recommender.errors import Conflict, Invalid, NotAllowed, NotFound
from recommender.experiments.decider import Question
from recommender.interactions.writer import BatchWriter
from recommender.ports import (
    COMPLIANCE,
    MARKETER,
    OPERATOR,
    REVIEWER,
    SYSTEM,
    Actor,
    AuditSink,
    Clock,
)
from recommender.rules.bench import Bench, shown
from recommender.rules.content import LiveRule, Persona, RuleContent, RuleRecord, Scenario
from recommender.rules.estimate import CostEstimate
from recommender.rules.model import Ruling
from recommender.rules.repository import RuleRepository, cost_rows
from recommender.rules.views import (
    CaseResult,
    Cost,
    Preview,
    RuleVersionView,
    RuleView,
    rule_view,
    version_view,
)

RULE_KIND = "rule"
MAKERS = (MARKETER, REVIEWER, OPERATOR)
DUTIES: Mapping[str, Duty] = {
    RULE_KIND: Duty(edits=frozenset(MAKERS), approves=frozenset({REVIEWER}))
}
COST_DAYS = 7
"""An older estimate says little of the lists of today."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What rules are tried on and kept in.

    Attributes:
        writer: Stores estimates beside the reading unit of work that made them.
    """

    rules: RuleRepository
    bench: Bench
    estimate: CostEstimate
    writer: BatchWriter


class RuleService:
    """Business rules for the people who write and check them."""

    def __init__(
        self,
        workshop: Workshop,
        changes: ChangeService,
        *,
        audit: AuditSink,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._shop = workshop
        self._rules = workshop.rules
        self._changes = changes
        self._audit = audit
        self._clock = clock
        self._zone = zone

    async def list(self, actor: Actor) -> list[RuleView]:
        """List all rules, the last changed first."""
        _require_reader(actor)
        newest = await self._changes.newest_of(actor, RULE_KIND)
        records = [one for one in await self._rules.every() if one.id in newest]
        views = [self._view(one, newest[one.id]) for one in records]
        return sorted(views, key=lambda view: view.changed_at, reverse=True)

    async def get(self, actor: Actor, rule_id: str) -> RuleView:
        """Return one rule with its newest version."""
        _require_reader(actor)
        record = await self._record(rule_id)
        return self._view(record, await self._changes.newest(actor, _subject(rule_id)))

    async def create(
        self, actor: Actor, content: RuleContent, *, rule_id: str | None = None
    ) -> RuleView:
        """Make a rule with version 1, a draft."""
        _require_maker(actor)
        made = rule_id or new_id()
        await self._rules.add(made, actor.id, self._clock.now())
        version = await self._changes.begin(actor, _subject(made), self._stored(content))
        return self._view(await self._record(made), version)

    async def save(
        self, actor: Actor, rule_id: str, content: RuleContent, *, base: str
    ) -> RuleView:
        """Save an edit over the version with the hash `base`; what is live stays live."""
        _require_maker(actor)
        record = await self._record(rule_id)
        stored = self._stored(content)
        return self._view(
            record, await self._changes.edit(actor, _subject(rule_id), stored, base=base)
        )

    async def submit(self, actor: Actor, rule_id: str, note: str = "") -> RuleView:
        """Hand the newest version to the reviewers, once it has a name, a reason and tests."""
        _require_maker(actor)
        record = await self._record(rule_id)
        version = await self._changes.newest(actor, _subject(rule_id))
        content = RuleContent.model_validate(version.content)
        if not (content.name and content.why):
            raise Invalid("Name the rule, and say why the bank wants it.")
        if not content.cases:
            raise Invalid("Write at least one test case first.")
        return self._view(record, await self._changes.submit(actor, _subject(rule_id), note))

    async def approve(
        self, actor: Actor, rule_id: str, *, content_hash: str, note: str = ""
    ) -> RuleView:
        """Approve exactly the version with this hash: its tests pass, its cost is known."""
        record = await self._record(rule_id)
        version = await self._changes.newest(actor, _subject(rule_id))
        await self._require_sound(version)
        approved = await self._changes.approve(
            actor, _subject(rule_id), content_hash=content_hash, note=note
        )
        return self._view(record, approved)

    async def request_changes(self, actor: Actor, rule_id: str, note: str) -> RuleView:
        """Send the version back to its author with a note."""
        record = await self._record(rule_id)
        return self._view(
            record, await self._changes.request_changes(actor, _subject(rule_id), note)
        )

    async def publish(self, actor: Actor, rule_id: str) -> RuleView:
        """Let the newest version act, from its start to its end."""
        _require_maker(actor)
        record = await self._record(rule_id)
        version = await self._changes.newest(actor, _subject(rule_id))
        if version.state is not State.APPROVED:
            raise Conflict("The newest version is not approved.")
        if record.live and record.live.number == version.number:
            raise Conflict("This version is published already.")
        await self._require_sound(version)
        await self._rules.put_live(self._live(actor, rule_id, version))
        detail = {"number": version.number, "hash": version.content_hash}
        await self._audit.record(actor, "rule.publish", str(_subject(rule_id)), detail)
        return self._view(await self._record(rule_id), version)

    async def withdraw(self, actor: Actor, rule_id: str, reason: str = "") -> RuleView:
        """Stop the rule at once."""
        if not actor.has(SYSTEM, COMPLIANCE, *MAKERS):
            raise NotAllowed("You may not withdraw rules.")
        record = await self._record(rule_id)
        if record.live is None:
            raise Conflict("This rule is not published.")
        await self._rules.take_down(rule_id, self._clock.now())
        detail = {"number": record.live.number, "reason": reason}
        await self._audit.record(actor, "rule.withdraw", str(_subject(rule_id)), detail)
        version = await self._changes.newest(actor, _subject(rule_id))
        return self._view(await self._record(rule_id), version)

    async def versions(self, actor: Actor, rule_id: str) -> Sequence[RuleVersionView]:
        """List the versions, newest first."""
        record = await self._record(rule_id)
        live = record.live.number if record.live else None
        found = await self._changes.versions(actor, _subject(rule_id))
        return [version_view(one, is_live=one.number == live) for one in found]

    async def compare(
        self, actor: Actor, rule_id: str, before: int, after: int
    ) -> Sequence[Difference]:
        """List the fields that differ between two versions."""
        return await self._changes.compare(actor, _subject(rule_id), before, after)

    async def test(self, actor: Actor, rule_id: str) -> Sequence[CaseResult]:
        """Run the tests of the newest version."""
        _require_reader(actor)
        version = await self._changes.newest(actor, _subject(rule_id))
        return await self.try_out(rule_id, RuleContent.model_validate(version.content))

    async def try_out(self, rule_id: str, content: RuleContent) -> Sequence[CaseResult]:
        """Run the tests of content, over the rules that are published."""
        ruling = await self._with(rule_id, content)
        return [await self._shop.bench.test(one, ruling) for one in content.cases]

    async def costs(self, actor: Actor, rule_id: str) -> Mapping[str, Cost]:
        """Return the newest estimate of each version, by content hash."""
        _require_reader(actor)
        return await self._rules.costs(rule_id)

    async def estimate(self, actor: Actor, rule_id: str) -> Cost:
        """Estimate what the newest version costs, and keep it; in a reading unit of work."""
        _require_reader(actor)
        version = await self._changes.newest(actor, _subject(rule_id))
        content = RuleContent.model_validate(version.content)
        found = await self._shop.estimate.of(_timeless(content).rule(rule_id, version.number))
        cost = found.model_copy(update={"at": self._clock.now(), "by": actor.id})
        await self._shop.writer.write(cost_rows(rule_id, version.content_hash, cost))
        return cost

    async def preview(
        self,
        actor: Actor,
        rule_id: str,
        content: RuleContent,
        *,
        persona: Persona,
        scenario: Scenario,
        language: str,
    ) -> Preview:
        """Show an invented customer's list without and with a rule as it is written."""
        _require_reader(actor)
        bench = self._shop.bench
        question = Question(("product", "content"), scenario, 10)
        tried = await bench.invented(persona, question)
        others, with_rule = await self._without(rule_id), await self._with(rule_id, content)
        shelf = tried.inputs.shelf
        before = tried.with_rules(others, bench.today).items
        after = tried.with_rules(with_rule, bench.today).items
        return Preview(before=shown(before, shelf, language), after=shown(after, shelf, language))

    async def _require_sound(self, version: Version) -> None:
        """Refuse a version whose tests fail or whose cost nobody has seen lately."""
        rule_id, content = version.subject.id, RuleContent.model_validate(version.content)
        failed = [one for one in await self.try_out(rule_id, content) if not one.passed]
        if failed:
            details = [{"case": one.name, "faults": one.faults} for one in failed]
            raise Invalid("A test of this rule fails.", details=details)
        cost = (await self._rules.costs(rule_id)).get(version.content_hash)
        since = self._clock.now() - timedelta(days=COST_DAYS)
        if cost is None or cost.at is None or cost.at < since:
            raise Conflict("Estimate first what this version costs in clicks.")

    async def _without(self, rule_id: str) -> Ruling:
        live = await self._shop.bench.ruling()
        return Ruling.made_of([one for one in live.rules if one.id != rule_id])

    async def _with(self, rule_id: str, content: RuleContent) -> Ruling:
        others = await self._without(rule_id)
        return Ruling.made_of([*others.rules, _timeless(content).rule(rule_id, 0)])

    def _live(self, actor: Actor, rule_id: str, version: Version) -> LiveRule:
        return LiveRule(
            id=rule_id,
            number=version.number,
            content=RuleContent.model_validate(version.content),
            published_at=self._clock.now(),
            published_by=actor.id,
        )

    def _stored(self, content: RuleContent) -> dict[str, object]:
        return content.in_zone(self._zone).model_dump(mode="json")

    def _view(self, record: RuleRecord, version: Version) -> RuleView:
        return rule_view(record, version, self._clock.now())

    async def _record(self, rule_id: str) -> RuleRecord:
        record = await self._rules.get(rule_id)
        if record is None:
            raise NotFound("There is no such rule.")
        return record


def _timeless(content: RuleContent) -> RuleContent:
    """Return the rule as if its time had come: that is when its tests and cost are about."""
    return content.model_copy(update={"starts_at": None, "ends_at": None})


def _subject(rule_id: str) -> Subject:
    return Subject(RULE_KIND, rule_id)


def _require_maker(actor: Actor) -> None:
    if not actor.has(SYSTEM, *MAKERS):
        raise NotAllowed("Only marketers, reviewers and operators work on rules.")


def _require_reader(actor: Actor) -> None:
    if not actor.has(SYSTEM, COMPLIANCE, *MAKERS):
        raise NotAllowed("Rules are for the people who write and check them.")
