"""The way of a rule to its customers: four eyes, tests, cost; and what it does there."""

import pytest

from dashboard.wiring import Root
from recommender.changes.model import State
from recommender.errors import Conflict, Invalid, NotAllowed, NotFound, OwnWork, Stale
from recommender.ports import SYSTEM_ACTOR, Actor
from recommender.rules.content import Persona, Standing
from tests.recommender.rules.bank import (
    ADVISER,
    ANNA,
    OFFICER,
    OTTO,
    RUTH,
    a_test,
    content,
    fill,
    ids,
    published,
    submitted,
)


async def test_pinned_product_stands_first_and_says_who_placed_it(root: Root) -> None:
    await fill(root)
    assert (await ids(root))[0] == "deposit"
    await published(root, content())
    async with root.reading() as app:
        answer = await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "home", 10, "en")
    assert (answer.items[0].id, answer.items[0].placed) == ("gold", "pinned")
    assert answer.items[0].why.startswith("Placed by the bank.")


async def test_pin_never_overrides_what_the_law_withholds(root: Root) -> None:
    await fill(root)
    pin = content(items=[{"id": "risky"}], cases=[a_test("risky", "absent")])
    await published(root, pin)
    assert "risky" not in await ids(root)


async def test_excluded_product_is_withheld_with_its_reason(root: Root) -> None:
    await fill(root)
    await published(
        root,
        content(effect="exclude", items=[], types=["gold"], cases=[a_test("gold", "absent")]),
    )
    async with root.reading() as app:
        answer = await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "home", 10, "en")
    async with root.reading() as app:
        view = await app.decisions.get(OFFICER, answer.decision_id, "en")
    assert {one.id: one.reason for one in view.withheld}["gold"] == "rule"
    assert {one.reason: one.text for one in answer.withheld}["rule"] == "left out by the bank"


async def test_boost_moves_up_and_is_a_reason(root: Root) -> None:
    await fill(root)
    boost = content(effect="boost", strength=2, cases=[a_test("gold", "first")])
    await published(root, boost)
    async with root.reading() as app:
        answer = await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "home", 10, "en")
    assert answer.items[0].id == "gold"
    assert answer.items[0].parts["rule"] == 2.0
    assert "the bank promotes it" in answer.items[0].why


async def test_rule_does_nothing_with_personalisation_off(root: Root) -> None:
    await fill(root)
    before = await ids(root, "c2")
    await published(root, content())
    assert await ids(root, "c2") == before


async def test_decision_under_a_rule_is_replayed_equal_after_its_end(root: Root) -> None:
    await fill(root)
    await published(root, content())
    async with root.reading() as app:
        answer = await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "home", 10, "en")
    async with root.writing() as app:
        await app.rules.withdraw(OFFICER, "r1", "over")
    async with root.reading() as app:
        replay = await app.decisions.replay(OFFICER, answer.decision_id)
    assert replay.equal, replay.differences
    assert (await ids(root))[0] == "deposit"


async def test_whoever_wrote_it_may_not_approve(root: Root) -> None:
    await fill(root)
    async with root.writing() as app:
        await app.rules.create(RUTH, content(), rule_id="r1")
    async with root.reading() as app:
        await app.rules.estimate(RUTH, "r1")
    async with root.writing() as app:
        seen = await app.rules.submit(RUTH, "r1")
        with pytest.raises(OwnWork):
            await app.rules.approve(RUTH, "r1", content_hash=seen.content_hash)


async def test_makers_and_officers_may_not_approve(root: Root) -> None:
    await fill(root)
    seen = await submitted(root, content())
    for actor in (ANNA, OTTO, OFFICER):
        async with root.writing() as app:
            with pytest.raises(NotAllowed):
                await app.rules.approve(actor, "r1", content_hash=seen.content_hash)


async def test_approval_names_the_hash_that_was_read(root: Root) -> None:
    await fill(root)
    await submitted(root, content())
    async with root.writing() as app:
        with pytest.raises(Stale):
            await app.rules.approve(RUTH, "r1", content_hash="0" * 64)


