"""The way of a rule set: proposed, tested, approved by another officer, live from its day."""

from datetime import date
from typing import Any

import pytest

from dashboard.wiring import Root
from recommender.errors import Conflict, Invalid, NotAllowed, OwnWork, Stale
from recommender.ports import COMPLIANCE, MARKETER, REVIEWER, SYSTEM_ACTOR, Actor
from recommender.suitability.first import first
from recommender.suitability.model import RuleSet
from recommender.suitability.service import LawView
from tests.recommender.rules.bank import fill, ids

CLARA = Actor("clara", frozenset({COMPLIANCE}))
CARL = Actor("carl", frozenset({COMPLIANCE}))
TODAY = date(2026, 6, 15)
ONLY_R1 = {str(level): [1] for level in range(1, 6)}


def changed(**fields: Any) -> RuleSet:
    given = {"valid_from": TODAY.isoformat(), "cases": _cases()} | fields
    return RuleSet.model_validate(first("cn").content | given)


def _cases() -> list[dict[str, Any]]:
    return [
        {
            "name": {"en": "R1 only"},
            "customer": {"capacity": 3},
            "product": {"type": "deposit", "grade": 1},
            "expects": "allowed",
        }
    ]


async def proposed(root: Root, rules: RuleSet) -> LawView:
    async with root.writing() as app:
        await app.suitability.propose(CLARA, "cn", rules)
        return await app.suitability.submit(CLARA, "cn")


async def approved(root: Root, rules: RuleSet) -> LawView:
    view = await proposed(root, rules)
    assert view.proposal is not None
    async with root.writing() as app:
        content_hash = view.proposal.content_hash
        return await app.suitability.approve(CARL, "cn", content_hash=content_hash)


async def test_approved_version_binds_the_next_decision(root: Root) -> None:
    await fill(root)
    assert "gold" in await ids(root)
    view = await approved(root, changed(matrix=ONLY_R1))
    assert (view.live.version, view.proposal) == (2, None)
    assert await ids(root) == ["deposit"]


async def test_version_of_a_later_day_does_not_bind_today(root: Root) -> None:
    await fill(root)
    await approved(root, changed(matrix=ONLY_R1, valid_from="2026-06-16"))
    assert "gold" in await ids(root)


async def test_decision_names_its_version_and_replays_under_it(root: Root) -> None:
    await fill(root)
    async with root.reading() as app:
        before = await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "home", 10, "en")
    view = await approved(root, changed(matrix=ONLY_R1))
    async with root.reading() as app:
        after = await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "home", 10, "en")
    async with root.reading() as app:
        old = await app.decisions.get(CLARA, before.decision_id, "en")
        new = await app.decisions.get(CLARA, after.decision_id, "en")
        assert (old.rules, new.rules) == (first("cn").name, view.name)
        for decision in (before, after):
            replay = await app.decisions.replay(CLARA, decision.decision_id)
            assert replay.equal, replay.differences


async def test_author_may_not_approve(root: Root) -> None:
    view = await proposed(root, changed())
    assert view.proposal is not None
    async with root.writing() as app:
        content_hash = view.proposal.content_hash
        with pytest.raises(OwnWork):
            await app.suitability.approve(CLARA, "cn", content_hash=content_hash)


@pytest.mark.parametrize("role", [MARKETER, REVIEWER])
async def test_only_compliance_proposes_and_approves(root: Root, role: str) -> None:
    other = Actor("other", frozenset({role}))
    async with root.writing() as app:
        with pytest.raises(NotAllowed):
            await app.suitability.propose(other, "cn", changed())
        with pytest.raises(NotAllowed):
            await app.suitability.approve(other, "cn", content_hash="0" * 64)


async def test_failing_case_blocks_the_approval(root: Root) -> None:
    broken = [_cases()[0] | {"expects": "suitability"}]
    view = await proposed(root, changed(cases=broken))
    assert view.proposal is not None
    async with root.writing() as app:
        content_hash = view.proposal.content_hash
        with pytest.raises(Invalid, match="test of this rule set"):
            await app.suitability.approve(CARL, "cn", content_hash=content_hash)


async def test_version_that_began_in_the_past_is_refused(root: Root) -> None:
    view = await proposed(root, changed(valid_from="2026-06-14"))
    assert view.proposal is not None
    async with root.writing() as app:
        content_hash = view.proposal.content_hash
        with pytest.raises(Invalid, match="from today on"):
            await app.suitability.approve(CARL, "cn", content_hash=content_hash)


async def test_proposal_is_changed_from_what_was_read(root: Root) -> None:
    await proposed(root, changed())
    async with root.writing() as app:
        with pytest.raises(Stale):
            await app.suitability.propose(CARL, "cn", changed(assessment_months=6), base="0" * 64)


async def test_next_proposal_starts_from_the_approved_version(root: Root) -> None:
    await approved(root, changed())
    view = await proposed(root, changed(assessment_months=6))
    assert view.proposal is not None
    assert view.proposal.content.version == 3
    async with root.reading() as app:
        found = {one.field: one.after for one in await app.suitability.compare(CLARA, "cn")}
    assert found == {"assessment_months": 6, "version": 3}


async def test_nothing_to_approve_is_a_conflict(root: Root) -> None:
    await approved(root, changed())
    async with root.writing() as app:
        with pytest.raises(Conflict):
            await app.suitability.approve(CARL, "cn", content_hash="0" * 64)


async def test_each_region_has_its_rules_and_one_serves(root: Root) -> None:
    async with root.reading() as app:
        views = await app.suitability.regions(CLARA)
    assert [(one.region, one.is_serving) for one in views] == [("cn", True), ("eu", False)]
