"""The card on /me: deleting takes the typed name and the password of whoever asks."""

from typing import Any

import pytest

from dashboard.errors import ConfirmationRequired
from dashboard.parts.own_data import OwnDataState
from dashboard.wiring import Root
from tests.dashboard.pages.states import at, run, serving
from tests.support.person import ACCOUNT, MYSELF, PASSWORD, leave_traces, traces


@pytest.fixture
async def walked(root: Root) -> Any:
    """Give a Root in which the person has left traces everywhere."""
    await leave_traces(root, await root.passwords.hash(PASSWORD))
    with serving(root):
        yield root


async def erase(name: str, password: str) -> Any:
    state = at(OwnDataState, "/me")
    form = {"erase-name": name, "erase-password": password}
    await run(MYSELF, OwnDataState.erase, state, form)
    return state


async def test_name_and_password_delete_everything(walked: Root) -> None:
    state = await erase(ACCOUNT, PASSWORD)
    assert not state.differs
    assert await traces(walked.database) == []


async def test_another_name_deletes_nothing(walked: Root) -> None:
    assert (await erase("somebody", PASSWORD)).differs
    assert "customers.id" in await traces(walked.database)


async def test_a_wrong_password_deletes_nothing(walked: Root) -> None:
    with pytest.raises(ConfirmationRequired):
        await erase(ACCOUNT, "wrong")
    assert "customers.id" in await traces(walked.database)
