"""Recommendations of stored customers: who may ask, what moves them, what they never hold."""

import time
from collections.abc import Sequence

import pytest

from dashboard.wiring import Root
from recommender.answer import Answer
from recommender.customers.model import CustomerIn
from recommender.dataset import ItemKey
from recommender.errors import Invalid, NotAllowed, NotFound
from recommender.interactions.model import READ_MS
from recommender.ports import PERSONALISATION, SYSTEM_ACTOR, Actor
from tests.support.arrange import (
    a_batch,
    a_compliance_officer,
    a_customer,
    a_key,
    a_reviewer,
    a_visitor,
    an_event,
    an_rm,
)
from tests.support.engine import bank, fill_bank, serve

READER, LINKED, ABOUT_IT = "c0001", "p07", "a07"
PRODUCTS = ("product",)


@pytest.fixture
async def banked(root: Root) -> Root:
    """Give a Root with eight customers of the bank: c0000 to c0003 consent, the others do not."""
    everybody = bank().customers[:8]
    await fill_bank(root, everybody, everybody[:4])
    return root


@pytest.fixture
async def modelled(banked: Root) -> Root:
    """Give the bank with a model that serves."""
    await serve(banked)
    return banked


async def ask(
    root: Root, customer_id: str = READER, actor: Actor = SYSTEM_ACTOR, **fields: object
) -> Answer:
    given = {"kinds": PRODUCTS, "scenario": "home", "limit": 20, "language": "en"} | fields
    async with root.reading() as app:
        return await app.recommend.recommend(actor, customer_id, *given.values())


async def send(root: Root, customer_id: str = READER, **fields: object) -> None:
    event = an_event(customer_id=customer_id, **fields)
    async with root.reading() as app:
        receipt = await app.recommend.record(a_key("events:write"), a_batch(event))
    assert receipt.accepted == 1, receipt.rejected


async def read(root: Root, content_id: str = ABOUT_IT) -> None:
    await send(root, kind="content", item_id=content_id, action="view", dwell_ms=READ_MS)


def score(answer: Answer, product: str = LINKED) -> float:
    return next(one.score for one in answer.items if one.id == product)


def ids(answer: Answer) -> Sequence[str]:
    return [one.id for one in answer.items]


async def test_a_reading_changes_the_next_answer_within_the_second(modelled: Root) -> None:
    before = await ask(modelled)
    began = time.monotonic()
    await read(modelled)
    once = await ask(modelled)
    assert time.monotonic() - began < 1
    await read(modelled)
    twice = await ask(modelled)
    assert score(before) < score(once) < score(twice)
    reading = next(one for one in twice.items if one.id == LINKED).reasons
    assert any(one.code == "read" and one.params["times"] == 2 for one in reading)


async def test_a_reading_by_somebody_else_changes_nothing(modelled: Root) -> None:
    before = await ask(modelled, "c0002")
    await read(modelled)
    assert (await ask(modelled, "c0002")).items == before.items


async def test_a_reading_without_consent_changes_nothing(modelled: Root) -> None:
    before = await ask(modelled, "c0006")
    for _ in range(3):
        await send(
            modelled, "c0006", kind="content", item_id=ABOUT_IT, action="view", dwell_ms=READ_MS
        )
    after = await ask(modelled, "c0006")
    assert not after.personalised
    assert after.model == "popularity"
    assert after.items == before.items


async def test_without_consent_equal_masks_give_equal_lists(modelled: Root) -> None:
    first, second = await ask(modelled, "c0006"), await ask(modelled, "c0007")
    assert first.items == second.items
    assert {one.reasons[0].code for one in first.items} <= {"popular", "unknown"}


async def test_what_was_dismissed_is_gone_at_once_and_named(modelled: Root) -> None:
    assert LINKED in ids(await ask(modelled))
    await send(modelled, item_id=LINKED, action="dismiss")
    answer = await ask(modelled)
    assert LINKED not in ids(answer)
    assert {one.reason: one.count for one in answer.withheld} == {"dismissed": 1}


