"""An equal answer within a quarter of an hour is the same decision, and anything new is not."""

from datetime import date, datetime, timedelta

import pytest

from dashboard.consents.model import ConsentChange
from dashboard.wiring import Root
from recommender.answer import Answer
from recommender.customers.model import CustomerIn
from recommender.decisions.model import Record
from recommender.decisions.pack import PackedLines
from recommender.decisions.repository import DecisionRepository
from recommender.interactions.model import READ_MS
from recommender.ports import PERSONALISATION, SYSTEM_ACTOR, Clock
from recommender.trials.model import Treatment
from recommender.window import start_of, window_of
from tests.support.arrange import (
    NOW,
    a_batch,
    a_content,
    a_customer,
    a_key,
    a_product,
    an_event,
    rolled_back,
)

KINDS = ("product", "content")


class Later:
    """The bank's clock a quarter of an hour on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now() + timedelta(minutes=15)

    def today(self) -> date:
        return self._clock.today()


@pytest.fixture
async def filled(root: Root) -> Root:
    """Give a Root with c1 and c2, who agree, and c3, who does not."""
    async with root.writing() as app:
        known = {one: CustomerIn(capacity=3) for one in ("c1", "c2", "c3")}
        await app.customers.put_many(SYSTEM_ACTOR, known)
        agreed = dict.fromkeys(("c1", "c2"), frozenset({PERSONALISATION}))
        await app.consents.set_many(SYSTEM_ACTOR, agreed)
        items = [a_product(f"p{n}") for n in range(9)] + [a_content("a1", "p1")]
        await app.catalogue.put_many(SYSTEM_ACTOR, items)
    return root


async def ask(root: Root, customer_id: str = "c1", **fields: object) -> Answer:
    given = {"kinds": KINDS, "scenario": "home", "limit": 5, "language": "en"} | fields
    async with root.reading() as app:
        return await app.recommend.recommend(SYSTEM_ACTOR, customer_id, *given.values())


async def stored(root: Root, answer: Answer) -> Record:
    async with root.reading() as app:
        found = await DecisionRepository(app.session).get(answer.decision_id)
    assert found is not None
    return found[0]


async def count(root: Root) -> int:
    async with root.reading() as app:
        return (await DecisionRepository(app.session).weight(10))[0]


@pytest.mark.parametrize("customer_id", ["c1", "c3"])
async def test_an_equal_answer_has_the_same_id_and_is_stored_once(
    filled: Root, customer_id: str
) -> None:
    first, second = await ask(filled, customer_id), await ask(filled, customer_id)
    assert first == second
    assert await count(filled) == 1


async def test_another_language_is_the_same_decision_in_other_words(filled: Root) -> None:
    english, chinese = await ask(filled), await ask(filled, language="zh-Hans")
    assert english.decision_id == chinese.decision_id
    assert english.items[0].why != chinese.items[0].why


async def test_the_reply_of_the_api_is_the_answer(filled: Root) -> None:
    answer = await ask(filled)
    async with filled.reading() as app:
        body = await app.recommend.reply(SYSTEM_ACTOR, "c1", KINDS, "home", 5, "en")
    assert Answer.model_validate_json(body) == answer


async def test_an_answer_is_kept_as_the_packed_record(filled: Root) -> None:
    answer = await ask(filled)
    (kept,) = filled.engine.answers.of("c1")
    assert isinstance(kept.decided.lines, PackedLines)
    assert [one.key.id for one in kept.decided.lines] == [one.id for one in answer.items]


async def test_another_question_is_another_decision(filled: Root) -> None:
    asked = [{}, {"limit": 4}, {"scenario": "desk"}, {"kinds": ("product",)}]
    answers = [await ask(filled, **one) for one in asked]
    assert len({one.decision_id for one in answers}) == 4
    assert (await ask(filled, "c2")).decision_id not in {one.decision_id for one in answers}


async def test_an_event_is_in_the_next_answer(filled: Root) -> None:
    before = await ask(filled)
    read = an_event(kind="content", item_id="a1", action="view", dwell_ms=READ_MS)
    async with filled.reading() as app:
        await app.interactions.ingest(a_key("events:write"), a_batch(read))
    after = await ask(filled)
    assert after.decision_id != before.decision_id
    assert len((await stored(filled, after)).events) == 1


async def test_a_dismissal_is_in_the_next_answer(filled: Root) -> None:
    before = await ask(filled)
    turned = an_event(item_id="p1", action="dismiss")
    async with filled.reading() as app:
        await app.interactions.ingest(a_key("events:write"), a_batch(turned))
    assert (await ask(filled)).decision_id != before.decision_id


async def test_other_facts_are_another_decision(filled: Root) -> None:
    before = await ask(filled)
    async with filled.writing() as app:
        await app.customers.put(SYSTEM_ACTOR, "c1", CustomerIn(capacity=1))
    after = await ask(filled)
    assert after.decision_id != before.decision_id
    assert (await stored(filled, after)).facts.capacity == 1


async def test_consent_that_is_taken_back_is_another_decision(filled: Root) -> None:
    before = await ask(filled)
    async with filled.writing() as app:
        await app.consents.change(
            a_customer(), "c1", ConsentChange(purposes={PERSONALISATION: False})
        )
    after = await ask(filled)
    assert (before.personalised, after.personalised) == (True, False)
    assert after.decision_id != before.decision_id


async def test_another_catalogue_is_another_decision(filled: Root) -> None:
    before = await ask(filled)
    async with filled.writing() as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product("p1", grade=5))
    after = await ask(filled)
    assert after.decision_id != before.decision_id
    assert "suitability" in {one.reason for one in after.withheld}


async def test_another_arm_is_another_decision(filled: Root) -> None:
    class Arm:
        async def treatment(self, customer: object, scenario: str) -> Treatment:
            return Treatment("01900000-0000-7000-8000-000000000001", "b", None, 0.0)

    before = await ask(filled)
    filled.engine.trials = Arm()
    after = await ask(filled)
    assert after.decision_id != before.decision_id
    assert (await stored(filled, after)).arm == "b"


async def test_a_new_window_is_a_new_decision(filled: Root) -> None:
    before = await ask(filled)
    filled.engine.clock = Later(filled.clock)
    after = await ask(filled)
    first, second = await stored(filled, before), await stored(filled, after)
    assert first.seed != second.seed
    assert second.seed == f"c1|{window_of(second.at)}"


async def test_who_is_forgotten_is_decided_on_anew(filled: Root) -> None:
    before, other = await ask(filled), await ask(filled, "c2")
    filled.engine.forget("c1")
    assert (await ask(filled)).decision_id != before.decision_id
    assert (await ask(filled, "c2")).decision_id == other.decision_id


async def test_a_decision_that_is_not_committed_is_not_given_again(filled: Root) -> None:
    async with rolled_back(filled) as app:
        undone = await app.recommend.recommend(SYSTEM_ACTOR, "c1", KINDS, "home", 5, "en")
    assert (await ask(filled)).decision_id != undone.decision_id


def test_a_window_ends_at_every_midnight() -> None:
    midnight = NOW.replace(hour=16, minute=0)
    assert window_of(midnight) == window_of(midnight - timedelta(seconds=1)) + 1
    assert start_of(midnight + timedelta(minutes=14)) == midnight
