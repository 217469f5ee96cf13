"""Accounts: who somebody is, and what an operator may do with accounts."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound
from dashboard.people.model import User
from dashboard.people.repository import Sessions, Users
from dashboard.people.roles import OPERATOR, SIGNED_IN, STAFF
from recommender.ports import SYSTEM, Actor, AuditSink, Clock


class People:
    """Users and their sessions, in one unit of work."""

    def __init__(self, session: AsyncSession, clock: Clock, audit: AuditSink) -> None:
        self._users = Users(session)
        self._sessions = Sessions(session)
        self._clock = clock
        self._audit = audit

    async def who(self, actor: Actor) -> User | None:
        """Return the user behind the actor; None for visitors and keys."""
        return await self._users.get(actor.id) if actor.has(*SIGNED_IN) else None

    async def names(self, actor: Actor) -> dict[str, dict[str, str]]:
        """Return the display names of colleagues by user id, for other members of staff."""
        if not actor.has(*STAFF):
            raise NotAllowed("Only staff see the names of colleagues.")
        users = await self._users.all()
        return {user.id: dict(user.names) for user in users if not user.roles.isdisjoint(STAFF)}

    async def all(self, actor: Actor) -> list[User]:
        """Return every account."""
        _operators_only(actor)
        return await self._users.all()

    async def personas(self) -> list[User]:
        """Return the demo's accounts, which its sign-in page offers to everybody."""
        users = [user for user in await self._users.all() if user.is_demo and not user.is_disabled]
        return sorted(users, key=_as_introduced)

    async def add(self, actor: Actor, user: User, *, password_hash: str) -> User:
        """Open an account with its own password.

        Raises:
            Conflict: There is such an account already.
            Invalid: A role that does not exist, or a customer without a customer id.
        """
        _operators_only(actor)
        _check(user)
        if await self._users.get(user.id) is not None:
            raise Conflict("There is an account with this name already.")
        now = self._clock.now()
        await self._users.put(user, await self._users.add_password(password_hash, now), now)
        await self._record(actor, "users.add", user.id, {"roles": sorted(user.roles)})
        return user

    async def open_demo(self, actor: Actor, users: Sequence[User], *, password_hash: str) -> int:
        """Open the demo accounts that are missing, all with one password record."""
        _operators_only(actor)
        known = {user.id for user in await self._users.all()}
        missing = [user for user in users if user.id not in known]
        if not missing:
            return 0
        now = self._clock.now()
        password = await self._users.add_password(password_hash, now)
        for user in missing:
            _check(user)
            await self._users.put(replace(user, is_demo=True), password, now)
        await self._record(actor, "users.open_demo", "demo", {"accounts": len(missing)})
        return len(missing)

    async def close_demo(self, actor: Actor) -> int:
        """Delete the demo accounts and end their sessions."""
        _operators_only(actor)
        accounts = await self._users.demo_accounts()
        if not accounts:
            return 0
        for account in accounts:
            await self._sessions.revoke_of(account, self._clock.now())
        await self._users.remove(accounts)
        await self._record(actor, "users.close_demo", "demo", {"accounts": len(accounts)})
        return len(accounts)

    async def set_roles(self, actor: Actor, user_id: str, roles: Sequence[str]) -> User:
        """Give a user other roles; their sessions end, so that nothing keeps the old rights."""
        user = await self._account(actor, user_id)
        changed = replace(user, roles=frozenset(roles))
        _check(changed)
        await self._users.change(user_id, roles=roles)
        await self._sessions.revoke_of(user_id, self._clock.now())
        await self._record(actor, "users.role", user_id, {"roles": sorted(roles)})
        return changed

    async def disable(self, actor: Actor, user_id: str) -> User:
        """Close an account and end its sessions."""
        user = await self._account(actor, user_id)
        await self._users.change(user_id, is_disabled=True)
        await self._sessions.revoke_of(user_id, self._clock.now())
        await self._record(actor, "users.disable", user_id, {})
        return replace(user, is_disabled=True)

    async def sign_out(self, actor: Actor, session_hash: str) -> None:
        """End the actor's own session."""
        await self._sessions.revoke(session_hash, self._clock.now())
        await self._record(actor, "session.end", actor.id, {})

    async def _account(self, actor: Actor, user_id: str) -> User:
        _operators_only(actor)
        user = await self._users.get(user_id)
        if user is None:
            raise NotFound("There is no such account.")
        return user

    async def _record(
        self, actor: Actor, action: str, user_id: str, detail: dict[str, object]
    ) -> None:
        await self._audit.record(actor, action, f"user:{user_id}", detail)


def _as_introduced(user: User) -> tuple[int, int, str]:
    """Order customers before staff, staff by role, and customer2 before customer10."""
    rank = min(SIGNED_IN.index(role) for role in user.roles)
    return rank, len(user.id), user.id


def _operators_only(actor: Actor) -> None:
    if not actor.has(OPERATOR, SYSTEM):
        raise NotAllowed("Only an operator may manage accounts.")


def _check(user: User) -> None:
    unknown = sorted(user.roles - set(SIGNED_IN))
    if unknown or not user.roles:
        names = ", ".join(SIGNED_IN)
        raise Invalid(f"A role is one of: {names}.")
    if ("customer" in user.roles) != (user.customer_id is not None):
        raise Invalid("A customer's account names its customer, and nobody else's does.")
