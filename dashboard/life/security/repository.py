"""Every query over transfers and alerts."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import Select, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.tables import AccountRow, PartyRow, PostingRow, TransactionRow
from dashboard.life.security.rule import TRANSFERS, Transfer
from dashboard.life.security.tables import AlertRow, FreezeRow, ReportedRow, WatchedRow
from recommender.commit import after_commit
from recommender.database import new_id
from recommender.dialect import upsert
from recommender.money import Money
from widgets.ports import Oddity, TransferAlert

THE_ROW = 1
OPEN, FROZEN, MINE = "open", "frozen", "mine"


class SecurityRepository:
    """Transfers and alerts in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put_party(self, party_id: str, names: dict[str, str]) -> None:
        """Store who is paid, unless they are known."""
        values = {"id": party_id, "kind": "payee", "names": names}
        statement = upsert(self._session, PartyRow).values(values)
        await self._session.execute(statement.on_conflict_do_nothing())

    async def reported(self, transfer_id: str) -> tuple[str, datetime] | None:
        """Return transaction and time of a transfer that was reported under this id."""
        row = await self._session.get(ReportedRow, transfer_id)
        return None if row is None else (row.transaction_id, row.at)

    async def keep_reported(self, transfer_id: str, transfer: Transfer) -> None:
        """Store under which id the bank reported a transfer."""
        self._session.add(
            ReportedRow(
                id=transfer_id,
                customer_id=transfer.customer_id,
                transaction_id=transfer.id,
                at=transfer.at,
            )
        )
        await self._session.flush()

    async def oddities_of(self, transaction_id: str) -> list[Oddity]:
        """Return why an alert was raised about a transfer; empty where none was."""
        query = select(AlertRow.oddities).where(AlertRow.transaction_id == transaction_id)
        return cast("list[Oddity]", await self._session.scalar(query) or [])

    async def transfers_after(self, after: str, limit: int) -> list[Transfer]:
        """Return transfers that were stored after a transaction, in their order."""
        query = _transfers().where(TransactionRow.id > after).order_by(TransactionRow.id)
        return [_transfer(*row) for row in await self._session.execute(query.limit(limit))]

    async def earlier(self, transfer: Transfer, since: datetime) -> list[int]:
        """Return the amounts of the customer's transfers before this one.

        What raised an alert tells nothing of what is usual, unless its customer said it was theirs.
        """
        doubted = select(AlertRow.transaction_id).where(
            AlertRow.customer_id == transfer.customer_id, AlertRow.state != MINE
        )
        query = (
            select(-PostingRow.amount_minor)
            .join(TransactionRow, TransactionRow.id == PostingRow.transaction_id)
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .where(AccountRow.customer_id == transfer.customer_id, PostingRow.amount_minor < 0)
            .where(TransactionRow.kind.in_(TRANSFERS), TransactionRow.id != transfer.id)
            .where(TransactionRow.at >= since, TransactionRow.at <= transfer.at)
            .where(TransactionRow.id.not_in(doubted))
        )
        return list(await self._session.scalars(query))

    async def has_paid(self, transfer: Transfer) -> bool:
        """Say whether the customer has paid this payee before."""
        query = (
            select(TransactionRow.id)
            .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .where(AccountRow.customer_id == transfer.customer_id, PostingRow.amount_minor < 0)
            .where(TransactionRow.party_id == transfer.party_id, TransactionRow.id != transfer.id)
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def raise_alert(self, transfer: Transfer, odd: Iterable[Oddity]) -> None:
        """Store an alert, unless the transfer has one."""
        values = {
            "id": new_id(),
            "customer_id": transfer.customer_id,
            "transaction_id": transfer.id,
            "payee": transfer.payee,
            "amount_minor": transfer.amount_minor,
            "currency": transfer.currency,
            "at": transfer.at,
            "oddities": list(odd),
            "state": OPEN,
        }
        statement = upsert(self._session, AlertRow).values(values)
        await self._session.execute(statement.on_conflict_do_nothing())

    async def raised_since(self, alert_id: str) -> dict[str, str]:
        """Return alerts with their customers, of ids from this one on."""
        query = select(AlertRow.id, AlertRow.customer_id).where(AlertRow.id >= alert_id)
        found = await self._session.execute(query)
        return {row.id: row.customer_id for row in found}

    def when_kept(self, act: Callable[[], None]) -> None:
        """Do something once what was stored is committed."""
        after_commit(self._session, act)

    async def alerts(self, customer_id: str, limit: int) -> list[TransferAlert]:
        """Return the customer's alerts, the newest first."""
        query = (
            select(AlertRow)
            .where(AlertRow.customer_id == customer_id)
            .order_by(AlertRow.at.desc(), AlertRow.id.desc())
            .limit(limit)
        )
        return [_alert(row) for row in await self._session.scalars(query)]

    async def decide(self, customer_id: str, alert_id: str, state: str, at: datetime) -> bool:
        """Store what the customer said of an open alert; False where none is open."""
        change = (
            update(AlertRow)
            .where(AlertRow.id == alert_id, AlertRow.customer_id == customer_id)
            .where(AlertRow.state == OPEN)
            .values(state=state, decided_at=at)
        )
        done = await self._session.execute(change, execution_options={"synchronize_session": False})
        return isinstance(done, CursorResult) and done.rowcount == 1

    async def freeze(self, customer_id: str, alert_id: str, at: datetime) -> None:
        """Stop the customer's payments."""
        values = {"customer_id": customer_id, "alert_id": alert_id, "at": at}
        statement = upsert(self._session, FreezeRow).values(values)
        await self._session.execute(statement.on_conflict_do_nothing())

    async def release(self, customer_id: str) -> bool:
        """Let the customer's payments go on; False where they were not stopped."""
        row = await self._session.get(FreezeRow, customer_id)
        if row is None:
            return False
        await self._session.delete(row)
        await self._session.flush()
        return True

    async def frozen_since(self, customer_id: str) -> datetime | None:
        """Return since when the customer's payments are stopped."""
        row = await self._session.get(FreezeRow, customer_id)
        return None if row is None else row.at

    async def count(self, customer_id: str, since: datetime) -> int:
        """Count the customer's transfers since an instant."""
        query = _transfers().where(
            AccountRow.customer_id == customer_id, TransactionRow.at >= since
        )
        return await self._session.scalar(select(func.count()).select_from(query.subquery())) or 0

    async def knows_transfers(self, customer_id: str) -> bool:
        """Say whether the customer has an account whose transfers are seen."""
        query = select(AccountRow.id).where(AccountRow.customer_id == customer_id)
        return await self._session.scalar(query.limit(1)) is not None

    async def watched(self) -> str | None:
        """Return the last transaction that the watch has looked at."""
        row = await self._session.get(WatchedRow, THE_ROW)
        return None if row is None else row.through

    async def newest(self) -> str | None:
        """Return the last transaction of all."""
        return await self._session.scalar(select(func.max(TransactionRow.id)))

    async def keep_watched(self, through: str) -> None:
        """Store how far the watch has looked."""
        statement = upsert(self._session, WatchedRow).values(id=THE_ROW, through=through)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[WatchedRow.id], set_={"through": through}
            )
        )


def _transfers() -> Select[TransactionRow, PostingRow, str | None, dict[str, str]]:
    return (
        select(TransactionRow, PostingRow, AccountRow.customer_id, PartyRow.names)
        .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
        .join(AccountRow, AccountRow.id == PostingRow.account_id)
        .outerjoin(PartyRow, PartyRow.id == TransactionRow.party_id)
        .where(TransactionRow.kind.in_(TRANSFERS), PostingRow.amount_minor < 0)
        .where(AccountRow.customer_id.is_not(None))
    )


def _transfer(
    transaction: TransactionRow,
    line: PostingRow,
    customer_id: str | None,
    names: dict[str, str] | None,
) -> Transfer:
    return Transfer(
        id=transaction.id,
        customer_id=customer_id or "",
        party_id=transaction.party_id,
        payee=names or {},
        amount_minor=-line.amount_minor,
        currency=line.currency,
        at=transaction.at,
    )


def _alert(row: AlertRow) -> TransferAlert:
    return TransferAlert.model_validate(
        {
            "id": row.id,
            "payee": row.payee,
            "amount": Money(minor=row.amount_minor, currency=row.currency),
            "at": row.at,
            "oddities": row.oddities,
            "state": row.state,
        }
    )
