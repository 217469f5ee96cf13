"""The workflow of rule sets: propose, test, approve by another officer, live from a day."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, ValidationError

from recommender.changes.compare import Difference, differences
from recommender.changes.model import Duty, State, Subject, Version
from recommender.changes.service import ChangeService
from recommender.errors import Conflict, Invalid, NotAllowed, NotFound
from recommender.ports import COMPLIANCE, OPERATOR, REVIEWER, SYSTEM, SYSTEM_ACTOR, Actor, Clock
from recommender.rules.repository import PolicyVersion
from recommender.rules.source import PolicySource
from recommender.suitability.cases import LawResult, run_cases
from recommender.suitability.first import REGIONS, first, live_on
from recommender.suitability.model import Region, RuleSet
from recommender.suitability.repository import RuleSetRepository

LAW_KIND = "rule_set"
DUTIES: Mapping[str, Duty] = {
    LAW_KIND: Duty(edits=frozenset({COMPLIANCE}), approves=frozenset({COMPLIANCE}))
}


class ProposalView(BaseModel):
    """The newest version that somebody works on, and what it changes."""

    number: int
    state: State
    content: RuleSet
    content_hash: str
    editors: list[str]
    made_at: datetime
    note: str = ""


class LawView(BaseModel):
    """A region's rules: what holds now, every approved version, and the proposal."""

    region: Region
    is_serving: bool
    live: RuleSet
    name: str
    approved: list[RuleSet]
    proposal: ProposalView | None = None


class SuitabilityService:
    """Rule sets for compliance; decisions read them through `PolicySource`."""

    def __init__(
        self,
        laws: RuleSetRepository,
        policy: PolicyVersion,
        source: PolicySource,
        changes: ChangeService,
        clock: Clock,
    ) -> None:
        self._laws = laws
        self._policy = policy
        self._source = source
        self._changes = changes
        self._clock = clock

    async def regions(self, actor: Actor) -> list[LawView]:
        """List every region's rules."""
        return [await self.get(actor, region) for region in REGIONS]

    async def get(self, actor: Actor, region: Region) -> LawView:
        """Return a region's rules."""
        _require_reader(actor)
        approved = await self._approved(region)
        live = live_on(approved, self._clock.today())
        newest = (await self._changes.newest_of(SYSTEM_ACTOR, LAW_KIND)).get(region)
        is_open = newest is not None and newest.state is not State.APPROVED
        return LawView(
            region=region,
            is_serving=region == self._source.region,
            live=live,
            name=live.name,
            approved=approved,
            proposal=_proposal(newest) if newest and is_open else None,
        )

    async def propose(
        self, actor: Actor, region: Region, content: RuleSet, *, base: str | None = None
    ) -> LawView:
        """Save a proposal for the next version; `base` is the hash of the proposal it changes."""
        _require_officer(actor)
        approved = await self._approved(region)
        wanted = {"region": region, "version": approved[-1].version + 1}
        proposed = RuleSet.model_validate(content.content | wanted)
        newest = (await self._changes.newest_of(actor, LAW_KIND)).get(region)
        if newest is None:
            await self._changes.begin(actor, _subject(region), proposed.content)
        else:
            is_closed = newest.state is State.APPROVED
            seen = newest.content_hash if is_closed and base is None else base or ""
            await self._changes.edit(actor, _subject(region), proposed.content, base=seen)
        return await self.get(actor, region)

    async def submit(self, actor: Actor, region: Region, note: str = "") -> LawView:
        """Hand the proposal to another officer."""
        _require_officer(actor)
        await self._changes.submit(actor, _subject(region), note)
        return await self.get(actor, region)

    async def approve(
        self, actor: Actor, region: Region, *, content_hash: str, note: str = ""
    ) -> LawView:
        """Approve exactly the proposal with this hash; it holds from its own day on."""
        _require_officer(actor)
        version = await self._changes.newest(actor, _subject(region))
        rules = RuleSet.model_validate(version.content)
        await self._require_sound(rules)
        subject = _subject(region)
        await self._changes.approve(actor, subject, content_hash=content_hash, note=note)
        await self._laws.add(rules, actor.id, self._clock.now())
        await self._policy.touch()
        return await self.get(actor, region)

    async def request_changes(self, actor: Actor, region: Region, note: str) -> LawView:
        """Send the proposal back with a note."""
        await self._changes.request_changes(actor, _subject(region), note)
        return await self.get(actor, region)

    async def test(self, actor: Actor, region: Region) -> Sequence[LawResult]:
        """Run the cases of the proposal, or of what holds where there is none."""
        view = await self.get(actor, region)
        rules = view.proposal.content if view.proposal else view.live
        return run_cases(rules, self._clock.today())

    async def compare(self, actor: Actor, region: Region) -> Sequence[Difference]:
        """List what the proposal changes, or what the newest version changed."""
        view = await self.get(actor, region)
        if view.proposal:
            return differences(view.live.content, view.proposal.content.content)
        if len(view.approved) == 1:
            return []
        before, after = view.approved[-2:]
        return differences(before.content, after.content)

    async def _require_sound(self, rules: RuleSet) -> None:
        today = self._clock.today()
        failed = [one for one in run_cases(rules, today) if not one.passed]
        if failed:
            details = [one.model_dump() for one in failed]
            raise Invalid("A test of this rule set fails.", details=details)
        if rules.valid_from < today:
            raise Invalid("A rule set holds from today on at the earliest.")
        newest = (await self._approved(rules.region))[-1]
        if rules.version != newest.version + 1:
            raise Conflict("Another version was approved meanwhile: propose this one again.")

    async def _approved(self, region: Region) -> list[RuleSet]:
        if region not in REGIONS:
            raise NotFound("There are no rules of this region.")
        return [first(region), *await self._laws.of(region)]


def parse(content: Mapping[str, object]) -> RuleSet:
    """Read a rule set.

    Raises:
        Invalid: `details` names what is wrong.
    """
    try:
        return RuleSet.model_validate(content)
    except ValidationError as error:
        details = [
            {"field": ".".join(map(str, one["loc"])), "error": one["msg"]}
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise Invalid("Please check the rule set.", details=details) from error


def _proposal(version: Version) -> ProposalView:
    return ProposalView(
        number=version.number,
        state=version.state,
        content=RuleSet.model_validate(version.content),
        content_hash=version.content_hash,
        editors=sorted(version.editors),
        made_at=version.made_at,
        note=next((one.note for one in reversed(version.steps) if one.note), ""),
    )


def _subject(region: Region) -> Subject:
    return Subject(LAW_KIND, region)


def _require_officer(actor: Actor) -> None:
    if not actor.has(SYSTEM, COMPLIANCE):
        raise NotAllowed("Rule sets are for compliance.")


def _require_reader(actor: Actor) -> None:
    if not actor.has(SYSTEM, COMPLIANCE, OPERATOR, REVIEWER):
        raise NotAllowed("Rule sets are for compliance.")
