"""Every source's list for one customer: masked, known by name, shown to nobody else."""

import pytest

from dashboard.wiring import Root
from recommender.errors import NotFound
from recommender.experiments.sources import CustomerSources
from recommender.ports import SYSTEM_ACTOR, Actor
from tests.support.arrange import a_customer, a_key
from tests.support.engine import fill_bank, serve

READER, SILENT = "c0001", "c0005"


@pytest.fixture
async def modelled(root: Root) -> Root:
    await fill_bank(root, [READER, SILENT], [READER], capacity=2)
    await serve(root)
    return root


async def look(
    root: Root, customer_id: str = READER, actor: Actor = SYSTEM_ACTOR
) -> CustomerSources:
    async with root.reading() as app:
        return await app.sources.of(actor, customer_id, "en")


async def test_each_member_of_the_model_speaks_for_itself(modelled: Root) -> None:
    found = await look(modelled)
    names = {one.source for one in found.lists if one.kind == "product"}
    assert {"served", "segment", "everybody"} <= names
    assert names & {"als", "ease", "rp3beta", "item_item"}
    assert found.pipeline.events > 0


async def test_served_list_is_what_the_customer_would_get(modelled: Root) -> None:
    found = await look(modelled)
    async with modelled.reading() as app:
        answer = await app.recommend.recommend(SYSTEM_ACTOR, READER, ("product",), "home", 10, "en")
    served = next(one for one in found.lists if (one.source, one.kind) == ("served", "product"))
    assert {one.id for one in served.ranked} == {one.id for one in answer.items}


async def test_no_source_lists_what_a_mask_withholds(modelled: Root) -> None:
    found = await look(modelled)
    async with modelled.reading() as app:
        facts = await app.customers.facts(READER)
        withheld = await app.decider.withheld(facts, ("product", "content"))
    assert withheld
    listed = {(said.kind, said.id) for one in found.lists for said in one.ranked}
    assert not listed & {(key.kind, key.id) for key in withheld}


async def test_lists_are_best_first(modelled: Root) -> None:
    for one in (await look(modelled)).lists:
        if one.source != "served":
            scores = [said.score for said in one.ranked]
            assert scores == sorted(scores, reverse=True)


async def test_neighbours_belong_to_what_was_done_last(modelled: Root) -> None:
    found = await look(modelled)
    async with modelled.reading() as app:
        done = {(one.kind, one.item_id) for one in await app.interactions.history(READER)}
    assert found.neighbours
    for one in found.neighbours:
        assert (one.kind, one.id) in done
        assert (one.kind, one.id) not in {(near.kind, near.id) for near in one.ranked}


async def test_without_consent_only_popularity_speaks(modelled: Root) -> None:
    found = await look(modelled, SILENT)
    assert not found.personalised
    assert {one.source for one in found.lists} == {"served"}
    assert (found.pipeline.events, found.neighbours) == (0, ())


async def test_strangers_find_no_customer(modelled: Root) -> None:
    for stranger in (a_customer("c0002"), a_key("events:write")):
        with pytest.raises(NotFound):
            await look(modelled, actor=stranger)
