"""The family: figures only of those who agreed, for as long as they do."""

import pytest

from dashboard.errors import NotFound
from dashboard.life.family.tables import FamilyRow
from dashboard.wiring import Root
from recommender.database import new_id
from tests.conftest import NOW
from tests.dashboard.life.arrange import NAMES, a_bank, stock
from tests.support.arrange import a_customer, a_visitor

ME, OTHER = a_customer("c2"), a_customer("c1")


@pytest.fixture
async def asked(root: Root) -> Root:
    """Give a process in which c2 asked to see c1."""
    await a_bank(root, minor=70_000)
    link = {
        "id": new_id(),
        "viewer_customer_id": "c2",
        "customer_id": "c1",
        "relation": NAMES,
        "relation_back": NAMES,
        "state": "asked",
        "at": NOW,
    }
    await stock(root, FamilyRow, [link])
    return root


async def household(root: Root, actor, customer_id: str):
    async with root.reading() as app:
        return await app.life.family.household(actor, customer_id)


async def answer(root: Root, actor, customer_id: str, link_id: str, *, agrees: bool) -> None:
    async with root.writing() as app:
        await app.life.family.answer(actor, customer_id, link_id, agrees=agrees)


@pytest.mark.parametrize("actor", [a_visitor(), OTHER])
async def test_nobody_else_opens_a_household(asked: Root, actor) -> None:
    with pytest.raises(NotFound):
        await household(asked, actor, "c2")


async def test_before_agreement_there_is_a_name_and_no_figure(asked: Root) -> None:
    seen = await household(asked, ME, "c2")
    assert [(one.state, one.worth, one.to_pay) for one in seen.members] == [("asked", None, None)]
    assert seen.together is None


async def test_agreement_shows_figures_and_its_end_takes_them_away(asked: Root) -> None:
    (request,) = (await household(asked, OTHER, "c1")).requests
    await answer(asked, OTHER, "c1", request.id, agrees=True)
    agreed = await household(asked, ME, "c2")
    assert (agreed.members[0].worth.minor, agreed.together.minor) == (70_000, 70_000)
    await answer(asked, OTHER, "c1", request.id, agrees=False)
    ended = await household(asked, ME, "c2")
    assert (ended.members[0].worth, ended.together) == (None, None)


async def test_who_asks_cannot_agree_in_the_others_place(asked: Root) -> None:
    (request,) = (await household(asked, OTHER, "c1")).requests
    with pytest.raises(NotFound):
        await answer(asked, ME, "c2", request.id, agrees=True)
    assert (await household(asked, ME, "c2")).members[0].worth is None
