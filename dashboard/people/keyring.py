"""From an Authorization header to an integrator: by prefix, by SHA-256, within the key's limit."""

import hmac
import time
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import SignInRequired, TooMany
from dashboard.limits import Buckets
from dashboard.people.key_repository import Keys
from dashboard.people.keys import START
from dashboard.people.model import Key
from dashboard.people.roles import INTEGRATOR
from dashboard.people.signing import hash_of
from recommender.database import Database
from recommender.ports import Actor, Clock

log = structlog.get_logger(__name__)

REMEMBERED_SECONDS = 2.0
_REMEMBERED_MOST = 1000
_NOTED_EVERY = timedelta(minutes=1)


class Keyring:
    """One process's knowledge of keys, at most two seconds old."""

    def __init__(self, clock: Clock, database: Database) -> None:
        self._clock = clock
        self._database = database
        self._remembered: dict[str, tuple[float, Key | None]] = {}
        self._limits: dict[str, Buckets] = {}

    async def actor(self, authorization: str) -> Actor:
        """Return the integrator whose key this is.

        Raises:
            SignInRequired: No such key, or it ended.
            TooMany: The key is over its limit.
        """
        scheme, _, secret = authorization.partition(" ")
        prefix = secret.removeprefix(START).partition("_")[0]
        is_key = scheme.lower() == "bearer" and secret.startswith(START) and len(secret) <= 128
        key = await self._key(prefix) if is_key and len(prefix) <= 16 else None
        if key is None or not hmac.compare_digest(key.hash, hash_of(secret)):
            raise SignInRequired("The key is not known, or it ended.")
        self._take(key)
        return Actor(f"key:{key.prefix}", frozenset({INTEGRATOR}), scopes=key.scopes)

    def forget_all(self) -> None:
        """Read every key anew."""
        self._remembered.clear()

    def _take(self, key: Key) -> None:
        limit = self._limits.get(key.prefix)
        if limit is None:
            each = key.per_minute / 60
            limit = self._limits[key.prefix] = Buckets(burst=max(each * 2, 5), per_second=each)
        if not limit.take(key.prefix):
            raise TooMany("The key is over its limit.", retry_after_seconds=1)

    async def _key(self, prefix: str) -> Key | None:
        remembered = self._remembered.get(prefix)
        if remembered is not None and remembered[0] > time.monotonic():
            return remembered[1]
        if len(self._remembered) >= _REMEMBERED_MOST:
            self._remembered.clear()
        key = await self._read(prefix)
        self._remembered[prefix] = (time.monotonic() + REMEMBERED_SECONDS, key)
        return key

    async def _read(self, prefix: str) -> Key | None:
        now = self._clock.now()
        async with self._database.reading() as session:
            key = await Keys(session).get(prefix)
        if key is None or key.revoked_at is not None or key.expires_at <= now:
            return None
        if key.last_used_at is None or now - key.last_used_at > _NOTED_EVERY:
            await self._note_use(prefix, now)
        return key

    async def _note_use(self, prefix: str, now: datetime) -> None:
        """Note when the key was used; a full disk must not shut integrators out."""
        try:
            async with self._database.writing() as session:
                await Keys(session).note_use(prefix, now)
        except SQLAlchemyError:
            log.warning("use of a key could not be noted", exc_info=True)
