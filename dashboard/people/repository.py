"""Queries on users, sessions and failed sign-ins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.people.model import Session, User
from dashboard.people.tables import PasswordRow, SessionRow, SignInFailureRow, UserRow
from recommender.database import new_id


class Users:
    """Accounts and their passwords."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, user_id: str) -> User | None:
        """Return a user."""
        row = await self._session.get(UserRow, user_id)
        return None if row is None else _user(row)

    async def all(self) -> list[User]:
        """Return every user, by id."""
        rows = await self._session.scalars(select(UserRow).order_by(UserRow.id))
        return [_user(row) for row in rows]

    async def password(self, user_id: str) -> str | None:
        """Return the hash that the user's password is checked against."""
        query = (
            select(PasswordRow.hash)
            .join(UserRow, UserRow.password_id == PasswordRow.id)
            .where(UserRow.id == user_id)
        )
        return await self._session.scalar(query)

    async def add_password(self, hashed: str, now: datetime) -> str:
        """Store a password's hash and return the record's id."""
        row = PasswordRow(id=new_id(), hash=hashed, changed_at=now)
        self._session.add(row)
        await self._session.flush()
        return row.id

    async def put(self, user: User, password_id: str, now: datetime) -> None:
        """Store a user, new or changed."""
        row = await self._session.get(UserRow, user.id)
        if row is None:
            row = UserRow(id=user.id, created_at=now)
            self._session.add(row)
        row.names, row.roles = dict(user.names), sorted(user.roles)
        row.titles, row.about = dict(user.titles), dict(user.about)
        row.customer_id, row.password_id = user.customer_id, password_id
        row.is_disabled, row.is_demo = user.is_disabled, user.is_demo
        await self._session.flush()

    async def change(
        self, user_id: str, *, roles: Sequence[str] | None = None, is_disabled: bool | None = None
    ) -> None:
        """Change a user's roles or whether the account is open."""
        values: dict[str, object] = {}
        if roles is not None:
            values["roles"] = sorted(roles)
        if is_disabled is not None:
            values["is_disabled"] = is_disabled
        await self._session.execute(update(UserRow).where(UserRow.id == user_id).values(values))

    async def demo_accounts(self) -> list[str]:
        """Return the ids of the accounts that exist for the demo only."""
        query = select(UserRow.id).where(UserRow.is_demo.is_(True)).order_by(UserRow.id)
        return list(await self._session.scalars(query))

    async def remove(self, user_ids: Sequence[str]) -> None:
        """Delete accounts."""
        await self._session.execute(delete(UserRow).where(UserRow.id.in_(user_ids)))


class Sessions:
    """Signed-in browsers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, session: Session, address: str) -> None:
        """Store a new session."""
        self._session.add(
            SessionRow(
                hash=session.hash,
                user_id=session.user.id,
                address=address,
                created_at=session.created_at,
                seen_at=session.seen_at,
                expires_at=session.expires_at,
            )
        )
        await self._session.flush()

    async def open(self, hashed: str, *, now: datetime, seen_after: datetime) -> Session | None:
        """Return a session that is neither revoked nor over, of an account that is open."""
        query = (
            select(SessionRow, UserRow)
            .join(UserRow, UserRow.id == SessionRow.user_id)
            .where(SessionRow.hash == hashed, *_is_open(now, seen_after))
        )
        found = (await self._session.execute(query)).first()
        if found is None:
            return None
        row, user = found
        return Session(row.hash, _user(user), row.created_at, row.seen_at, row.expires_at)

    async def still_open(
        self, hashes: Sequence[str], *, now: datetime, seen_after: datetime
    ) -> set[str]:
        """Return those of the sessions that were not revoked, disabled or run out."""
        query = (
            select(SessionRow.hash)
            .join(UserRow, UserRow.id == SessionRow.user_id)
            .where(SessionRow.hash.in_(hashes), *_is_open(now, seen_after))
        )
        return set(await self._session.scalars(query))

    async def touch(self, hashed: str, now: datetime) -> None:
        """Note that the session is in use."""
        await self._session.execute(
            update(SessionRow).where(SessionRow.hash == hashed).values(seen_at=now)
        )

    async def revoke(self, hashed: str, now: datetime) -> None:
        """End one session."""
        await self._revoke(SessionRow.hash == hashed, now)

    async def revoke_of(self, user_id: str, now: datetime) -> None:
        """End every session of a user."""
        await self._revoke(SessionRow.user_id == user_id, now)

    async def forget_before(self, when: datetime) -> None:
        """Delete sessions that ended before the instant."""
        await self._session.execute(delete(SessionRow).where(SessionRow.expires_at < when))

    async def _revoke(self, which: ColumnElement[bool], now: datetime) -> None:
        await self._session.execute(
            update(SessionRow).where(which, SessionRow.revoked_at.is_(None)).values(revoked_at=now)
        )


class Failures:
    """Failed sign-ins of the last minutes."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def hold(self, subjects: Sequence[str]) -> None:
        """Let nobody else count these subjects before this transaction ends.

        SQLite has one writer at a time; PostgreSQL is told which names to queue for.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            for subject in sorted(subjects):
                await self._session.execute(
                    select(func.pg_advisory_xact_lock(func.hashtext(subject)))
                )

    async def add(self, subjects: Sequence[str], now: datetime) -> None:
        """Count a failure for each subject."""
        self._session.add_all(
            [SignInFailureRow(id=new_id(), subject=one, at=now) for one in subjects]
        )
        await self._session.flush()

    async def count(self, subject: str, since: datetime) -> int:
        """Return how often the subject failed since the instant."""
        query = select(func.count()).where(
            SignInFailureRow.subject == subject, SignInFailureRow.at > since
        )
        return int(await self._session.scalar(query) or 0)

    async def clear(self, subject: str) -> None:
        """Forget a subject's failures."""
        await self._session.execute(
            delete(SignInFailureRow).where(SignInFailureRow.subject == subject)
        )

    async def take_back(self, subject: str) -> None:
        """Forget the subject's newest failure: it was none."""
        newest = (
            select(SignInFailureRow.id)
            .where(SignInFailureRow.subject == subject)
            .order_by(SignInFailureRow.id.desc())
            .limit(1)
        )
        await self._session.execute(
            delete(SignInFailureRow).where(SignInFailureRow.id.in_(newest.scalar_subquery()))
        )

    async def forget_before(self, when: datetime) -> None:
        """Delete failures that no longer count."""
        await self._session.execute(delete(SignInFailureRow).where(SignInFailureRow.at < when))


def _is_open(now: datetime, seen_after: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SessionRow.revoked_at.is_(None),
        SessionRow.expires_at > now,
        SessionRow.seen_at > seen_after,
        UserRow.is_disabled.is_(False),
    )


def _user(row: UserRow) -> User:
    return User(
        id=row.id,
        names=dict(row.names),
        roles=frozenset(row.roles),
        customer_id=row.customer_id,
        is_disabled=row.is_disabled,
        is_demo=row.is_demo,
        titles=dict(row.titles),
        about=dict(row.about),
    )
