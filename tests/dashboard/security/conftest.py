"""One web process for the attacks, and a loopback address of its own for each test."""

import itertools
from collections.abc import Iterator

import pytest

from tests.support.door import DoorServer

_numbers = itertools.count(2)


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DoorServer]:
    """Run the web process with accounts and no bank."""
    server = DoorServer(tmp_path_factory.mktemp("door"))
    server.prepare()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def address() -> str:
    """Give an address that no other test uses, because limits count by address."""
    number = next(_numbers)
    return f"127.7.{number // 250}.{number % 250 + 1}"
