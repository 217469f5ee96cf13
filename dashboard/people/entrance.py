"""Signing in and out: limits in SQL, one check for forms, API and persona cards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import Busy, ConfirmationRequired, SignInRequired, TooMany
from dashboard.people.door import LONGEST, Door
from dashboard.people.model import Caller, Session, User
from dashboard.people.passwords import Passwords
from dashboard.people.repository import Failures, Sessions, Users
from dashboard.people.signing import hash_of, new_token
from recommender.database import Database
from recommender.ports import Actor, AuditSink, Clock

WINDOW = timedelta(minutes=15)
MOST_OF_ACCOUNT = 10
MOST_OF_ADDRESS = 60
AuditOf = Callable[[AsyncSession], AuditSink]


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign-in that worked: the token goes into the cookie and nowhere else."""

    token: str = field(repr=False)
    session: Session


class Entrance:
    """Checks passwords and opens sessions; hashing runs outside of any transaction."""

    def __init__(
        self, door: Door, database: Database, clock: Clock, passwords: Passwords, audit_of: AuditOf
    ) -> None:
        self._door = door
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._audit_of = audit_of

    async def sign_in(self, account: str, password: str, caller: Caller) -> Entry:
        """Open a new session and end the one that the browser had.

        Raises:
            SignInRequired: Name or password is wrong, or the account is closed.
            TooMany: Too many failures of the account or from the address.
            Busy: Too many sign-ins at once.
        """
        account = account.strip()[:64]
        user, hashed = await self._begin(account, caller.address)
        is_right = await self._check(account, password, hashed, caller)
        if not is_right or user is None or user.is_disabled:
            await self._refuse(user, caller)
            raise SignInRequired("The name or the password is wrong.")
        entry = await self._open(user, caller)
        if caller.session:
            self._door.forget(caller.session)
        return entry

    async def confirm(self, actor: Actor, password: str, caller: Caller) -> None:
        """Check the password of somebody who is signed in, before a step without return.

        Raises:
            ConfirmationRequired: It is not the account's password.
            TooMany: Too many failures of the account or from the address.
            Busy: Too many passwords are being checked at once.
        """
        user, hashed = await self._begin(actor.id, caller.address)
        if not await self._check(actor.id, password, hashed, caller):
            await self._refuse(user, caller)
            raise ConfirmationRequired("Please confirm this with your password.")
        async with self._database.writing() as session:
            await Failures(session).clear(f"account:{actor.id}")
            await Failures(session).take_back(f"address:{caller.address}")

    async def sign_out(self, caller: Caller) -> None:
        """End the caller's session; its sockets close within a second, in every process."""
        if caller.session is None:
            return
        actor = await self._door.actor(caller)
        async with self._database.writing() as session:
            await Sessions(session).revoke(caller.session, self._clock.now())
            audit = self._audit_of(session)
            await audit.record(actor, "session.end", f"user:{actor.id}", {})
        self._door.forget(caller.session)

    async def _begin(self, account: str, address: str) -> tuple[User | None, str | None]:
        """Count the try before it is checked, so that many at once cannot pass the limit."""
        now, limits = self._clock.now(), _limits(account, address)
        async with self._database.writing() as session:
            failures, users = Failures(session), Users(session)
            await failures.hold(list(limits))
            await failures.forget_before(now - WINDOW)
            for subject, most in limits.items():
                if await failures.count(subject, now - WINDOW) >= most:
                    raise TooMany(
                        "Too many failed sign-ins. Please wait some minutes.",
                        retry_after_seconds=int(WINDOW.total_seconds() / 3),
                    )
            await failures.add(list(limits), now)
            return await users.get(account), await users.password(account)

    async def _check(self, account: str, password: str, hashed: str | None, caller: Caller) -> bool:
        """Check the password; a try that was never checked does not count."""
        try:
            return await self._passwords.matches(password, hashed)
        except Busy:
            async with self._database.writing() as session:
                for subject in _limits(account, caller.address):
                    await Failures(session).take_back(subject)
            raise

    async def _refuse(self, user: User | None, caller: Caller) -> None:
        """Record the refusal; what names no account may be a password in the wrong field."""
        async with self._database.writing() as session:
            actor = Actor(f"visitor:{caller.visitor}", frozenset())
            subject = f"user:{user.id}" if user else "user:unknown"
            audit = self._audit_of(session)
            await audit.record(actor, "session.refused", subject, {"address": caller.address})

    async def _open(self, user: User, caller: Caller) -> Entry:
        now, token = self._clock.now(), new_token()
        opened = Session(hash_of(token), user, now, now, now + LONGEST)
        actor = Actor(user.id, user.roles, customer_id=user.customer_id)
        async with self._database.writing() as session:
            sessions, failures = Sessions(session), Failures(session)
            if caller.session:
                await sessions.revoke(caller.session, now)
            await sessions.forget_before(now)
            await sessions.add(opened, caller.address)
            await failures.clear(f"account:{user.id}")
            await failures.take_back(f"address:{caller.address}")
            audit = self._audit_of(session)
            await audit.record(actor, "session.begin", f"user:{user.id}", {})
        return Entry(token, opened)


def _limits(account: str, address: str) -> dict[str, int]:
    return {f"account:{account}": MOST_OF_ACCOUNT, f"address:{address}": MOST_OF_ADDRESS}


def own_path(target: str) -> str:
    """Return a path of ours to go on to; anything else is the home page."""
    is_own = target.startswith("/") and not target.startswith(("//", "/\\", "/api", "/auth"))
    is_plain = target.isprintable() and "\\" not in target and len(target) <= 500
    return target if is_own and is_plain else "/"
