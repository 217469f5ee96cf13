"""Accounts to sign in with, and an audit that remembers."""

from collections.abc import Mapping
from typing import Any

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from dashboard.people.model import Caller
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR, Actor
from tests.support.people import people_of_the_tests

PASSWORD = "demo"


class Heard:
    """An audit sink that keeps what it was told."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, str]] = []

    async def record(
        self, actor: Actor, action: str, subject: str, detail: Mapping[str, Any]
    ) -> None:
        self.entries.append((actor.id, action, subject))

    def actions(self) -> list[str]:
        return [action for _, action, _ in self.entries]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="session")
def hashed() -> str:
    """Hash the password of all accounts once: it takes as long as it should."""
    return PasswordHash((Argon2Hasher(),)).hash(PASSWORD)


@pytest.fixture
async def staffed(root: Root, hashed: str) -> Root:
    """Give a Root whose database has one account for each role."""
    async with root.writing() as app:
        await app.people.open_demo(SYSTEM_ACTOR, people_of_the_tests(), password_hash=hashed)
    return root


@pytest.fixture
def caller() -> Caller:
    return Caller(None, "visitor-1", "192.0.2.1")
