"""The pages of rules without a browser: what a marketer, a reviewer and an officer do there."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from dashboard.errors import Invalid
from dashboard.pages.rules import RulesState
from dashboard.parts.policy.effect_state import EffectState
from dashboard.parts.policy.law_state import LawState
from dashboard.parts.policy.state import RuleState
from dashboard.wiring import Root
from recommender.errors import OwnWork
from recommender.ports import COMPLIANCE, Actor
from tests.dashboard.pages.states import at, run, serving
from tests.recommender.rules.bank import (
    ANNA,
    OFFICER,
    RUTH,
    content,
    fill,
    ids,
    published,
    submitted,
)

SECOND = Actor("second", frozenset({COMPLIANCE}))


@pytest.fixture
async def bank(root: Root) -> AsyncIterator[Root]:
    await fill(root)
    await root.catalogue.newest()
    with serving(root):
        yield root


async def editor(actor: Actor = ANNA, rule: str = "new") -> Any:
    state = at(RuleState, f"/rules/{rule}")
    await run(actor, RuleState.load, state)
    return state


async def effect_of(form: Any, actor: Actor = ANNA) -> Any:
    """Return the state beside a form, after a look at it."""
    state = at(EffectState, "/rules/new")

    async def get_state(_: type) -> Any:
        return form

    object.__setattr__(state, "get_state", get_state)
    await run(actor, EffectState.look, state)
    return state


async def written(actor: Actor = ANNA) -> Any:
    state = await editor(actor)
    await run(actor, RuleState.write, state, "name", "Gold week")
    await run(actor, RuleState.write, state, "why", "The branch's gold week.")
    await run(actor, RuleState.choose_effect, state, "pin")
    await run(actor, RuleState.search, state, "gold")
    await run(actor, RuleState.add_item, state, "product", state.offered[0].id)
    return state


async def test_empty_form_says_what_is_missing(bank: Root) -> None:
    state = await editor()
    assert state.fault["en"] == "Say which items the rule speaks of."


async def test_preview_follows_the_form(bank: Root) -> None:
    form = await written()
    effect = await effect_of(form)
    assert [one.id for one in effect.before] == ["deposit", "fund", "gold"]
    assert (effect.after[0].id, effect.after[0].placed, effect.after[0].moved) == (
        "gold",
        "pinned",
        2,
    )


async def test_rule_is_tested_costed_and_submitted_from_its_page(bank: Root) -> None:
    form = await written()
    effect = await effect_of(form)
    await run(ANNA, EffectState.choose_outcome, effect, "first")
    await run(ANNA, EffectState.add_test, effect, "product", "gold")
    await run(ANNA, EffectState.run_tests, effect)
    assert [one.state for one in effect.cases] == ["passed"]
    await run(ANNA, RuleState.submit, form)
    assert (form.workflow, form.is_dirty) == ("review", False)
    assert form.differences == []


async def test_failed_test_says_what_stands_there_instead(bank: Root) -> None:
    form = await written()
    effect = await effect_of(form)
    await run(ANNA, EffectState.choose_outcome, effect, "absent")
    await run(ANNA, EffectState.add_test, effect, "product", "gold")
    await run(ANNA, EffectState.run_tests, effect)
    assert (effect.cases[0].state, effect.cases[0].faults) == (
        "failed",
        ["product:gold should be absent and is place 1 of 3."],
    )


async def test_reviewer_approves_and_the_maker_publishes(bank: Root) -> None:
    await submitted(bank, content())
    seen = await editor(RUTH, "r1")
    assert (seen.is_open, seen.is_reviewer, seen.wrote_it) == (False, True, False)
    await run(RUTH, RuleState.approve, seen, "Fine.")
    form = await editor(ANNA, "r1")
    await run(ANNA, RuleState.publish, form)
    assert form.status == "live"
    assert [one.action for one in form.steps] == ["edit", "submit", "approve", "publish"]
    assert (await ids(bank))[0] == "gold"


async def test_versions_are_compared_in_words(bank: Root) -> None:
    await published(bank, content())
    form = await editor(ANNA, "r1")
    await run(ANNA, RuleState.set_number, form, "priority", 7)
    await run(ANNA, RuleState.save, form)
    await run(ANNA, RuleState.compare, form, 1)
    (line,) = form.differences
    assert (line.field["en"], line.before, line.after) == ("Priority", "0", "7")


async def test_list_shows_each_rule_with_its_state_and_cost(bank: Root) -> None:
    await published(bank, content())
    state = at(RulesState, "/rules")
    await run(OFFICER, RulesState.load, state)
    (line,) = state.lines
    assert (line.name, line.status, line.cost.method) == ("Gold week", "live", "scores")
    assert (state.counts["live"], state.may_write) == (1, False)
    await run(OFFICER, RulesState.show, state, "draft")
    assert state.lines == []


async def law(actor: Actor = OFFICER) -> Any:
    state = at(LawState, "/rules")
    await run(actor, LawState.load, state)
    return state


async def test_marketer_is_shown_no_rule_set(bank: Root) -> None:
    assert (await law(ANNA)).stage == "hidden"


async def test_matrix_is_a_table_of_capacities_and_grades(bank: Root) -> None:
    state = await law()
    assert state.law.matrix[2].grades == [True, True, True, False, False]
    codes = [one.code for one in state.law.conditions]
    assert {"validity", "elderly", "qualified", "senior", "cooling_off"} <= set(codes)
    await run(OFFICER, LawState.choose_region, state, "eu")
    assert {"complex", "target_market"} <= {one.code for one in state.law.conditions}


async def test_officer_proposes_and_another_one_approves(bank: Root) -> None:
    state = await law()
    await run(OFFICER, LawState.start_editing, state)
    rules = json.loads(state.text) | {"valid_from": "2026-06-15", "assessment_months": 6}
    await run(OFFICER, LawState.write, state, json.dumps(rules))
    await run(OFFICER, LawState.propose, state)
    assert {one.field["en"] for one in state.differences} == {
        "Assessment validity (months)",
        "Valid from",
        "Version",
    }
    await run(OFFICER, LawState.submit, state)
    with pytest.raises(OwnWork):
        await run(OFFICER, LawState.approve, state)
    other = await law(SECOND)
    await run(SECOND, LawState.run_tests, other)
    assert all(one.passed for one in other.results)
    await run(SECOND, LawState.approve, other)
    assert (other.law.version, other.proposal.state) == (2, "")


@pytest.mark.parametrize("text", ["{", "[]", '{"region": "cn"}'])
async def test_unreadable_proposal_is_refused(bank: Root, text: str) -> None:
    state = await law()
    await run(OFFICER, LawState.write, state, text)
    with pytest.raises(Invalid):
        await run(OFFICER, LawState.propose, state)
