"""Redis as speed: gone, frozen or empty, it is a miss."""

import signal
import time

import pytest

from dashboard import cache as module
from dashboard.cache import Cache


@pytest.fixture
async def cache(own_valkey):
    made = Cache(own_valkey.url)
    yield made
    await made.close()


async def test_value_comes_back_as_json(cache):
    await cache.set("a", {"n": [1, "二"]}, ttl_seconds=5)
    assert await cache.get("a") == {"n": [1, "二"]}
    assert await cache.is_healthy()


async def test_absent_key_is_a_miss(cache):
    assert await cache.get("nothing") is None


async def test_no_address_is_a_miss_and_not_healthy():
    cache = Cache(None)
    await cache.set("a", 1, ttl_seconds=5)
    assert await cache.get("a") is None
    assert not await cache.is_healthy()


async def test_killed_server_is_a_miss(cache, own_valkey):
    await cache.set("a", 1, ttl_seconds=5)
    own_valkey.kill()
    assert await cache.get("a") is None
    assert not await cache.is_healthy()


async def test_frozen_server_costs_its_time_out_once(cache, own_valkey):
    await cache.set("a", 1, ttl_seconds=5)
    own_valkey.process.send_signal(signal.SIGSTOP)
    started = time.monotonic()
    for _ in range(50):
        assert await cache.get("a") is None
    assert time.monotonic() - started < 3 * module.TIMEOUT_SECONDS + 0.5
