"""Passwords: argon2id, in a thread, at most two at a time."""

import asyncio
import time

import pytest

from dashboard.errors import Busy, Invalid
from dashboard.people.passwords import AT_ONCE, Passwords, check_new_password


async def test_hash_is_argon2id_and_checks() -> None:
    passwords = Passwords()
    hashed = await passwords.hash("correct horse")
    assert hashed.startswith("$argon2id$")
    assert await passwords.matches("correct horse", hashed)
    assert not await passwords.matches("wrong horse", hashed)


async def test_unknown_account_matches_nothing() -> None:
    assert not await Passwords().matches("nobody", None)


async def test_endless_password_is_not_hashed() -> None:
    began = time.monotonic()
    assert not await Passwords().matches("x" * 10_000, "$argon2id$")
    assert time.monotonic() - began < 0.05


async def test_hashing_leaves_the_loop_free() -> None:
    passwords, longest = Passwords(), 0.0
    task = asyncio.create_task(passwords.hash("demo"))
    while not task.done():
        before = time.monotonic()
        await asyncio.sleep(0.005)
        longest = max(longest, time.monotonic() - before)
    assert longest < 0.1


async def test_third_waits_and_is_then_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.people.passwords.WAIT_SECONDS", 0.05)
    passwords, gate = Passwords(), asyncio.Event()

    async def held() -> None:
        async with passwords._seats:
            await gate.wait()

    holders = [asyncio.create_task(held()) for _ in range(AT_ONCE)]
    await asyncio.sleep(0)
    with pytest.raises(Busy) as refused:
        await passwords.hash("demo")
    assert refused.value.retry_after_seconds >= 1
    gate.set()
    await asyncio.gather(*holders)
    assert await passwords.hash("demo")


@pytest.mark.parametrize("password", ["short", "x" * 257])
def test_new_password_has_a_sensible_length(password: str) -> None:
    with pytest.raises(Invalid):
        check_new_password(password)
