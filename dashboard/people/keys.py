"""Making and ending the keys of integrators."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import Invalid, NotAllowed, NotFound
from dashboard.people.key_repository import Keys
from dashboard.people.model import Key, NewKey
from dashboard.people.roles import OPERATOR
from dashboard.people.signing import hash_of, new_token
from recommender.ports import SYSTEM, Actor, AuditSink, Clock

START = "wck_"
SCOPES = (
    "catalogue:write",
    "consents:write",
    "customers:erase",
    "customers:export",
    "customers:write",
    "decisions:read",
    "embeds:write",
    "events:write",
    "followups:read",
    "import:write",
    "metrics:read",
    "models:read",
    "models:write",
    "recommend:read",
    "transfers:write",
    "trials:read",
    "widgets:write",
)
LONGEST_DAYS = 730


class KeyService:
    """An operator's hand on the keys."""

    def __init__(self, session: AsyncSession, clock: Clock, audit: AuditSink) -> None:
        self._keys = Keys(session)
        self._clock = clock
        self._audit = audit

    async def all(self, actor: Actor) -> list[Key]:
        """Return every key; none of them in clear."""
        _operators_only(actor)
        return await self._keys.all()

    async def create(
        self,
        actor: Actor,
        name: str,
        scopes: Sequence[str],
        *,
        days: int = 365,
        per_minute: int = 6000,
    ) -> NewKey:
        """Make a key; its secret is returned this once and stored nowhere."""
        _operators_only(actor)
        _check(name, scopes, days=days, per_minute=per_minute)
        now, prefix = self._clock.now(), secrets.token_hex(6)
        secret = f"{START}{prefix}_{new_token()}"
        key = Key(
            prefix=prefix,
            hash=hash_of(secret),
            name=name,
            scopes=frozenset(scopes),
            per_minute=per_minute,
            created_at=now,
            expires_at=now + timedelta(days=days),
            last_used_at=None,
            revoked_at=None,
        )
        await self._keys.add(key)
        detail = {"name": name, "scopes": sorted(scopes), "days": days}
        await self._audit.record(actor, "keys.create", f"key:{prefix}", detail)
        return NewKey(secret, key)

    async def revoke(self, actor: Actor, prefix: str) -> None:
        """End a key; every process refuses it within two seconds."""
        _operators_only(actor)
        if await self._keys.get(prefix) is None:
            raise NotFound("There is no such key.")
        await self._keys.revoke(prefix, self._clock.now())
        await self._audit.record(actor, "keys.revoke", f"key:{prefix}", {})


def _operators_only(actor: Actor) -> None:
    if not actor.has(OPERATOR, SYSTEM):
        raise NotAllowed("Only an operator may manage keys.")


def _check(name: str, scopes: Sequence[str], *, days: int, per_minute: int) -> None:
    if not name.strip() or len(name) > 80:
        raise Invalid("A key has a name of at most 80 characters.")
    if not scopes or set(scopes) - set(SCOPES):
        raise Invalid(f"Scopes are: {', '.join(SCOPES)}.")
    if not 1 <= days <= LONGEST_DAYS or per_minute < 1:
        raise Invalid(f"A key lives 1 to {LONGEST_DAYS} days and has a limit of at least 1.")
