"""Every query over documents, and over the lines that a statement shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.bank.tables import AccountRow, PartyRow, PostingRow, TransactionRow
from dashboard.life.papers.tables import PaperRow
from recommender.money import Money
from widgets.ports import Texts

SHOWN_ACCOUNTS = ("current", "savings", "card")


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A document as it is stored."""

    id: str
    kind: str
    subject: str
    names: Texts
    dated_on: date
    expires_on: date | None
    is_read: bool


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a statement."""

    on: date
    number: str
    kind: str
    party: Texts
    amount: Money


class PaperRepository:
    """Documents in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def papers(self, customer_id: str, until: date, limit: int) -> list[StoredPaper]:
        """Return the customer's documents up to a day, the newest first."""
        query = (
            select(PaperRow)
            .where(PaperRow.customer_id == customer_id, PaperRow.dated_on <= until)
            .order_by(PaperRow.dated_on.desc(), PaperRow.id)
            .limit(limit)
        )
        return [_paper(row) for row in await self._session.scalars(query)]

    async def paper(self, customer_id: str, paper_id: str) -> StoredPaper | None:
        """Return one of the customer's documents."""
        row = await self._session.get(PaperRow, paper_id)
        return None if row is None or row.customer_id != customer_id else _paper(row)

    async def mark_read(self, customer_id: str, paper_id: str, at: datetime) -> bool:
        """Note when a document was first read; False where it is not the customer's."""
        if await self.paper(customer_id, paper_id) is None:
            return False
        change = update(PaperRow).where(PaperRow.id == paper_id, PaperRow.read_at.is_(None))
        await self._session.execute(
            change.values(read_at=at), execution_options={"synchronize_session": "fetch"}
        )
        return True

    async def lines(
        self, customer_id: str, first: date, last: date, kinds: Sequence[str] = ()
    ) -> list[StatementLine]:
        """Return what moved on the customer's accounts in a span of days, the earliest first."""
        query = (
            select(TransactionRow, PostingRow, AccountRow.number, PartyRow.names)
            .join(PostingRow, PostingRow.transaction_id == TransactionRow.id)
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .outerjoin(PartyRow, PartyRow.id == TransactionRow.party_id)
            .where(AccountRow.customer_id == customer_id, AccountRow.kind.in_(SHOWN_ACCOUNTS))
            .where(TransactionRow.business_on.between(first, last))
            .order_by(TransactionRow.id, PostingRow.line)
        )
        if kinds:
            query = query.where(TransactionRow.kind.in_(kinds))
        return [
            StatementLine(
                on=transaction.business_on,
                number=number,
                kind=transaction.kind,
                party=names or {},
                amount=Money(minor=line.amount_minor, currency=line.currency),
            )
            for transaction, line, number, names in await self._session.execute(query)
        ]


def _paper(row: PaperRow) -> StoredPaper:
    return StoredPaper(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        names=row.names,
        dated_on=row.dated_on,
        expires_on=row.expires_on,
        is_read=row.read_at is not None,
    )