async def test_without_a_model_popularity_answers(banked: Root) -> None:
    answer = await ask(banked)
    assert answer.model == "popularity"
    assert len(answer.items) == 20


async def test_allowed_and_withheld_are_the_catalogue(modelled: Root) -> None:
    async with modelled.writing() as app:
        await app.customers.put(SYSTEM_ACTOR, READER, CustomerIn(capacity=2))
    answer = await ask(modelled, limit=5)
    assert answer.allowed + sum(one.count for one in answer.withheld) == 20
    assert {one.reason for one in answer.withheld} == {"suitability"}
    assert len(answer.items) == 5


async def test_nobody_sees_somebody_elses_recommendations(modelled: Root) -> None:
    strangers = (a_customer("c0002"), an_rm("c0002"), a_reviewer(), a_visitor(), a_key("x:y"))
    for stranger in strangers:
        with pytest.raises(NotFound):
            await ask(modelled, READER, stranger)


async def test_the_entitled_see_them(modelled: Root) -> None:
    entitled = (
        a_customer(READER),
        an_rm(READER),
        a_compliance_officer(),
        a_key("recommend:read"),
    )
    for one in entitled:
        assert (await ask(modelled, READER, one)).items


async def test_an_adviser_needs_the_customers_consent_to_sharing(modelled: Root) -> None:
    with pytest.raises(NotAllowed):
        await ask(modelled, "c0006", an_rm("c0006"))


async def test_an_unknown_customer_is_not_found(modelled: Root) -> None:
    with pytest.raises(NotFound):
        await ask(modelled, "nobody")


@pytest.mark.parametrize("wrong", [{"kinds": ("shares",)}, {"kinds": ()}, {"limit": 0}])
async def test_a_question_that_makes_no_sense_is_refused(
    modelled: Root, wrong: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        await ask(modelled, **wrong)


async def related(root: Root, subject: ItemKey, customer_id: str | None) -> Answer:
    async with root.reading() as app:
        return await app.recommend.related(
            SYSTEM_ACTOR, subject, PRODUCTS, customer_id=customer_id, limit=20, language="en"
        )


async def test_related_of_a_product_knows_the_customers_masks(modelled: Root) -> None:
    async with modelled.writing() as app:
        await app.customers.put(SYSTEM_ACTOR, READER, CustomerIn(capacity=1))
    answer = await related(modelled, ItemKey("product", "p00"), READER)
    assert ids(answer)
    assert answer.allowed == 4
    assert "p00" not in ids(answer)


async def test_related_without_a_customer_holds_nothing_graded(modelled: Root) -> None:
    assert ids(await related(modelled, ItemKey("product", "p00"), None)) == []


async def test_related_to_what_is_not_on_show_is_not_found(modelled: Root) -> None:
    for hidden in (ItemKey("content", ABOUT_IT), ItemKey("product", "unknown")):
        with pytest.raises(NotFound):
            await related(modelled, hidden, READER)


async def test_explain_says_why_and_why_not(modelled: Root) -> None:
    await send(modelled, item_id="p03", action="dismiss")
    async with modelled.reading() as app:
        why = await app.recommend.explain(
            SYSTEM_ACTOR, READER, ItemKey("product", LINKED), language="en"
        )
        why_not = await app.recommend.explain(
            SYSTEM_ACTOR, READER, ItemKey("product", "p03"), language="en"
        )
    assert not isinstance(why, str)
    assert why.why.startswith("Because ")
    assert why_not == "dismissed"


async def test_consent_is_asked_for_each_answer(modelled: Root) -> None:
    assert (await ask(modelled)).personalised
    scope = await modelled.scopes.of(READER)
    assert scope.allows(PERSONALISATION)
    assert not (await ask(modelled, "c0006")).personalised
