"""Business rules: authoring, tests, cost, four eyes, publishing."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from dashboard.api.base import Call, reads, writes
from dashboard.errors import PreconditionRequired
from dashboard.people.roles import COMPLIANCE, MARKETER, OPERATOR, REVIEWER
from recommender.changes.model import State
from recommender.rules.content import Persona, RuleContent, RuleId, Scenario, Standing
from recommender.rules.views import CaseResult, Cost, Preview, RuleVersionView, RuleView

router = APIRouter(prefix="/api/v1/rules", tags=["rules"])
MAKERS = (MARKETER, REVIEWER, OPERATOR)
Reading = Annotated[Call, reads(*MAKERS, COMPLIANCE)]
Writing = Annotated[Call, writes(*MAKERS)]
Deciding = Annotated[Call, writes(REVIEWER)]
Stopping = Annotated[Call, writes(*MAKERS, COMPLIANCE)]
OneRule = Annotated[str, Path(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
IfMatch = Annotated[str | None, Header(description="The ETag that the change was made from.")]


class RuleIn(BaseModel):
    """A new rule; without an id it gets a random one."""

    model_config = ConfigDict(extra="forbid")

    id: RuleId | None = None
    content: RuleContent


class Note(BaseModel):
    """Words to a step."""

    note: str = Field("", max_length=2000)


class Approval(Note):
    """The approval of exactly the content with this hash."""

    content_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class Reason(BaseModel):
    """Why a rule is stopped."""

    reason: str = Field("", max_length=500)


class RuleList(BaseModel):
    """Rules, the last changed first."""

    rules: list[RuleView]


class Versions(BaseModel):
    """Versions, the newest first."""

    versions: list[RuleVersionView]


class Change(BaseModel):
    """One field that differs between two versions."""

    field: str
    before: Any
    after: Any


class TestRun(BaseModel):
    """What the tests of the newest version said."""

    passed: bool
    results: list[CaseResult]


class Costs(BaseModel):
    """The newest estimate of each version, by content hash."""

    costs: dict[str, Cost]


class PreviewIn(BaseModel):
    """A rule as it is written, and the invented customer to look at it with."""

    model_config = ConfigDict(extra="forbid")

    content: RuleContent
    persona: Persona = Persona()
    scenario: Scenario = "home"


@router.get("")
async def list_rules(
    call: Reading,
    state: Annotated[State | None, Query(description="Workflow state of the newest.")] = None,
    standing: Annotated[Standing | None, Query(description="Where it acts.")] = None,
) -> RuleList:
    """List the rules."""
    rules = await call.app.rules.list(call.actor)
    return RuleList(
        rules=[
            rule
            for rule in rules
            if state in (None, rule.state) and standing in (None, rule.standing)
        ]
    )


@router.post("", status_code=201)
async def create_rule(call: Writing, rule: RuleIn, response: Response) -> RuleView:
    """Make a rule with version 1, a draft."""
    made = await call.app.rules.create(call.actor, rule.content, rule_id=rule.id)
    response.headers["Location"] = f"/api/v1/rules/{made.id}"
    return _tagged(made, response)


@router.get("/{rule_id}")
async def get_rule(call: Reading, rule_id: OneRule, response: Response) -> RuleView:
    """Return a rule with its newest version; the ETag is the condition of the next change."""
    return _tagged(await call.app.rules.get(call.actor, rule_id), response)


@router.put("/{rule_id}")
async def put_rule(
    call: Writing,
    rule_id: OneRule,
    content: RuleContent,
    response: Response,
    if_match: IfMatch = None,
) -> RuleView:
    """Save an edit: 428 without If-Match, 412 when it is stale; what is live stays live."""
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag of the rule that you changed.")
    base = if_match.strip().removeprefix("W/").strip('"')
    return _tagged(await call.app.rules.save(call.actor, rule_id, content, base=base), response)


@router.post("/{rule_id}/submit")
async def submit_rule(call: Writing, rule_id: OneRule, note: Note) -> RuleView:
    """Hand the newest version to the reviewers; 422 without a name, a reason or a test."""
    return await call.app.rules.submit(call.actor, rule_id, note.note)


@router.post("/{rule_id}/approve")
async def approve_rule(call: Deciding, rule_id: OneRule, approval: Approval) -> RuleView:
    """Approve exactly the version with this hash; 422 when a test fails, 409 without a cost."""
    return await call.app.rules.approve(
        call.actor, rule_id, content_hash=approval.content_hash, note=approval.note
    )


@router.post("/{rule_id}/request-changes")
async def request_changes(call: Deciding, rule_id: OneRule, note: Note) -> RuleView:
    """Send the version back with a note."""
    return await call.app.rules.request_changes(call.actor, rule_id, note.note)


@router.post("/{rule_id}/publish")
async def publish_rule(call: Writing, rule_id: OneRule) -> RuleView:
    """Let the approved version act, from its start to its end."""
    return await call.app.rules.publish(call.actor, rule_id)


@router.post("/{rule_id}/withdraw")
async def withdraw_rule(call: Stopping, rule_id: OneRule, reason: Reason) -> RuleView:
    """Stop the rule at once."""
    return await call.app.rules.withdraw(call.actor, rule_id, reason.reason)


@router.get("/{rule_id}/versions")
async def list_versions(call: Reading, rule_id: OneRule) -> Versions:
    """List the versions, the newest first."""
    return Versions(versions=list(await call.app.rules.versions(call.actor, rule_id)))


@router.get("/{rule_id}/versions/compare")
async def compare_versions(
    call: Reading,
    rule_id: OneRule,
    before: Annotated[int, Query(ge=1, le=2**31 - 1)],
    after: Annotated[int, Query(ge=1, le=2**31 - 1)],
) -> list[Change]:
    """List the fields that differ between two versions."""
    found = await call.app.rules.compare(call.actor, rule_id, before, after)
    return [Change(field=one.field, before=one.before, after=one.after) for one in found]


@router.post("/{rule_id}/tests")
async def run_tests(call: Reading, rule_id: OneRule) -> TestRun:
    """Run the tests of the newest version on the bank as it is now."""
    results = list(await call.app.rules.test(call.actor, rule_id))
    return TestRun(passed=all(one.passed for one in results), results=results)


@router.get("/{rule_id}/cost")
async def get_costs(call: Reading, rule_id: OneRule) -> Costs:
    """Return what each version was estimated to cost."""
    return Costs(costs=dict(await call.app.rules.costs(call.actor, rule_id)))


@router.post("/{rule_id}/cost")
async def estimate_cost(call: Reading, rule_id: OneRule) -> Cost:
    """Make recent lists again without and with the newest version, and count expected clicks."""
    return await call.app.rules.estimate(call.actor, rule_id)


@router.post("/{rule_id}/preview")
async def preview_rule(call: Reading, rule_id: OneRule, wanted: PreviewIn) -> Preview:
    """Show an invented customer's list without and with the rule; `new` stands for no rule yet."""
    return await call.app.rules.preview(
        call.actor,
        rule_id,
        wanted.content,
        persona=wanted.persona,
        scenario=wanted.scenario,
        language=call.language,
    )


def _tagged(rule: RuleView, response: Response) -> RuleView:
    response.headers["ETag"] = f'"{rule.content_hash}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return rule
