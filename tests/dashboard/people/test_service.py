"""Accounts: only operators manage them, and every change is recorded."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound
from dashboard.people.service import People
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.people.conftest import Heard
from tests.support.people import actor, people_of_the_tests, user

OPERATOR = actor("operator1", "operator")
HASH = "$argon2id$"


@pytest.fixture
def people(session: AsyncSession, root: Root, heard: Heard) -> People:
    return People(session, root.clock, heard)


@pytest.mark.parametrize("who", [actor("x", "visitor"), actor("rm1", "rm"), actor("k", "customer")])
async def test_others_manage_nothing(people: People, who: object) -> None:
    for step in (
        lambda: people.all(who),  # type: ignore[arg-type]  # actors of the parametrisation
        lambda: people.disable(who, "rm1"),  # type: ignore[arg-type]
        lambda: people.set_roles(who, "rm1", ["rm"]),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotAllowed):
            await step()


async def test_added_account_is_found(people: People, heard: Heard) -> None:
    await people.add(OPERATOR, user("anna", "rm"), password_hash=HASH)
    found = await people.who(actor("anna", "rm"))
    assert found == user("anna", "rm")
    assert heard.entries == [("operator1", "users.add", "user:anna")]


async def test_account_is_added_once(people: People) -> None:
    await people.add(OPERATOR, user("anna", "rm"), password_hash=HASH)
    with pytest.raises(Conflict):
        await people.add(OPERATOR, user("anna", "marketer"), password_hash=HASH)


@pytest.mark.parametrize(
    "wrong",
    [
        user("a", "boss"),
        user("a"),
        user("a", "customer"),
        user("a", "rm", customer_id="c0001"),
        user("a", "visitor"),
    ],
)
async def test_account_without_sense_is_refused(people: People, wrong: object) -> None:
    with pytest.raises(Invalid):
        await people.add(OPERATOR, wrong, password_hash=HASH)  # type: ignore[arg-type]  # users


async def test_unknown_account_cannot_be_changed(people: People) -> None:
    with pytest.raises(NotFound):
        await people.disable(OPERATOR, "nobody")


async def test_demo_accounts_share_one_password_and_open_once(people: People) -> None:
    opened = await people.open_demo(SYSTEM_ACTOR, people_of_the_tests(), password_hash=HASH)
    assert opened == len(people_of_the_tests())
    assert await people.open_demo(SYSTEM_ACTOR, people_of_the_tests(), password_hash=HASH) == 0


async def test_personas_are_introduced_customers_first(people: People) -> None:
    customers = [user(f"customer{n}", "customer", customer_id=f"c{n}") for n in (10, 2, 1)]
    staff = [user("operator1", "operator"), user("marketer1", "marketer")]
    await people.open_demo(SYSTEM_ACTOR, [*staff, *customers], password_hash=HASH)
    shown = [one.id for one in await people.personas()]
    assert shown == ["customer1", "customer2", "customer10", "marketer1", "operator1"]


async def test_closing_the_demo_leaves_real_accounts(people: People) -> None:
    await people.open_demo(SYSTEM_ACTOR, people_of_the_tests(), password_hash=HASH)
    await people.add(OPERATOR, user("anna", "rm"), password_hash=HASH)
    assert await people.close_demo(SYSTEM_ACTOR) == len(people_of_the_tests())
    assert [one.id for one in await people.all(OPERATOR)] == ["anna"]


async def test_visitors_and_keys_are_nobody(people: People) -> None:
    assert await people.who(actor("visitor:1", "visitor")) is None
