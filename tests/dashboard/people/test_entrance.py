"""Signing in: one way for everybody, limited by rows, with a new session each time."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.errors import Busy, SignInRequired, TooMany
from dashboard.people.door import IDLE, LONGEST
from dashboard.people.entrance import MOST_OF_ACCOUNT, WINDOW, own_path
from dashboard.people.model import Caller
from dashboard.people.signing import hash_of
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.dashboard.people.conftest import Heard

PASSWORD = "demo"


async def enter(root: Root, caller: Caller, account: str = "customer1") -> Caller:
    """Sign in and return the caller with the new session."""
    entry = await root.entrance.sign_in(account, PASSWORD, caller)
    return replace(caller, session=hash_of(entry.token))


async def later(root: Root, by: timedelta) -> None:
    """Let time pass and what is remembered be forgotten."""
    root.clock._offset += by
    root.door.forget_all()


async def test_right_password_makes_the_actor(staffed: Root, caller: Caller) -> None:
    actor = await staffed.door.actor(await enter(staffed, caller))
    assert (actor.id, actor.customer_id) == ("customer1", "c0001")
    assert actor.has("customer")


async def test_wrong_password_is_refused(staffed: Root, caller: Caller) -> None:
    with pytest.raises(SignInRequired):
        await staffed.entrance.sign_in("customer1", "wrong", caller)


async def test_unknown_account_is_refused_with_the_same_words(
    staffed: Root, caller: Caller
) -> None:
    with pytest.raises(SignInRequired) as wrong:
        await staffed.entrance.sign_in("customer1", "wrong", caller)
    with pytest.raises(SignInRequired) as unknown:
        await staffed.entrance.sign_in("nobody", "wrong", caller)
    assert wrong.value.message == unknown.value.message


async def test_token_itself_is_not_stored(staffed: Root, caller: Caller) -> None:
    entry = await staffed.entrance.sign_in("customer1", PASSWORD, caller)
    assert entry.session.hash != entry.token
    assert await staffed.door.session(entry.token) is None
    assert await staffed.door.session(hash_of(entry.token)) is not None


async def test_signing_in_again_ends_the_earlier_session(staffed: Root, caller: Caller) -> None:
    first = await enter(staffed, caller)
    second = await enter(staffed, first, "customer2")
    assert second.session != first.session
    assert first.session
    assert await staffed.door.session(first.session) is None


async def test_account_is_closed_for_a_while_after_failures(staffed: Root, caller: Caller) -> None:
    for number in range(MOST_OF_ACCOUNT):
        elsewhere = replace(caller, address=f"192.0.2.{number + 10}")
        with pytest.raises(SignInRequired):
            await staffed.entrance.sign_in("rm1", "wrong", elsewhere)
    with pytest.raises(TooMany) as refused:
        await enter(staffed, caller, "rm1")
    assert refused.value.retry_after_seconds > 0
    await later(staffed, WINDOW + timedelta(seconds=1))
    assert (await staffed.door.actor(await enter(staffed, caller, "rm1"))).id == "rm1"


async def test_address_is_stopped_after_failures_of_many_accounts(
    staffed: Root, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.people.entrance.MOST_OF_ADDRESS", 3)
    for number in range(3):
        with pytest.raises(SignInRequired):
            await staffed.entrance.sign_in(f"guess{number}", "wrong", caller)
    with pytest.raises(TooMany):
        await enter(staffed, caller)


async def test_success_does_not_count_against_the_address(
    staffed: Root, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.people.entrance.MOST_OF_ADDRESS", 2)
    for _ in range(4):
        await enter(staffed, caller)


async def test_tries_at_once_cannot_pass_the_limit(
    staffed: Root, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.people.entrance.MOST_OF_ACCOUNT", 2)
    tries = [staffed.entrance.sign_in("rm1", "wrong", caller) for _ in range(5)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, TooMany) for one in results) >= 3


async def test_try_that_was_sent_away_unchecked_does_not_count(
    staffed: Root, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.people.entrance.MOST_OF_ACCOUNT", 2)
    monkeypatch.setattr("dashboard.people.passwords.WAIT_SECONDS", 0.01)
    async with staffed.passwords._seats, staffed.passwords._seats:
        for _ in range(3):
            with pytest.raises(Busy):
                await enter(staffed, caller)
    await enter(staffed, caller)


async def test_signed_out_session_is_over(staffed: Root, caller: Caller) -> None:
    signed_in = await enter(staffed, caller)
    await staffed.entrance.sign_out(signed_in)
    assert signed_in.session
    assert await staffed.door.session(signed_in.session) is None
    assert await staffed.door.ended([signed_in.session]) == {signed_in.session}
    assert (await staffed.door.actor(signed_in)).has("visitor")


@pytest.mark.parametrize("by", [IDLE, LONGEST])
async def test_session_ends_by_itself(staffed: Root, caller: Caller, by: timedelta) -> None:
    signed_in = await enter(staffed, caller)
    await later(staffed, by + timedelta(seconds=1))
    assert (await staffed.door.settled(signed_in)).session is None


async def test_session_in_use_outlives_the_idle_time_but_not_the_day(
    staffed: Root, caller: Caller
) -> None:
    signed_in = await enter(staffed, caller)
    assert signed_in.session
    step = IDLE - timedelta(minutes=1)
    for _ in range(int(LONGEST / step)):
        await later(staffed, step)
        assert await staffed.door.session(signed_in.session) is not None
    await later(staffed, step)
    assert await staffed.door.session(signed_in.session) is None


async def test_closing_an_account_ends_its_sessions(staffed: Root, caller: Caller) -> None:
    signed_in = await enter(staffed, caller, "marketer1")
    async with staffed.writing() as app:
        await app.people.disable(SYSTEM_ACTOR, "marketer1")
    staffed.door.forget_all()
    assert (await staffed.door.settled(signed_in)).session is None
    with pytest.raises(SignInRequired):
        await enter(staffed, caller, "marketer1")


async def test_other_roles_end_the_sessions_with_the_old_ones(
    staffed: Root, caller: Caller
) -> None:
    signed_in = await enter(staffed, caller, "marketer1")
    async with staffed.writing() as app:
        await app.people.set_roles(SYSTEM_ACTOR, "marketer1", ["reviewer"])
    staffed.door.forget_all()
    assert (await staffed.door.settled(signed_in)).session is None
    again = await staffed.door.actor(await enter(staffed, caller, "marketer1"))
    assert again.roles == {"reviewer"}


async def test_every_sign_in_and_refusal_is_audited(
    staffed: Root, caller: Caller, heard: Heard
) -> None:
    staffed.entrance._audit_of = lambda _session: heard
    signed_in = await enter(staffed, caller)
    for account in ("customer1", "my-secret-in-the-wrong-field"):
        with pytest.raises(SignInRequired):
            await staffed.entrance.sign_in(account, "wrong", caller)
    await staffed.entrance.sign_out(signed_in)
    assert [(action, subject) for _, action, subject in heard.entries] == [
        ("session.begin", "user:customer1"),
        ("session.refused", "user:customer1"),
        ("session.refused", "user:unknown"),
        ("session.end", "user:customer1"),
    ]


@pytest.mark.parametrize("target", ["/", "/me", "/desk?id=1#x", "/products/fund-1"])
def test_own_paths_are_gone_on_to(target: str) -> None:
    assert own_path(target) == target


@pytest.mark.parametrize(
    "target",
    ["", "me", "//evil.test", "/\\evil.test", "http://evil.test", "/\n/evil", "/api/x", "/a" * 400],
)
def test_other_targets_lead_home(target: str) -> None:
    assert own_path(target) == "/"
