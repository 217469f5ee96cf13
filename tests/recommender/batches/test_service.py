"""Filling: who gets a list, and who loses it."""

import pytest
from sqlalchemy import select

from dashboard.consents.model import ConsentChange
from dashboard.wiring import Root
from recommender.batches.packing import ListBroken
from recommender.batches.service import Run
from recommender.batches.tables import BatchListRow
from recommender.errors import NoModel, NotAllowed
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import a_customer, an_rm
from tests.support.engine import fill_bank, serve

AGREEING, SILENT = "c0001", "c0005"


@pytest.fixture
async def banked(root: Root) -> Root:
    await fill_bank(root, [AGREEING, SILENT], [AGREEING])
    await serve(root)
    return root


async def begin(root: Root) -> Run:
    async with root.reading() as app:
        return await app.batches.begin(SYSTEM_ACTOR)


async def fill(root: Root, run: Run) -> int:
    async with root.reading() as app:
        page = await app.batches.make(run)
    async with root.writing() as app:
        return await app.batches.keep(run, page)


async def owners(root: Root) -> list[str]:
    async with root.reading() as app:
        return list(await app.session.scalars(select(BatchListRow.customer_id)))


async def withdraw(root: Root) -> None:
    change = ConsentChange(purposes={"personalisation": False})
    async with root.writing() as app:
        await app.consents.change(a_customer(AGREEING), AGREEING, change)


async def test_only_those_who_agree_get_a_list(banked: Root) -> None:
    assert await fill(banked, await begin(banked)) == 1
    assert await owners(banked) == [AGREEING]


async def test_a_list_names_its_model_and_fits_the_catalogue(banked: Root) -> None:
    run = await begin(banked)
    await fill(banked, run)
    async with banked.reading() as app:
        facts = await app.customers.facts(AGREEING)
        found = await app.batches.of(facts, run.stand.name)
        withheld = await app.decider.withheld(facts, ("product", "content", "service"))
    assert found is not None
    assert found.model_id == run.model_id
    positions = found.lists["product"].positions.tolist()
    keys = [run.stand.whole.keys[at] for at in positions]
    assert {key.kind for key in keys} == {"product"}
    assert not withheld.keys() & set(keys)


async def test_a_list_of_an_older_catalogue_is_refused(banked: Root) -> None:
    await fill(banked, await begin(banked))
    async with banked.reading() as app:
        facts = await app.customers.facts(AGREEING)
        with pytest.raises(ListBroken):
            await app.batches.of(facts, "00" * 16)


async def test_who_withdraws_while_lists_are_made_gets_none(banked: Root) -> None:
    run = await begin(banked)
    async with banked.reading() as app:
        page = await app.batches.make(run)
    await withdraw(banked)
    async with banked.writing() as app:
        assert await app.batches.keep(run, page) == 0


async def test_a_stored_list_is_not_read_without_consent(banked: Root) -> None:
    run = await begin(banked)
    await fill(banked, run)
    await withdraw(banked)
    async with banked.reading() as app:
        facts = await app.customers.facts(AGREEING)
        assert await app.batches.of(facts, run.stand.name) is None


async def test_nothing_is_written_about_somebody_who_is_being_erased(banked: Root) -> None:
    run = await begin(banked)
    async with banked.reading() as app:
        page = await app.batches.make(run)
    banked.erasures.add(AGREEING)
    async with banked.writing() as app:
        assert await app.batches.keep(run, page) == 0


async def test_an_erasure_takes_the_list_out(banked: Root) -> None:
    await fill(banked, await begin(banked))
    await banked.eraser.erase(SYSTEM_ACTOR, AGREEING)
    assert await owners(banked) == []


async def test_without_a_model_it_says_what_to_do(root: Root) -> None:
    with pytest.raises(NoModel, match="companion train"):
        await begin(root)


async def test_nobody_but_the_system_fills(banked: Root) -> None:
    async with banked.reading() as app:
        with pytest.raises(NotAllowed):
            await app.batches.begin(an_rm(AGREEING))
