"""Goals on a real database: who sets them, and that they follow the account."""

from datetime import UTC, date, datetime

import pytest

from dashboard.bank.model import Draft, Line
from dashboard.bank.repository import BankRepository
from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound
from dashboard.goals.model import GoalIn
from dashboard.goals.service import MOST_GOALS
from recommender.money import Money
from tests.dashboard.bank.arrange import an_account, put
from tests.support.arrange import a_compliance_officer, a_customer, a_visitor, an_rm, fill

OWNER, TARGET_ON = a_customer("c1"), date(2027, 6, 15)


def a_goal(**fields) -> GoalIn:
    return GoalIn.model_validate(
        {"kind": "travel", "target_minor": 100_000, "target_on": TARGET_ON} | fields
    )


async def save(app, on: date, minor: int, account: str = "c1-sav", kind: str = "saving"):
    lines = (
        Line(account_id=account, amount=Money(minor=minor)),
        Line(account_id="outside", amount=Money(minor=-minor)),
    )
    at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    await BankRepository(app.session).post(
        Draft(kind=kind, party_id="bank", at=at, business_on=on, lines=lines)
    )


@pytest.fixture
async def app(root):
    await fill(root)
    async with root.writing() as opened:
        accounts = [an_account("c1-cur"), an_account("c1-sav", kind="savings")]
        await put(opened.session, *accounts, an_account("c2-sav", "c2", kind="savings"))
        yield opened


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2"), an_rm("c2")])
async def test_strangers_find_nothing(app, actor):
    for ask in (
        app.goals.list(actor, "c1"),
        app.goals.put(actor, "c1", "g1", a_goal()),
        app.goals.delete(actor, "c1", "g1"),
        app.goals.shift(actor, "c1", "g1", 3),
        app.goals.begin(actor, "c1", "travel"),
        app.journey.journey(actor, "c1"),
    ):
        with pytest.raises(NotFound):
            await ask


async def test_staff_who_may_look_may_not_set(app):
    officer = a_compliance_officer()
    assert (await app.goals.list(officer, "c1")).goals == ()
    with pytest.raises(NotAllowed):
        await app.goals.put(officer, "c1", "g1", a_goal())


async def test_a_goal_follows_its_account(app):
    await save(app, date(2026, 2, 20), 10_000)
    for month in (3, 4, 5):
        await save(app, date(2026, month, 10), 5_000)
    found = await app.goals.put(OWNER, "c1", "g1", a_goal(title="  Kyoto "))
    (goal,) = found.goals
    assert (goal.title, goal.saved.minor, goal.rate.minor) == ("Kyoto", 25_000, 5_000)
    assert goal.reached_on == date(2027, 9, 15)
    assert found.months_measured == 3
    assert goal.line[-1] == 25_000
    assert goal.account["en"].startswith("Savings account")


async def test_goals_share_an_account_in_the_order_of_their_days(app):
    await save(app, date(2026, 5, 20), 120_000)
    await app.goals.put(OWNER, "c1", "late", a_goal(target_on=date(2029, 1, 1)))
    found = await app.goals.put(OWNER, "c1", "soon", a_goal())
    assert [(goal.id, goal.saved.minor) for goal in found.goals] == [
        ("soon", 100_000),
        ("late", 20_000),
    ]


async def test_setting_again_replaces(app):
    await app.goals.put(OWNER, "c1", "g1", a_goal())
    found = await app.goals.put(OWNER, "c1", "g1", a_goal(target_minor=7))
    assert [goal.target.minor for goal in found.goals] == [7]


async def test_a_goal_can_be_moved_and_given_up(app):
    await app.goals.put(OWNER, "c1", "g1", a_goal())
    await app.goals.shift(OWNER, "c1", "g1", 3)
    assert [goal.target_on for goal in (await app.goals.list(OWNER, "c1")).goals] == [
        date(2027, 9, 15)
    ]
    await app.goals.delete(OWNER, "c1", "g1")
    assert (await app.goals.list(OWNER, "c1")).goals == ()
    with pytest.raises(NotFound):
        await app.goals.delete(OWNER, "c1", "g1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"target_on": date(2026, 6, 15)},
        {"target_on": date(2099, 1, 1)},
        {"account_id": "c2-sav"},
        {"account_id": "none"},
        {"currency": "USD"},
    ],
    ids=["today", "absurd", "foreign account", "no account", "no such currency"],
)
async def test_what_cannot_be_is_refused(app, wrong):
    with pytest.raises(Invalid):
        await app.goals.put(OWNER, "c1", "g1", a_goal(**wrong))


async def test_there_is_an_end_to_wishes(app):
    for number in range(MOST_GOALS):
        await app.goals.put(OWNER, "c1", f"g{number}", a_goal())
    with pytest.raises(Conflict):
        await app.goals.put(OWNER, "c1", "one-more", a_goal())
    await app.goals.put(OWNER, "c1", "g0", a_goal(target_minor=9))


async def test_ideas_follow_from_what_is_really_spent(app):
    assert await app.goals.ideas(OWNER, "c1") == ()
    for month in (2, 3, 4, 5):
        await save(app, date(2026, month, 10), -500_000, "c1-cur", "groceries")
    ideas = {idea.kind: idea.target.minor for idea in await app.goals.ideas(OWNER, "c1")}
    assert ideas["emergency"] == 6 * 500_000
    await app.goals.begin(OWNER, "c1", "emergency")
    assert "emergency" not in {idea.kind for idea in await app.goals.ideas(OWNER, "c1")}
    with pytest.raises(NotFound):
        await app.goals.begin(OWNER, "c1", "emergency")


async def test_the_journey_needs_an_account_and_tells_its_stage(app):
    assert await app.journey.journey(a_customer("c9"), "c9") is None
    await save(app, date(2026, 5, 20), 600_000)
    for month in (3, 4, 5):
        await save(app, date(2026, month, 10), -100_000, "c1-cur", "groceries")
    found = await app.journey.journey(OWNER, "c1")
    assert (found.stage, found.next_step) == ("build", "set_goal")
    assert found.reserve_months == 3.0
    assert found.worth.minor == 300_000
