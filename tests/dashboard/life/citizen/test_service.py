"""Public services: what a region offers, and figures of one's own only."""

from datetime import date

import pytest

from dashboard.errors import Invalid, NotFound
from dashboard.life.citizen.tables import PublicAccountRow, PublicServiceRow
from dashboard.life.demo import town
from dashboard.life.regions import regions
from dashboard.wiring import Root
from tests.dashboard.life.arrange import NAMES, a_bank, stock
from tests.support.arrange import a_customer, a_visitor

ME = a_customer("c1")


@pytest.fixture
async def stocked(root: Root) -> Root:
    """Give a process with the demo's services; c1 lives in Shanghai and has a housing fund."""
    await a_bank(root)
    await stock(root, PublicServiceRow, town.public_services())
    fund = {
        "customer_id": "c1",
        "code": "fund",
        "region": "shanghai",
        "amount_minor": 12_300,
        "told": NAMES,
        "updated_on": date(2026, 6, 12),
    }
    await stock(root, PublicAccountRow, [fund])
    return root


async def zone(root: Root, actor=ME, customer_id: str = "c1"):
    async with root.reading() as app:
        return await app.life.citizen.zone(actor, customer_id)


async def choose(root: Root, code: str, actor=ME) -> None:
    async with root.writing() as app:
        await app.life.citizen.choose(actor, "c1", code)


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_else_sees_or_chooses(stocked: Root, actor) -> None:
    with pytest.raises(NotFound):
        await zone(stocked, actor)
    with pytest.raises(NotFound):
        await choose(stocked, "tibet", actor)


async def test_one_begins_where_one_lives(stocked: Root) -> None:
    found = await zone(stocked)
    assert found.region.code == "shanghai"
    figures = {one.code: one.amount for one in found.services}
    assert figures["fund"].minor == 12_300
    others = await zone(stocked, a_customer("c2"), "c2")
    assert {one.code: one.amount for one in others.services}["fund"] is None


async def test_another_province_turns_services_off_and_shows_no_foreign_figure(
    stocked: Root,
) -> None:
    await choose(stocked, "tibet")
    services = {one.code: one for one in (await zone(stocked)).services}
    assert not services["fund"].is_offered
    assert services["fund"].amount is None
    assert services["medical"].is_offered
    flags = [one.is_offered for one in (await zone(stocked)).services]
    assert flags == sorted(flags, reverse=True)


async def test_an_unknown_region_is_refused(stocked: Root) -> None:
    with pytest.raises(Invalid):
        await choose(stocked, "atlantis")


async def test_without_services_nothing_is_connected(root: Root) -> None:
    assert await zone(root) is None


def test_every_region_has_a_code_of_its_own_and_both_names() -> None:
    assert len({one.code for one in regions()}) == len(regions()) == 33
    assert all({"zh-Hans", "en"} <= one.name.keys() for one in regions())
