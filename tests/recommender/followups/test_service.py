"""The desk: an adviser's own customers who consent, what may be offered, what an outcome does."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from dashboard.audit.tables import EntryRow
from dashboard.jobs.evaluate_followups import run as evaluate_all
from dashboard.wiring import Root
from recommender.answer import Answer
from recommender.customers.model import CustomerIn, MaturityIn
from recommender.errors import Conflict, Invalid, NotAllowed, NotFound
from recommender.followups.model import FollowupView, OutcomeIn
from recommender.interactions.model import READ_MS
from recommender.ports import PERSONALISATION, RM_SHARING, SYSTEM_ACTOR, Actor
from tests.support.arrange import (
    a_batch,
    a_compliance_officer,
    a_content,
    a_customer,
    a_key,
    a_product,
    a_reviewer,
    an_event,
    an_rm,
)

RM = an_rm("c1", "c2")
BOTH = frozenset({PERSONALISATION, RM_SHARING})


@pytest.fixture
async def desk(root: Root) -> Root:
    """Give c1 (shares), c2 (does not share), c3 (another adviser's), products and content."""
    soon = MaturityIn(
        product_id="p2", amount_minor=10_000_000, on=root.clock.today() + timedelta(days=5)
    )
    rich = {"capacity": 3, "idle_cash_minor": 9_000_000, "maturities": (soon,)}
    async with root.writing() as app:
        known = {one: CustomerIn(**rich) for one in ("c1", "c2", "c3")}
        await app.customers.put_many(SYSTEM_ACTOR, known)
        consents = {"c1": BOTH, "c2": frozenset({PERSONALISATION}), "c3": BOTH}
        await app.consents.set_many(SYSTEM_ACTOR, consents)
        items = [a_product("p1"), a_product("p2"), a_product("p9", grade=5)]
        items += [a_content("a1", "p1"), a_content("a9", "p9")]
        await app.catalogue.put_many(SYSTEM_ACTOR, items)
    return root


async def read(root: Root, customer_id: str = "c1", content_id: str = "a1", times: int = 2) -> None:
    fields = {"kind": "content", "item_id": content_id, "action": "view", "dwell_ms": READ_MS}
    now = root.clock.now()
    reads = [an_event(customer_id=customer_id, at=now, **fields) for _ in range(times)]
    async with root.reading() as app:
        receipt = await app.interactions.ingest(a_key("events:write"), a_batch(*reads))
    assert receipt.accepted == times
    root.followups.drop()


async def listed(root: Root, actor: Actor = RM) -> list[FollowupView]:
    root.followups.drop()
    async with root.reading() as app:
        return (await app.followups.list(actor, "en")).items


async def only(root: Root, signal: str, actor: Actor = RM) -> FollowupView:
    return next(one for one in await listed(root, actor) if one.signal == signal)


async def report(
    root: Root, followup: FollowupView, actor: Actor = RM, **outcome: Any
) -> FollowupView:
    async with root.writing() as app:
        return await app.followups.outcome(actor, followup.id, OutcomeIn(**outcome), "en")


async def recommended(root: Root) -> Answer:
    async with root.reading() as app:
        return await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "home", 10, "en")


async def test_a_reading_is_on_the_list_at_once_with_its_reason(desk: Root) -> None:
    await read(desk)
    found = await only(desk, "repeated_reading")
    assert found.customer_id == "c1"
    assert found.reason.text == "read 2 times about “p1” in 14 days and did not buy"
    assert [(one.kind, one.id) for one in found.evidence] == [("content", "a1"), ("product", "p1")]
    assert found.products[0].id == "p1"
    assert [(one.id, one.reason) for one in found.withheld] == [("p9", "suitability")]
    assert 0 < found.score <= 1


async def test_a_list_is_as_new_as_its_follow_ups_whatever_was_read_before(desk: Root) -> None:
    async with desk.reading() as app:
        await app.preferences.of(RM)  # Opens the read transaction, as the page does.
        await read(desk)
        found = (await app.followups.list(RM, "en")).items
    assert "repeated_reading" in [one.signal for one in found]


