"""The decision log: stored before the answer leaves, opened by the right people, made again."""

import pytest
from sqlalchemy import delete

from dashboard.wiring import Root
from recommender.answer import Answer
from recommender.customers.model import CustomerIn
from recommender.decisions.model import DecisionView, Replay
from recommender.errors import NotFound
from recommender.interactions.model import READ_MS
from recommender.interactions.tables import EventRow
from recommender.ports import PERSONALISATION, RM_SHARING, SYSTEM_ACTOR, Actor
from tests.support.arrange import (
    NOW,
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

BOTH = frozenset({PERSONALISATION, RM_SHARING})


@pytest.fixture
async def filled(root: Root) -> Root:
    """Give a Root with c1 (shares with the adviser), c2 (does not), p1, p2 and a1 about p1."""
    async with root.writing() as app:
        known = {one: CustomerIn(capacity=3, held=("p9",)) for one in ("c1", "c2")}
        await app.customers.put_many(SYSTEM_ACTOR, known)
        alone = frozenset({PERSONALISATION})
        await app.consents.set_many(SYSTEM_ACTOR, {"c1": BOTH, "c2": alone})
        items = [a_product("p1"), a_product("p2"), a_product("p3", grade=5), a_content("a1", "p1")]
        await app.catalogue.put_many(SYSTEM_ACTOR, items)
    return root


async def ask(root: Root, customer_id: str = "c1", limit: int = 5) -> Answer:
    async with root.reading() as app:
        return await app.recommend.recommend(
            SYSTEM_ACTOR, customer_id, ("product",), "home", limit, "en"
        )


async def opened(root: Root, actor: Actor, decision_id: str) -> DecisionView:
    async with root.reading() as app:
        return await app.decisions.get(actor, decision_id, "en")


async def replayed(root: Root, decision_id: str) -> Replay:
    async with root.reading() as app:
        return await app.decisions.replay(SYSTEM_ACTOR, decision_id)


async def read_twice(root: Root) -> None:
    reads = [
        an_event(kind="content", item_id="a1", action="view", dwell_ms=READ_MS) for _ in range(2)
    ]
    async with root.reading() as app:
        await app.interactions.ingest(a_key("events:write"), a_batch(*reads))


async def test_a_decision_is_stored_when_the_answer_leaves(filled: Root) -> None:
    await read_twice(filled)
    answer = await ask(filled)
    view = await opened(filled, a_compliance_officer(), answer.decision_id)
    assert [(one.id, one.score) for one in view.items] == [
        (one.id, one.score) for one in answer.items
    ]
    assert view.customer_id == "c1"
    assert view.at >= NOW
    assert (view.consent_version, view.purposes) == (1, tuple(sorted(BOTH)))
    assert view.facts is not None
    assert (view.facts.capacity, view.facts.held) == (3, ("p9",))
    assert [(one.item_id, one.weight) for one in view.events] == [("a1", 2.0)] * 2


async def test_allowed_and_withheld_are_the_candidates(filled: Root) -> None:
    view = await opened(filled, a_compliance_officer(), (await ask(filled)).decision_id)
    assert view.candidates == 3 == view.allowed + len(view.withheld)
    assert [(one.id, one.reason) for one in view.withheld] == [("p3", "suitability")]
    assert view.withheld[0].text == "riskier than the assessed capacity"


async def test_the_same_decision_comes_out_again(filled: Root) -> None:
    await read_twice(filled)
    replay = await replayed(filled, (await ask(filled)).decision_id)
    assert replay.equal, replay.differences
    assert replay.stored == replay.recomputed
    assert replay.stored


async def test_a_later_change_of_the_world_does_not_change_the_replay(filled: Root) -> None:
    decision_id = (await ask(filled)).decision_id
    await read_twice(filled)
    async with filled.writing() as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product("p1", grade=5))
        await app.customers.put(SYSTEM_ACTOR, "c1", CustomerIn(capacity=1))
    assert (await replayed(filled, decision_id)).equal


async def test_a_replay_says_which_inputs_are_lost(filled: Root) -> None:
    await read_twice(filled)
    decision_id = (await ask(filled)).decision_id
    async with filled.writing() as app:
        await app.session.execute(delete(EventRow).where(EventRow.customer_id == "c1"))
    replay = await replayed(filled, decision_id)
    assert (replay.mode, replay.differences) == ("verified", [])
    assert replay.lost == ["2 of its events have been erased since."]


async def test_nobody_opens_somebody_elses_decision(filled: Root) -> None:
    decision_id = (await ask(filled)).decision_id
    strangers = (
        a_customer("c2"),
        an_rm("c2"),
        a_reviewer(),
        a_key("events:write"),
        Actor("nobody", frozenset()),
    )
    for stranger in strangers:
        with pytest.raises(NotFound):
            await opened(filled, stranger, decision_id)


async def test_the_customer_the_adviser_and_compliance_open_it(filled: Root) -> None:
    decision_id = (await ask(filled)).decision_id
    entitled = (a_customer("c1"), an_rm("c1"), a_compliance_officer(), a_key("decisions:read"))
    for one in entitled:
        assert (await opened(filled, one, decision_id)).id == decision_id


async def test_an_adviser_opens_nothing_without_consent_to_sharing(filled: Root) -> None:
    decision_id = (await ask(filled, "c2")).decision_id
    with pytest.raises(NotFound):
        await opened(filled, an_rm("c2"), decision_id)
    assert (await opened(filled, a_customer("c2"), decision_id)).customer_id == "c2"


@pytest.mark.parametrize("unknown", ["nonsense", "01900000-0000-7000-8000-000000000000"])
async def test_an_unknown_id_is_not_found(filled: Root, unknown: str) -> None:
    with pytest.raises(NotFound):
        await opened(filled, a_compliance_officer(), unknown)


async def test_a_decision_in_a_writing_unit_is_committed_with_it(filled: Root) -> None:
    async with filled.writing() as app:
        answer = await app.recommend.recommend(SYSTEM_ACTOR, "c1", ("product",), "desk", 5, "en")
    assert (await opened(filled, SYSTEM_ACTOR, answer.decision_id)).scenario == "desk"


async def test_the_customers_decisions_are_listed_newest_first(filled: Root) -> None:
    ids = [(await ask(filled, limit=limit)).decision_id for limit in (5, 4, 3)]
    async with filled.reading() as app:
        lines = await app.decisions.of_customer(a_customer("c1"), "c1", limit=2)
        with pytest.raises(NotFound):
            await app.decisions.of_customer(a_customer("c2"), "c1")
    assert [one.id for one in lines] == ids[:0:-1]
