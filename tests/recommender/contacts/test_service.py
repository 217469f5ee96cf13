"""The quiet period: who was called lately is not called again."""

from datetime import timedelta

import pytest

from dashboard.wiring import Root
from recommender.contacts.model import CALL, Contact
from recommender.contacts.repository import ContactRepository
from recommender.contacts.service import QUIET_PERIOD
from recommender.database import new_id
from recommender.errors import Conflict
from tests.support.arrange import an_rm

ADVISER = an_rm("c1")


async def call(root: Root, customer_id: str = "c1", *, agreed: bool = False) -> None:
    async with root.writing() as app:
        await app.contacts.record_call(
            ADVISER, customer_id, "done", followup_id=new_id(), agreed=agreed
        )


async def called_before(root: Root, ago: timedelta) -> None:
    async with root.writing() as app:
        at = root.clock.now() - ago
        contact = Contact(
            id=new_id(), customer_id="c1", channel=CALL, at=at, by="rm", outcome="done"
        )
        await ContactRepository(app.session).add(contact)


async def test_a_second_call_within_the_quiet_period_is_refused(root: Root) -> None:
    await call(root)
    with pytest.raises(Conflict):
        await call(root)
    await call(root, "c2")


async def test_a_call_that_was_agreed_is_not(root: Root) -> None:
    await call(root)
    await call(root, agreed=True)


async def test_the_quiet_period_ends(root: Root) -> None:
    await called_before(root, QUIET_PERIOD + timedelta(minutes=1))
    await call(root)


async def test_the_ledger_says_until_when_and_what_was(root: Root) -> None:
    await called_before(root, timedelta(days=2))
    async with root.reading() as app:
        quiet = await app.contacts.quiet_until(["c1", "c2"])
        told = await app.contacts.of_customer("c1")
    assert quiet.keys() == {"c1"}
    assert quiet["c1"] > root.clock.now() + timedelta(days=4)
    assert [(one.by, one.outcome) for one in told] == [("rm", "done")]