async def test_a_maturity_is_on_the_list(desk: Root) -> None:
    found = await only(desk, "maturity_idle_cash")
    assert found.reason.text == "“p2” matures in 5 days, and cash lies idle already"
    assert {one.id for one in found.products} == {"p1", "p2"}


async def test_compliance_opens_the_decision_of_a_follow_up(desk: Root) -> None:
    await read(desk)
    found = await only(desk, "repeated_reading")
    async with desk.reading() as app:
        view = await app.decisions.get(a_compliance_officer(), found.decision_id, "en")
        replay = await app.decisions.replay(a_compliance_officer(), found.decision_id)
    assert (view.customer_id, view.scenario) == ("c1", "followup")
    assert "p1" in {one.id for one in view.items}
    assert replay.equal, replay.differences


async def test_nobody_is_named_without_consent_to_sharing(desk: Root) -> None:
    await read(desk, "c2")
    assert {one.customer_id for one in await listed(desk)} == {"c1"}


async def test_a_withdrawn_consent_takes_the_customer_off_the_list(desk: Root) -> None:
    await read(desk)
    found = await only(desk, "repeated_reading")
    async with desk.writing() as app:
        await app.consents.change(a_customer("c1"), "c1", _without_sharing())
    assert await listed(desk) == []
    async with desk.reading() as app:
        with pytest.raises(NotFound):
            await app.followups.get(RM, found.id)


def _without_sharing() -> Any:
    from dashboard.consents.model import ConsentChange

    return ConsentChange(purposes={RM_SHARING: False}, version=1)


async def test_an_adviser_sees_their_own_customers_only(desk: Root) -> None:
    await read(desk, "c3")
    other = an_rm("c3")
    theirs = await only(desk, "repeated_reading", other)
    assert {one.customer_id for one in await listed(desk, other)} == {"c3"}
    assert "c3" not in {one.customer_id for one in await listed(desk)}
    async with desk.reading() as app:
        with pytest.raises(NotFound):
            await app.followups.get(RM, theirs.id)
    with pytest.raises(NotFound):
        await report(desk, theirs, outcome="done")


async def test_only_advisers_see_and_settle_follow_ups(desk: Root) -> None:
    found = await only(desk, "maturity_idle_cash")
    for stranger in (a_customer("c1"), a_reviewer(), a_compliance_officer(), a_key("events:write")):
        with pytest.raises(NotAllowed):
            await listed(desk, stranger)
        with pytest.raises(NotAllowed):
            await report(desk, found, stranger, outcome="done")


async def test_a_product_above_capacity_is_no_reason_to_call(desk: Root) -> None:
    await read(desk, content_id="a9", times=5)
    assert {one.signal for one in await listed(desk)} == {"maturity_idle_cash"}


async def test_what_is_done_leaves_the_list_and_stays_away(desk: Root) -> None:
    await read(desk)
    found = await only(desk, "repeated_reading")
    assert (await report(desk, found, outcome="done")).state == "settled"
    assert {one.signal for one in await listed(desk)} == {"maturity_idle_cash"}
    with pytest.raises(Conflict):
        await report(desk, found, outcome="done")


async def test_new_readings_open_a_settled_follow_up_again(desk: Root) -> None:
    await read(desk)
    await report(desk, await only(desk, "repeated_reading"), outcome="skip", reason="wrong_time")
    assert {one.signal for one in await listed(desk)} == {"maturity_idle_cash"}
    await read(desk)
    assert (await only(desk, "repeated_reading")).state == "open"


async def test_a_second_call_within_the_quiet_period_is_refused(desk: Root) -> None:
    await read(desk)
    await report(desk, await only(desk, "repeated_reading"), outcome="done")
    other = await only(desk, "maturity_idle_cash")
    assert other.quiet_until is not None
    with pytest.raises(Conflict):
        await report(desk, other, outcome="not_reached")
    assert (await only(desk, "maturity_idle_cash")).state == "open"
    await report(desk, other, outcome="skip", reason="wrong_time")
    assert await listed(desk) == []


