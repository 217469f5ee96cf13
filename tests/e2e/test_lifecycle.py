"""The whole product as processes: one command starts it, one Ctrl-C ends it, a kill is survived."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.support.product import ProductServer
from tests.support.valkey import ValkeyServer

pytestmark = pytest.mark.browser
EMPTY = {"COMPANION_MODE": "production"}
"""Without a demo bank a start takes seconds, and the processes are the same."""
WORDS = {"valkey": "valkey-server", "web": "dashboard.processes.web", "work": "dashboard.cli work"}
"""What tells a child by its command line."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProductServer]:
    """Run a product that these tests may kill."""
    made = ProductServer(tmp_path_factory.mktemp("lifecycle") / "data", **EMPTY)
    made.start()
    yield made
    made.close()


@pytest.fixture
def running(server: ProductServer) -> ProductServer:
    """Make sure that it runs, whatever the test before did."""
    if server.process is None or server.process.poll() is not None:
        server.start()
    return server


def until(claim: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while not claim() and time.monotonic() < deadline:
        time.sleep(0.05)
    return claim()


def children(server: ProductServer) -> dict[str, psutil.Process]:
    """Return the processes of the product by a word of their command lines."""
    assert server.process is not None
    found = {}
    for process in psutil.Process(server.process.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):  # It ended since.
            line = " ".join(process.cmdline())
            found |= {name: process for name, word in WORDS.items() if word in line}
    return found


def is_ready(server: ProductServer) -> bool:
    try:
        return httpx.get(f"{server.url}/api/health/ready", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def test_three_children_run_and_the_page_answers(running: ProductServer) -> None:
    assert set(children(running)) == {"valkey", "web", "work"}
    assert httpx.get(f"{running.url}/sign-in", timeout=5).status_code == 200


def test_built_page_talks_to_the_origin_that_served_it(running: ProductServer) -> None:
    from dashboard.processes.checkout import web_folder

    (script,) = (web_folder() / "build/client/assets").glob("reflex-env-*.js")
    answer = httpx.get(f"{running.url}/assets/{script.name}", timeout=5)
    assert "location.origin" in answer.text
    assert "localhost" not in answer.text
    assert answer.headers["content-encoding"] in ("br", "gzip")


def test_second_run_on_the_folder_is_refused_in_one_sentence(running: ProductServer) -> None:
    other = ProductServer(running.data_dir, **EMPTY)
    other.log = running.data_dir.parent / "second.log"
    with pytest.raises(RuntimeError):
        other.start(seconds=20)
    said = other.log.read_text().strip()
    assert "already runs on" in said
    assert said.count("\n") == 0
    assert is_ready(running)


def test_second_run_on_the_port_is_refused_in_one_sentence(
    running: ProductServer, tmp_path: Path
) -> None:
    other = ProductServer(tmp_path / "data", **EMPTY)
    other.port = running.port
    with pytest.raises(RuntimeError):
        other.start(seconds=20)
    assert other.log.read_text().strip().startswith(f"Port {running.port} is in use")


@pytest.mark.parametrize("name", ["web", "work", "valkey"])
def test_killed_child_comes_back(running: ProductServer, name: str) -> None:
    before = children(running)[name]
    before.kill()
    assert until(lambda: children(running).get(name, before) != before)
    assert until(lambda: is_ready(running))


def test_nothing_outlives_a_killed_supervisor_or_blocks_the_next_start(
    running: ProductServer,
) -> None:
    left = list(children(running).values())
    running.kill()
    assert psutil.wait_procs(left, timeout=10)[1] == []
    running.start(seconds=60)
    assert is_ready(running)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stop_ends_every_child_within_seconds(running: ProductServer, number: int) -> None:
    assert until(lambda: len(children(running)) == 3)
    left = list(children(running).values())
    assert running.process is not None
    started = time.monotonic()
    running.process.send_signal(number)
    assert running.process.wait(timeout=15) == 0
    assert time.monotonic() - started < 10
    assert psutil.wait_procs(left, timeout=1)[1] == []
    assert "Stopped." in running.tail(3)


def test_stopped_supervisor_takes_its_announcement_away(running: ProductServer) -> None:
    announced = running.data_dir / "valkey.json"
    socket = json.loads(announced.read_text())["socket"]
    assert os.path.exists(socket)
    running.stop()
    assert not announced.exists()


def test_unreadable_cache_is_set_aside_and_valkey_comes_up(running: ProductServer) -> None:
    running.stop()
    for path in (running.data_dir / "valkey").rglob("*.manifest"):
        path.write_text("nonsense")
    running.start()
    broken = running.data_dir / "valkey.broken"
    assert until(lambda: broken.exists() and "valkey" in children(running), 30)
    assert is_ready(running)


def test_outside_redis_is_used_instead_of_an_own_one(
    own_valkey: ValkeyServer, tmp_path: Path
) -> None:
    server = ProductServer(tmp_path / "data", COMPANION_REDIS_URL=own_valkey.url, **EMPTY)
    try:
        server.start()
        assert set(children(server)) == {"web", "work"}
    finally:
        server.close()


def test_start_without_a_database_ends_with_one_sentence(tmp_path: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    server = ProductServer(tmp_path / "data", COMPANION_DATABASE_URL=nowhere, **EMPTY)
    with pytest.raises(RuntimeError):
        server.start(seconds=30)
    assert server.process is not None
    assert server.process.wait(timeout=10) == 1
    assert "The database cannot be used" in server.tail()
    assert "Traceback" not in server.tail(200)
