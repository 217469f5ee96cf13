"""Every query on a person's rows, whatever table they lie in; and on erasures and holds."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CursorResult,
    Executable,
    Table,
    delete,
    func,
    insert,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.tables import AccountRow, PostingRow
from dashboard.people.tables import PasswordRow, UserRow
from dashboard.rights.model import Hold, Kept, Person
from dashboard.rights.personal import EMPTIED, KEPT, rows_of, tables
from dashboard.rights.tables import ErasureRow, HoldRow
from recommender.database import new_id
from recommender.decisions.tables import DecisionRow
from recommender.interactions.tables import EventRow, ReceiptRow, VisitorRow

NOT_LOADED = {"synchronize_session": False}
NOBODY = "erased"
PAGE_ROWS = 500


class PersonalRows:
    """The rows of one person in every table."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def who(self, customer_id: str) -> Person:
        """Return every name under which a customer is stored."""
        users = select(UserRow.id).where(UserRow.customer_id == customer_id)
        visitors = select(VisitorRow.visitor_id).where(VisitorRow.customer_id == customer_id)
        return Person(
            customer_id,
            frozenset(await self._session.scalars(users)),
            frozenset(await self._session.scalars(visitors)),
        )

    async def is_known(self, person: Person) -> bool:
        """Say whether any table holds a row of the person."""
        for table in tables():
            condition = rows_of(table, person)
            if condition is None:
                continue
            found = select(func.count()).select_from(table).where(condition).limit(1)
            if await self._session.scalar(found):
                return True
        return False

    async def read(self, table: Table, person: Person) -> AsyncIterator[dict[str, Any]]:
        """Yield a person's rows of a table."""
        condition = rows_of(table, person)
        if condition is None:
            return
        rows = await self._session.stream(
            select(table).where(condition), execution_options={"yield_per": PAGE_ROWS}
        )
        async for row in rows.mappings():
            yield dict(row)

    async def delete(self, person: Person) -> dict[str, int]:
        """Take out every row that no law keeps; return how many, by table."""
        found = {
            ReceiptRow.__tablename__: await self._delete_receipts(person),
            PasswordRow.__tablename__: await self._delete_passwords(person),
        }
        for table in tables():
            condition = rows_of(table, person)
            if condition is None or table.name in KEPT or table.name in EMPTIED:
                continue
            found[table.name] = await self._count(delete(table).where(condition))
        return {name: count for name, count in sorted(found.items()) if count}

    async def pseudonymise(self, person: Person, pseudonym: str) -> tuple[Kept, ...]:
        """Put a pseudonym in the person's place where the law keeps the rows."""
        await self._rename_accounts(person, pseudonym)
        kept = []
        for table in tables():
            condition = rows_of(table, person)
            if condition is None or table.name not in KEPT:
                continue
            values = {"customer_id": pseudonym}
            values |= {name: NOBODY for name in ("by", "number") if name in table.c}
            rows = await self._count(update(table).where(condition).values(values))
            kept.append(Kept(table=table.name, rows=rows, why=KEPT[table.name]))
        return tuple(sorted((one for one in kept if one.rows), key=lambda one: one.table))

    async def _delete_receipts(self, person: Person) -> int:
        mine = rows_of(_table(EventRow), person)
        if mine is None:
            return 0
        events = select(EventRow.event_id).where(mine)
        return await self._count(delete(ReceiptRow).where(ReceiptRow.event_id.in_(events)))

    async def _delete_passwords(self, person: Person) -> int:
        """Delete the passwords that no other account is checked against."""
        mine = select(UserRow.password_id).where(UserRow.id.in_(sorted(person.users)))
        others = select(UserRow.password_id).where(UserRow.id.not_in(sorted(person.users)))
        return await self._count(
            delete(PasswordRow).where(PasswordRow.id.in_(mine), PasswordRow.id.not_in(others))
        )

    async def _rename_accounts(self, person: Person, pseudonym: str) -> None:
        """Rename accounts whose own id tells the customer, and the postings on them."""
        mine = select(AccountRow.id).where(AccountRow.customer_id == person.customer_id)
        for old in list(await self._session.scalars(mine)):
            new = old.replace(person.customer_id, pseudonym)[:64]
            if new == old:
                continue
            on_it = update(PostingRow).where(PostingRow.account_id == old)
            await self._count(on_it.values(account_id=new))
            await self._count(update(AccountRow).where(AccountRow.id == old).values(id=new))

    async def _count(self, statement: Executable) -> int:
        result = await self._session.execute(statement, execution_options=NOT_LOADED)
        return max(0, result.rowcount) if isinstance(result, CursorResult) else 0


class Erasures:
    """Erasures in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, erasure_id: str, pseudonym: str, asked_by: str, at: datetime) -> None:
        """Store one erasure."""
        values = {"id": erasure_id, "pseudonym": pseudonym, "asked_by": asked_by, "at": at}
        await self._session.execute(insert(ErasureRow), [values])

    async def pseudonyms(self) -> frozenset[str]:
        """Return the pseudonym of everybody who was ever erased."""
        return frozenset(await self._session.scalars(select(ErasureRow.pseudonym)))

    async def count(self, *, since: datetime | None = None) -> int:
        """Count the erasures, all of them or those since an instant."""
        query = select(func.count()).select_from(ErasureRow)
        if since is not None:
            query = query.where(ErasureRow.at >= since)
        return await self._session.scalar(query) or 0

    async def unswept(self) -> dict[str, str]:
        """Return id by pseudonym of the erasures whose late arrivals may still be there."""
        query = select(ErasureRow.pseudonym, ErasureRow.id).where(ErasureRow.swept_at.is_(None))
        return {row.pseudonym: row.id for row in await self._session.execute(query)}

    async def settle(self, erasure_ids: list[str], at: datetime) -> None:
        """Note that nothing of these customers can still arrive."""
        query = update(ErasureRow).where(ErasureRow.id.in_(erasure_ids)).values(swept_at=at)
        await self._session.execute(query, execution_options=NOT_LOADED)

    async def arrived_since(self, made_id: str) -> frozenset[str]:
        """Return the customers whose events or decisions were stored after an id was made."""
        events = select(EventRow.customer_id).where(EventRow.id > made_id)
        decisions = select(DecisionRow.customer_id).where(DecisionRow.id > made_id)
        found = await self._session.scalars(union(events, decisions))
        return frozenset(one for one in found if one)


class Holds:
    """Legal holds in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def standing(self, customer_id: str) -> Hold | None:
        """Return the hold on a customer, None where none stands."""
        query = select(HoldRow).where(
            HoldRow.customer_id == customer_id, HoldRow.lifted_at.is_(None)
        )
        row = await self._session.scalar(query.limit(1))
        if row is None:
            return None
        return Hold(reason=row.reason, placed_by=row.placed_by, placed_at=row.placed_at)

    async def place(self, customer_id: str, reason: str, by: str, at: datetime) -> None:
        """Store a hold."""
        row = HoldRow(
            id=new_id(), customer_id=customer_id, reason=reason, placed_by=by, placed_at=at
        )
        self._session.add(row)
        await self._session.flush()

    async def lift(self, customer_id: str, by: str, at: datetime) -> None:
        """End the hold on a customer."""
        query = update(HoldRow).where(
            HoldRow.customer_id == customer_id, HoldRow.lifted_at.is_(None)
        )
        await self._session.execute(
            query.values(lifted_by=by, lifted_at=at), execution_options=NOT_LOADED
        )


def _table(row: type[EventRow]) -> Table:
    return row.__table__  # type: ignore[return-value]  # declared as FromClause, is a Table