async def test_failing_test_blocks_the_approval(root: Root) -> None:
    await fill(root)
    seen = await submitted(root, content(cases=[a_test("deposit", "first")]))
    async with root.writing() as app:
        with pytest.raises(Invalid) as refused:
            await app.rules.approve(RUTH, "r1", content_hash=seen.content_hash)
    assert refused.value.details[0]["faults"] == [
        "product:deposit should be first and is place 2 of 3."
    ]


async def test_test_that_fails_since_the_approval_blocks_publishing(root: Root) -> None:
    await fill(root)
    seen = await submitted(root, content())
    async with root.writing() as app:
        await app.rules.approve(RUTH, "r1", content_hash=seen.content_hash)
    other = content(priority=9, items=[{"id": "fund"}], cases=[a_test("fund", "first")])
    await published(root, other, "r2")
    async with root.writing() as app:
        with pytest.raises(Invalid):
            await app.rules.publish(ANNA, "r1")


async def test_nothing_is_approved_before_its_cost_is_known(root: Root) -> None:
    await fill(root)
    async with root.writing() as app:
        await app.rules.create(ANNA, content(), rule_id="r1")
        seen = await app.rules.submit(ANNA, "r1")
        with pytest.raises(Conflict, match="costs in clicks"):
            await app.rules.approve(RUTH, "r1", content_hash=seen.content_hash)


@pytest.mark.parametrize("missing", [{"name": ""}, {"why": ""}, {"cases": []}])
async def test_rule_without_name_reason_or_test_is_not_submitted(
    root: Root, missing: dict[str, object]
) -> None:
    async with root.writing() as app:
        await app.rules.create(ANNA, content(**missing), rule_id="r1")
        with pytest.raises(Invalid):
            await app.rules.submit(ANNA, "r1")


async def test_edit_after_the_approval_acts_only_when_approved_again(root: Root) -> None:
    await fill(root)
    seen = await published(root, content())
    async with root.writing() as app:
        changed = content(items=[{"id": "fund"}], cases=[a_test("fund", "first")])
        edited = await app.rules.save(ANNA, "r1", changed, base=seen.content_hash)
        with pytest.raises(Conflict):
            await app.rules.publish(ANNA, "r1")
    assert (edited.number, edited.state, edited.live_number) == (2, State.DRAFT, 1)
    assert (await ids(root))[0] == "gold"


async def test_own_catalogue_of_a_test_decides_it(root: Root) -> None:
    await fill(root)
    own = [{"id": "a", "grade": 1, "product_type": "gold"}, {"id": "b", "grade": 1}]
    case = a_test("a", "absent", catalogue=own)
    rule = content(effect="exclude", items=[], types=["gold"], cases=[case])
    async with root.reading() as app:
        results = await app.rules.try_out("new", rule)
    assert [one.passed for one in results] == [True]


async def test_preview_shows_an_invented_customers_list_before_and_after(root: Root) -> None:
    await fill(root)
    async with root.reading() as app:
        preview = await app.rules.preview(
            ANNA, "new", content(), persona=Persona(), scenario="home", language="en"
        )
    assert [one.id for one in preview.before] == ["deposit", "fund", "gold"]
    assert [one.id for one in preview.after] == ["gold", "deposit", "fund"]


async def test_cost_tells_what_it_rests_on(root: Root) -> None:
    await fill(root)
    await ids(root)
    await submitted(root, content())
    async with root.reading() as app:
        (cost,) = (await app.rules.costs(RUTH, "r1")).values()
    assert (cost.method, cost.lists, cost.customers, cost.changed) == ("scores", 1, 1, 1)
    assert cost.low <= cost.change <= cost.high
    assert cost.after == pytest.approx(cost.before + cost.change, abs=0.02)


async def test_withdrawn_rule_stands_as_withdrawn(root: Root) -> None:
    await fill(root)
    await published(root, content())
    async with root.writing() as app:
        view = await app.rules.withdraw(OTTO, "r1")
    assert view.standing is Standing.WITHDRAWN


@pytest.mark.parametrize("actor", [ADVISER, Actor("c", frozenset({"customer"}))])
async def test_others_see_no_rules(root: Root, actor: Actor) -> None:
    async with root.reading() as app:
        with pytest.raises(NotAllowed):
            await app.rules.list(actor)


async def test_unknown_rule_is_not_found(root: Root) -> None:
    async with root.reading() as app:
        with pytest.raises(NotFound):
            await app.rules.get(ANNA, "none")
