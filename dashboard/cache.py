"""Redis as speed: short time-outs, and an absent server is a miss, never an error."""

import json
import time
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

TIMEOUT_SECONDS = 0.2
REST_SECONDS = 2.0
"""How long a server that failed is left alone, so that its time-out is paid once, not per call."""


class Cache:
    """A cache that may be slow, empty, frozen or gone without anybody losing anything."""

    def __init__(self, url: str | None) -> None:
        self._redis = _client(url) if url else None
        self._rest_until = 0.0

    async def get(self, key: str) -> Any:
        """Return the JSON value stored under the key, or None."""
        raw = await self._call("get", key)
        return None if raw is None else json.loads(raw)

    async def set(self, key: str, value: Any, *, ttl_seconds: int) -> None:
        """Store a JSON value for a while."""
        await self._call("set", key, json.dumps(value), ex=ttl_seconds)

    async def publish(self, channel: str, message: str) -> None:
        """Tell other processes; those who miss it find out by polling SQL."""
        await self._call("publish", channel, message)

    async def forget(self, fragment: str) -> int:
        """Delete every key that holds a fragment of text; return how many."""
        if self._redis is None:
            return 0
        pattern = f"*{_literal(fragment)}*"
        try:
            found = [key async for key in self._redis.scan_iter(match=pattern, count=1000)]
            return int(await self._redis.delete(*found)) if found else 0
        except (RedisError, OSError, TimeoutError):
            return 0

    async def is_healthy(self) -> bool:
        """Say whether the server answers now."""
        if self._redis is None:
            return False
        try:
            return bool(await self._redis.ping())  # type: ignore[misc]  # redis-py types both forms
        except (RedisError, OSError, TimeoutError):
            return False

    async def close(self) -> None:
        """Close the connections."""
        if self._redis is not None:
            await self._redis.aclose()

    async def _call(self, command: str, *args: Any, **options: Any) -> Any:
        if self._redis is None or time.monotonic() < self._rest_until:
            return None
        try:
            return await getattr(self._redis, command)(*args, **options)
        except (RedisError, OSError, TimeoutError):
            self._rest_until = time.monotonic() + REST_SECONDS
            return None


def _client(url: str) -> Redis:
    return Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )


def _literal(fragment: str) -> str:
    """Return a text as Redis' patterns match it letter by letter."""
    return "".join(f"\\{one}" if one in "*?[]^-\\" else one for one in fragment)
