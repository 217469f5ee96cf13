"""A disk that takes no more writes shuts nobody out who is in already."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from dashboard.people.model import Caller
from dashboard.people.signing import hash_of
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR


def full(*_: object) -> object:
    raise OperationalError("UPDATE", {}, Exception("database or disk is full"))


async def test_session_and_key_still_open(
    staffed: Root, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await staffed.entrance.sign_in("customer1", "demo", caller)
    async with staffed.writing() as app:
        key = await app.api_keys.create(SYSTEM_ACTOR, "feed", ["events:write"])
    staffed.clock._offset += timedelta(minutes=5)
    staffed.door.forget_all()
    monkeypatch.setattr(staffed.database, "writing", full)
    signed_in = replace(caller, session=hash_of(entry.token))
    assert (await staffed.door.actor(signed_in)).id == "customer1"
    assert (await staffed.keys.actor(f"Bearer {key.secret}")).may("events:write")
