"""Alerts that another process raised are found by their rows, and told once."""

import pytest

from dashboard.life.security.lookout import Lookout
from dashboard.wiring import Root
from tests.dashboard.life.arrange import a_bank
from tests.dashboard.life.security.test_service import CORE, ME, answer, reported, take, watched


@pytest.fixture
async def told(root: Root) -> list[str]:
    """Give a list of whom this process was told about."""
    found: list[str] = []
    root.open_homes.tell = found.append
    return found


async def test_the_commit_of_an_alert_tells_its_customer(root: Root, told: list[str]) -> None:
    await a_bank(root, minor=10**7)
    async with root.writing() as app:
        await app.life.security.take(CORE, reported())
        assert told == []
    assert told == ["c1"]


async def test_an_alert_that_was_never_committed_tells_nobody(root: Root, told: list[str]) -> None:
    await a_bank(root, minor=10**7)

    async def fail() -> None:
        async with root.writing() as app:
            await app.life.security.take(CORE, reported())
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert told == []


async def test_an_answer_tells_the_other_tabs(root: Root, told: list[str]) -> None:
    await a_bank(root, minor=10**7)
    await take(root, reported())
    told.clear()
    await answer(root, "freeze", (await watched(root)).alerts[0].id, ME)
    assert told == ["c1"]


async def test_another_process_finds_a_new_alert_once(root: Root) -> None:
    await a_bank(root, minor=10**7)
    heard: list[str] = []
    lookout = Lookout(root.beside, heard.append, lambda: True)
    await lookout.look()
    await take(root, reported())
    await lookout.look()
    await lookout.look()
    assert heard == ["c1"]


async def test_what_is_usual_is_told_to_nobody(root: Root) -> None:
    await a_bank(root, minor=10**7)
    heard: list[str] = []
    await take(root, reported(amount_minor=10_000))
    await Lookout(root.beside, heard.append, lambda: True).look()
    assert heard == []
