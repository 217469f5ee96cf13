"""Rule sets of the law: what holds, proposals, test cases, approval by another officer."""

from typing import Annotated, Any

from fastapi import APIRouter, Header
from pydantic import BaseModel, Field

from dashboard.api.base import Call, reads, writes
from dashboard.people.roles import COMPLIANCE, OPERATOR, REVIEWER
from recommender.suitability.cases import LawResult
from recommender.suitability.model import Region, RuleSet
from recommender.suitability.service import LawView

router = APIRouter(prefix="/api/v1/rule-sets", tags=["rule sets"])
Reading = Annotated[Call, reads(COMPLIANCE, OPERATOR, REVIEWER)]
Writing = Annotated[Call, writes(COMPLIANCE)]
IfMatch = Annotated[str | None, Header(description="Hash of the proposal that is changed.")]


class Note(BaseModel):
    """Words to a step."""

    note: str = Field("", max_length=2000)


class Approval(Note):
    """The approval of exactly the content with this hash."""

    content_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class LawList(BaseModel):
    """Every region's rules."""

    rule_sets: list[LawView]


class Change(BaseModel):
    """One field that differs."""

    field: str
    before: Any
    after: Any


class TestRun(BaseModel):
    """What the cases of a rule set said."""

    passed: bool
    results: list[LawResult]


@router.get("")
async def list_rule_sets(call: Reading) -> LawList:
    """List the rule sets of each region."""
    return LawList(rule_sets=await call.app.suitability.regions(call.actor))


@router.get("/{region}")
async def get_rule_set(call: Reading, region: Region) -> LawView:
    """Return a region's rules: what holds, what was approved, what is proposed."""
    return await call.app.suitability.get(call.actor, region)


@router.put("/{region}/proposal")
async def propose_rule_set(
    call: Writing, region: Region, rules: RuleSet, if_match: IfMatch = None
) -> LawView:
    """Save a proposal for the next version; 412 when somebody changed it meanwhile."""
    base = if_match.strip().removeprefix("W/").strip('"') if if_match else None
    return await call.app.suitability.propose(call.actor, region, rules, base=base)


@router.post("/{region}/proposal/submit")
async def submit_rule_set(call: Writing, region: Region, note: Note) -> LawView:
    """Hand the proposal to another officer."""
    return await call.app.suitability.submit(call.actor, region, note.note)


@router.post("/{region}/proposal/approve")
async def approve_rule_set(call: Writing, region: Region, approval: Approval) -> LawView:
    """Approve exactly the proposal with this hash; 422 when a case fails."""
    return await call.app.suitability.approve(
        call.actor, region, content_hash=approval.content_hash, note=approval.note
    )


@router.post("/{region}/proposal/request-changes")
async def request_changes(call: Writing, region: Region, note: Note) -> LawView:
    """Send the proposal back with a note."""
    return await call.app.suitability.request_changes(call.actor, region, note.note)


@router.post("/{region}/tests")
async def run_tests(call: Reading, region: Region) -> TestRun:
    """Run the cases of the proposal, or of what holds where there is none."""
    results = list(await call.app.suitability.test(call.actor, region))
    return TestRun(passed=all(one.passed for one in results), results=results)


@router.get("/{region}/compare")
async def compare_rule_sets(call: Reading, region: Region) -> list[Change]:
    """List what the proposal changes, or what the newest version changed."""
    found = await call.app.suitability.compare(call.actor, region)
    return [Change(field=one.field, before=one.before, after=one.after) for one in found]
