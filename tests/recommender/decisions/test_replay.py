"""A replay with a model: equal when nothing was touched, and it names what differs or is lost."""

import shutil
from typing import Any

import pytest

from dashboard.wiring import Root, Services
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


async def test_a_lost_model_is_named(modelled: Root) -> None:
    record = await recorded(modelled)
    await serve(modelled)
    modelled.models.drop()
    await modelled.models.now()
    shutil.rmtree(modelled.settings.data_dir / "models" / str(record.model_id))
    replay = await replayed(modelled, record)
    assert (replay.equal, replay.recomputed) == (False, [])
    assert replay.differences == ["Its model is no longer kept."]


async def test_a_lost_catalogue_and_another_rule_set_are_named(modelled: Root) -> None:
    record = await recorded(modelled)
    replay = await replayed(modelled, record, catalogue="0" * 32, rules="cn-1")
    assert replay.differences == [
        "The catalogue of that decision is no longer kept.",
        "It was made under the rule set cn-1, now cn-2 holds.",
    ]