async def test_a_call_back_stays_on_the_list_with_its_day(desk: Root) -> None:
    found = await only(desk, "maturity_idle_cash")
    today = desk.clock.today()
    await report(desk, found, outcome="call_back", on=today)
    again = await only(desk, "maturity_idle_cash")
    assert (again.state, again.due) == ("call_back", today)
    await report(desk, again, outcome="done")
    assert await listed(desk) == []


async def test_who_was_not_reached_rests(desk: Root) -> None:
    found = await only(desk, "maturity_idle_cash")
    assert (await report(desk, found, outcome="not_reached")).state == "resting"
    assert await listed(desk) == []


async def test_a_day_that_makes_no_sense_is_refused(desk: Root) -> None:
    found = await only(desk, "maturity_idle_cash")
    for days in (-1, 181):
        with pytest.raises(Invalid):
            await report(
                desk, found, outcome="call_back", on=desk.clock.today() + timedelta(days=days)
            )


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "call_back"},
        {"outcome": "skip"},
        {"outcome": "done", "reason": "other"},
        {"outcome": "sold"},
    ],
)
def test_an_incomplete_outcome_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        OutcomeIn.model_validate(fields)


@pytest.mark.parametrize("reason", ["already_holds", "not_interested"])
async def test_a_skipped_product_leaves_the_follow_ups_and_the_customers_list(
    desk: Root, reason: str
) -> None:
    await read(desk)
    assert "p1" in {one.id for one in (await recommended(desk)).items}
    await report(desk, await only(desk, "repeated_reading"), outcome="skip", reason=reason)
    answer = await recommended(desk)
    assert "p1" not in {one.id for one in answer.items}
    assert "dismissed" in {one.reason for one in answer.withheld}
    await read(desk, times=3)
    left = await listed(desk)
    assert {one.signal for one in left} == {"maturity_idle_cash"}
    assert "p1" not in {one.id for one in left[0].products}


@pytest.mark.parametrize("reason", ["wrong_time", "other"])
async def test_other_reasons_take_nothing_off_the_customers_list(desk: Root, reason: str) -> None:
    await read(desk)
    await report(desk, await only(desk, "repeated_reading"), outcome="skip", reason=reason)
    assert "p1" in {one.id for one in (await recommended(desk)).items}


async def test_a_reason_about_a_foreign_product_is_refused(desk: Root) -> None:
    found = await only(desk, "maturity_idle_cash")
    with pytest.raises(Invalid):
        await report(desk, found, outcome="skip", reason="not_interested", product_id="p9")


async def test_an_outcome_is_audited(desk: Root) -> None:
    found = await only(desk, "maturity_idle_cash")
    await report(desk, found, outcome="done", note="private words")
    async with desk.reading() as app:
        query = select(EntryRow).where(EntryRow.action == "followup.outcome")
        entries = list(await app.session.scalars(query))
    assert [one.subject for one in entries] == [f"followup:{found.id}"]
    assert found.decision_id in str(entries[0].detail)
    assert "private words" not in str(entries[0].detail)


async def test_the_job_finds_the_same_as_the_list(desk: Root) -> None:
    await read(desk)
    await evaluate_all(desk)
    async with desk.reading() as app:
        stored = await app.followup_store.live(["c1", "c2", "c3"])
    assert {(one.customer_id, one.signal) for one in stored} == {
        ("c1", "repeated_reading"),
        ("c1", "maturity_idle_cash"),
        ("c3", "maturity_idle_cash"),
    }


async def test_evaluating_again_changes_nothing(desk: Root) -> None:
    await read(desk)
    first, second = await listed(desk), await listed(desk)
    assert first == second
    assert len({one.decision_id for one in first}) == 1


async def test_the_highest_score_is_first(desk: Root) -> None:
    await read(desk, times=6)
    scores = [one.score for one in await listed(desk)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 2
