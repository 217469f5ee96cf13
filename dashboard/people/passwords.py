"""Passwords: argon2id in a thread, at most two at a time (64 MiB each)."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from dashboard.errors import Busy, Invalid

AT_ONCE = 2
WAIT_SECONDS = 2.0
SHORTEST, LONGEST = 12, 256
_Result = TypeVar("_Result")


class Passwords:
    """One process's only way to hash or check a password."""

    def __init__(self) -> None:
        self._hasher = PasswordHash((Argon2Hasher(),))
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """Return the argon2id hash of a password."""
        return await self._run(lambda: self._hasher.hash(password))

    async def matches(self, password: str, hashed: str | None) -> bool:
        """Check a password; an unknown account costs the same time as a wrong password.

        Raises:
            Busy: Two others are being checked and none ended within two seconds.
        """
        if len(password) > LONGEST:
            return False
        if hashed is None:
            stand_in = self._nobody or await self.hash("nobody")
            self._nobody = stand_in
            await self._run(lambda: self._hasher.verify(password, stand_in))
            return False
        return await self._run(lambda: self._hasher.verify(password, hashed))

    async def _run(self, work: Callable[[], _Result]) -> _Result:
        try:
            await asyncio.wait_for(self._seats.acquire(), WAIT_SECONDS)
        except TimeoutError:
            raise Busy(
                "Many people are signing in now. Please try again in a moment.",
                retry_after_seconds=2,
            ) from None
        try:
            return await asyncio.to_thread(work)
        finally:
            self._seats.release()


def check_new_password(password: str) -> None:
    """Refuse a password that is too short or too long to be one.

    Raises:
        Invalid: Fewer than 12 or more than 256 characters.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(f"A password has {SHORTEST} to {LONGEST} characters.")
