"""Who stands at the door: cookies and keys to Actors, remembered for at most two seconds."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.addresses import client_address, header
from dashboard.people.model import Caller, Session
from dashboard.people.repository import Sessions
from dashboard.people.roles import MANAGER, RM, VISITOR
from dashboard.people.signing import Signing, hash_of
from dashboard.settings import Settings
from recommender.database import Database
from recommender.ports import Actor, Clock

log = structlog.get_logger(__name__)

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
REMEMBERED_SECONDS = 2.0
_TOUCH_AFTER = timedelta(seconds=60)
_REMEMBERED_MOST = 10_000
NOBODY = Actor("nobody", frozenset())


class Portfolios(Protocol):
    """Where the desk keeps who looks after whom."""

    async def __call__(self, session: AsyncSession, user_id: str) -> frozenset[str]:
        """Return the customers that a relationship or branch manager looks after."""
        ...


class Door:
    """One process's knowledge of who is who."""

    def __init__(
        self, settings: Settings, clock: Clock, database: Database, portfolios: Portfolios
    ) -> None:
        self.settings = settings
        self.signing = Signing(settings)
        self._clock = clock
        self._database = database
        self._portfolios = portfolios
        self._remembered: dict[str, tuple[float, Session | None]] = {}

    @property
    def is_secure(self) -> bool:
        """Say whether cookies may only travel over https."""
        return self.settings.origin.startswith("https://")

    @property
    def session_cookie(self) -> str:
        """Name of the session's cookie: one for each data folder, as ports share cookies."""
        prefix = "__Host-" if self.is_secure else ""
        return f"{prefix}companion_{self.settings.instance}"

    @property
    def visitor_cookie(self) -> str:
        """Name of the visitor's cookie."""
        return f"{self.session_cookie}_visitor"

    @property
    def home_cookie(self) -> str:
        """Name of the cookie that tells the page's script to ask for a home; it opens nothing."""
        return f"{self.session_cookie}_home"

    def caller(self, scope: Mapping[str, Any]) -> Caller:
        """Read who a request or a socket claims to be."""
        cookies = _cookies(header(scope, b"cookie"))
        token = cookies.get(self.session_cookie, "")
        return Caller(
            session=hash_of(token) if 0 < len(token) <= 128 else None,
            visitor=self.signing.visitor(cookies.get(self.visitor_cookie, "")),
            address=client_address(scope, self.settings.trusted_proxies),
        )

    async def actor(self, caller: Caller) -> Actor:
        """Return the user of the caller's session, else the visitor, else nobody."""
        session = await self.session(caller.session) if caller.session else None
        if session is not None:
            return _actor(session)
        if caller.visitor:
            return Actor(f"visitor:{caller.visitor}", frozenset({VISITOR}))
        return NOBODY

    async def settled(self, caller: Caller) -> Caller:
        """Return the caller without its session when that is over."""
        if caller.session is None or await self.session(caller.session) is not None:
            return caller
        return replace(caller, session=None)

    async def session(self, hashed: str) -> Session | None:
        """Return an open session; what was read is believed for two seconds."""
        remembered = self._remembered.get(hashed)
        if remembered is not None and remembered[0] > time.monotonic():
            return remembered[1]
        session = await self._read(hashed)
        if len(self._remembered) >= _REMEMBERED_MOST:
            self._remembered.clear()
        self._remembered[hashed] = (time.monotonic() + REMEMBERED_SECONDS, session)
        return session

    async def ended(self, hashes: list[str]) -> set[str]:
        """Return those of the sessions that are over, from the rows themselves."""
        async with self._database.reading() as session:
            now = self._clock.now()
            open_ones = await Sessions(session).still_open(hashes, now=now, seen_after=now - IDLE)
        return set(hashes) - open_ones

    def forget(self, hashed: str) -> None:
        """Read the session anew at the next question."""
        self._remembered.pop(hashed, None)

    def forget_all(self) -> None:
        """Read every session anew (roles or passwords changed in this process)."""
        self._remembered.clear()

    async def _read(self, hashed: str) -> Session | None:
        now = self._clock.now()
        async with self._database.reading() as session:
            found = await Sessions(session).open(hashed, now=now, seen_after=now - IDLE)
            if found is not None and found.user.roles & {RM, MANAGER}:
                portfolio = await self._portfolios(session, found.user.id)
                found = replace(found, portfolio=portfolio)
        if found is not None and now - found.seen_at > _TOUCH_AFTER:
            await self._touch(hashed, now)
        return found

    async def _touch(self, hashed: str, now: datetime) -> None:
        """Note that the session is in use; a full disk must not shut people out."""
        try:
            async with self._database.writing() as session:
                await Sessions(session).touch(hashed, now)
        except SQLAlchemyError:
            log.warning("session use could not be noted", exc_info=True)


def _actor(session: Session) -> Actor:
    user = session.user
    return Actor(user.id, user.roles, customer_id=user.customer_id, portfolio=session.portfolio)


def _cookies(raw: str) -> dict[str, str]:
    """Split a Cookie header; another product's odd cookie on this host must not hide ours."""
    pairs = (one.strip().partition("=") for one in raw.split(";"))
    return {name: value.strip('"') for name, _, value in pairs if name}
