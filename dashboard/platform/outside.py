"""Faces from outside: asked for under limits, verified, and kept as long as they are fresh."""

import asyncio
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import structlog
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from dashboard.platform.breaker import Breaker
from dashboard.platform.errors import OutsideFailed
from dashboard.platform.fetching import Answer, Fetcher
from dashboard.platform.model import LiveWidget, Manifest
from dashboard.platform.sharing import Sharer
from dashboard.platform.signing import SIGNATURE_HEADER, Signatures, is_signed
from dashboard.platform.strict import read_json, strict_face
from recommender.ports import Clock
from widgets.base import Context
from widgets.errors import NoData
from widgets.face import Face

MOST_KEPT = 2_000
AT_ONCE = 8
"""Requests to one provider that may hang at the same time."""

SWITCHED_OFF = "The bank has switched this card off for now."
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Provider:
    """What this process remembers of one provider."""

    breaker: Breaker = field(default_factory=Breaker)
    seats: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


class Outside:
    """The one way to data of third parties.

    Args:
        fetcher: Gets the bytes.
        sharer: Says what a provider may know.
        signatures: Signs and checks.
        clock: The bank's time, told to providers.
        monotonic: Seconds by which answers age.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        sharer: Sharer,
        signatures: Signatures,
        *,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._sharer = sharer
        self._signatures = signatures
        self._clock = clock
        self._monotonic = monotonic
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._providers: dict[str, Provider] = {}
        self._kept: OrderedDict[str, tuple[float, Face]] = OrderedDict()
        self._asked: dict[str, asyncio.Task[Face]] = {}

    async def face(self, live: LiveWidget, settings: Mapping[str, Any], context: Context) -> Face:
        """Return what a kind shows this customer now.

        Raises:
            NoData: It is switched off, or the customer does not consent.
            OutsideFailed: The provider did not answer as it must.
        """
        if live.is_suspended:
            raise NoData(SWITCHED_OFF)
        told = {
            "kind": live.manifest.kind,
            "settings": dict(settings),
            "customer": await self._sharer.told(live.manifest, context),
        }
        key = _key(live.content_hash, told)
        fresh = self._fresh(key)
        return fresh if fresh is not None else await self._joined(key, live.manifest, told)

    async def close(self) -> None:
        """Let go of what is still asked for."""
        for task in list(self._asked.values()):
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)
        await self._fetcher.close()

    def forget(self) -> None:
        """Drop every answer that is kept."""
        self._kept.clear()

    def _fresh(self, key: str) -> Face | None:
        until, face = self._kept.get(key, (0.0, None))
        return face if self._monotonic() < until else None

    async def _joined(self, key: str, manifest: Manifest, told: Mapping[str, Any]) -> Face:
        """Ask once for all who wait for the same; one who leaves takes nothing from the others."""
        task = self._asked.get(key)
        if task is None:
            task = asyncio.create_task(self._ask(key, manifest, told))
            task.add_done_callback(lambda done: self._done(key, done))
            self._asked[key] = task
        return await asyncio.shield(task)

    def _done(self, key: str, task: asyncio.Task[Face]) -> None:
        self._asked.pop(key, None)
        if not task.cancelled():
            task.exception()  # Whoever waited was told; nobody may have waited to the end.

    async def _ask(self, key: str, manifest: Manifest, told: Mapping[str, Any]) -> Face:
        provider = self._providers.setdefault(manifest.provider, Provider())
        async with provider.seats:  # Whoever waited here learns of the failures meanwhile.
            if not provider.breaker.admits():
                raise OutsideFailed("resting", "The provider keeps failing and is left alone.")
            if not await self._limiter.hit(_limit(manifest), manifest.provider):
                raise OutsideFailed("limit", "The provider has been asked too often.")
            face = await self._counted(provider.breaker, manifest, told)
        self._keep(key, face, manifest.refresh_seconds)
        return face

    async def _counted(self, breaker: Breaker, manifest: Manifest, told: Mapping[str, Any]) -> Face:
        try:
            face = await self._verified(manifest, told)
        except OutsideFailed as error:
            breaker.failed()
            log.warning("outside_failed", kind=manifest.kind, reason=error.reason)
            raise
        breaker.succeeded()
        return face

    async def _verified(self, manifest: Manifest, told: Mapping[str, Any]) -> Face:
        nonce, now = secrets.token_urlsafe(16), self._clock.now()
        token = self._signatures.request(manifest.provider, nonce, int(now.timestamp()), told)
        answer = await self._fetcher.get(manifest.endpoint, {"authorization": f"Bearer {token}"})
        face = read(answer, manifest, nonce)
        seen_at = min(face.as_of, now) if face.as_of and face.as_of.tzinfo else now
        return face.model_copy(update={"as_of": seen_at, "source": manifest.provider_name})

    def _keep(self, key: str, face: Face, seconds: float) -> None:
        self._kept[key] = (self._monotonic() + seconds, face)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def read(answer: Answer, manifest: Manifest, nonce: str) -> Face:
    """Return the face of an answer: `{"nonce": ..., "face": {...}}`, signed.

    Raises:
        OutsideFailed: The signature, the nonce or the face is wrong.
    """
    signature = answer.headers.get(SIGNATURE_HEADER, "")
    if not is_signed(answer.body, signature, manifest.public_key):
        raise OutsideFailed("signature", "The answer is not signed by the provider.")
    try:
        told = read_json(answer.body)
    except ValueError as error:
        raise OutsideFailed("face", "The answer is no JSON of bounded depth.") from error
    if not isinstance(told, dict) or told.get("nonce") != nonce:
        raise OutsideFailed("signature", "The answer belongs to another request.")
    face, faults = strict_face(told.get("face"))
    if face is None:
        log.warning("outside_face", kind=manifest.kind, faults=[one.field for one in faults[:10]])
        raise OutsideFailed("face", "The answer holds no face that can be shown.")
    return face


def _limit(manifest: Manifest) -> RateLimitItemPerMinute:
    return RateLimitItemPerMinute(manifest.per_minute, namespace="platform")


def _key(content_hash: str, told: Mapping[str, Any]) -> str:
    packed = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    return f"{content_hash}:{hashlib.sha256(packed).hexdigest()}"
