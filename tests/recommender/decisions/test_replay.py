"""A replay with a model: equal when nothing was touched, and it names what differs or is lost."""

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.wiring import Root, Services
from recommender.answer import Ranked
from recommender.decisions.model import Record, Replay
from recommender.decisions.replay import Replayer
from recommender.decisions.repository import DecisionRepository
from recommender.interactions.repository import InteractionRepository
from recommender.ports import SYSTEM_ACTOR
from tests.support.engine import bank, fill_bank, serve

READER = "c0001"


@pytest.fixture
async def modelled(root: Root) -> Root:
    """Give two customers of the bank and a model that serves."""
    await fill_bank(root, bank().customers[:2], bank().customers[:2])
    await serve(root)
    return root


async def recorded(root: Root, kinds: tuple[str, ...] = ("product",)) -> Record:
    async with root.reading() as app:
        answer = await app.recommend.recommend(SYSTEM_ACTOR, READER, kinds, "home", 5, "en")
    async with root.reading() as app:
        found = await DecisionRepository(app.session).get(answer.decision_id)
    assert found is not None
    return found[0]


def replayer(app: Services) -> Replayer:
    stored, events = DecisionRepository(app.session), InteractionRepository(app.session)
    return Replayer(stored, events, app.root.models, app.clock.day_of)


async def replayed(root: Root, record: Record, **changed: Any) -> Replay:
    async with root.reading() as app:
        return await replayer(app).replay(record.model_copy(update=changed))


async def test_a_personal_decision_comes_out_again(modelled: Root) -> None:
    record = await recorded(modelled)
    assert record.model_id is not None
    replay = await replayed(modelled, record)
    assert replay.equal, replay.differences
    assert len(replay.recomputed) == 5


async def test_what_other_packages_withheld_is_taken_from_the_record(modelled: Root) -> None:
    record = await recorded(modelled, ("product", "content"))
    assert "card_state" in record.masks
    assert (await replayed(modelled, record)).equal


async def test_an_earlier_decision_is_made_again_with_its_own_model(modelled: Root) -> None:
    record = await recorded(modelled)
    await serve(modelled)
    assert await modelled.models.now() is not None
    assert (await replayed(modelled, record)).equal


async def test_another_order_is_named(modelled: Root) -> None:
    record = await recorded(modelled)
    replay = await replayed(modelled, record, items=record.items[::-1])
    assert replay.differences == ["The list holds other items, or in another order."]


async def test_another_score_is_named(modelled: Root) -> None:
    record = await recorded(modelled)
    first = record.items[0].model_copy(update={"score": 99.0})
    replay = await replayed(modelled, record, items=(first, *record.items[1:]))
    assert replay.differences == ["The scores or reasons differ."]


async def test_other_withheld_items_are_named(modelled: Root) -> None:
    record = await recorded(modelled)
    replay = await replayed(modelled, record, withheld="a" + record.withheld[1:])
    assert replay.differences == ["The masks withhold other items now."]


async def without_model(root: Root, record: Record) -> None:
    """Let another model serve and take the record's own away."""
    await serve(root)
    root.models.drop()
    await root.models.now()
    shutil.rmtree(root.settings.data_dir / "models" / str(record.model_id))


async def test_without_its_model_the_stored_contributions_are_verified(modelled: Root) -> None:
    record = await recorded(modelled, ("product", "content"))
    await without_model(modelled, record)
    replay = await replayed(modelled, record)
    assert (replay.mode, replay.equal, replay.differences) == ("verified", True, [])
    assert replay.lost == ["Its model is no longer kept."]
    assert replay.recomputed == []


async def test_a_decision_that_is_made_again_says_so(modelled: Root) -> None:
    replay = await replayed(modelled, await recorded(modelled))
    assert (replay.mode, replay.lost) == ("rescored", [])


def _other_masks(record: Record) -> dict[str, Any]:
    """Withhold one item that no mask withholds, and show none."""
    return {"items": (), "withheld": "a" + record.withheld[1:]}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (lambda one: {"items": one.items[::-1]}, "The list is not in the order of its scores."),
        (lambda one: {"items": one.items[:1] * 2}, "The list holds an item twice"),
        (lambda one: {"limit": 1}, "or more items than were asked for."),
        (lambda one: {"items": (_raised(one),)}, "do not sum to its score."),
        (lambda one: {"items": (_sure(one),)}, "is no probability."),
        (lambda one: {"withheld": "a" * len(one.withheld)}, "although a mask withholds it."),
        (lambda one: {"withheld": "a"}, "do not fit the catalogue."),
        (_other_masks, "The masks withhold other items now."),
    ],
    ids=["order", "twice", "many", "sum", "propensity", "masked", "letters", "masks"],
)
async def test_what_does_not_fit_in_a_stored_decision_is_named(
    modelled: Root, changed: Callable[[Record], dict[str, Any]], said: str
) -> None:
    record = await recorded(modelled)
    await without_model(modelled, record)
    replay = await replayed(modelled, record, **changed(record))
    assert (replay.mode, replay.equal) == ("verified", False)
    assert any(said in one for one in replay.differences)


def _raised(record: Record) -> Ranked:
    return record.items[0].model_copy(update={"score": record.items[0].score + 0.1})


def _sure(record: Record) -> Ranked:
    return record.items[0].model_copy(update={"propensity": 1.5})


async def test_a_body_that_does_not_fit_its_digest_is_named(modelled: Root) -> None:
    record = await recorded(modelled)
    await without_model(modelled, record)
    async with modelled.writing() as app:
        await app.session.execute(text("UPDATE decisions SET digest = body"))
    replay = await replayed(modelled, record)
    assert replay.differences == ["The stored record does not fit its digest."]


async def test_a_lost_catalogue_and_a_lost_rule_set_are_named(modelled: Root) -> None:
    record = await recorded(modelled)
    replay = await replayed(modelled, record, catalogue="0" * 32, rules="cn-0")
    assert (replay.mode, replay.equal) == ("verified", True)
    assert replay.lost == [
        "The catalogue of that decision is no longer kept.",
        "Its rule set cn-0 is no longer kept.",
    ]
