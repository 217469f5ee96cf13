"""Every query over notices."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.notices.model import NoticeIn, Published
from dashboard.notices.tables import NoticeRow, NoticeSeen


class NoticeRepository:
    """Stores notices and who has seen them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        is_postgres = session.get_bind().dialect.name == "postgresql"
        self._insert: Any = postgresql.insert if is_postgres else sqlite.insert

    async def current(self, customer_id: str, segment: str, now: datetime) -> list[Published]:
        """List what is valid now for a customer of a segment, newest first."""
        is_seen = and_(NoticeSeen.notice_id == NoticeRow.id, NoticeSeen.customer_id == customer_id)
        query = (
            select(NoticeRow, NoticeSeen.at)
            .outerjoin(NoticeSeen, is_seen)
            .where(_is_for(segment), _is_valid(now))
            .order_by(NoticeRow.starts_at.desc(), NoticeRow.id)
        )
        rows = (await self._session.execute(query)).all()
        return [_published(row, seen_at is not None) for row, seen_at in rows]

    async def put(self, notice_id: str, notice: NoticeIn) -> None:
        """Store a notice, in place of an earlier one with this id."""
        values = notice.model_dump()
        statement = self._insert(NoticeRow).values(id=notice_id, **values)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=[NoticeRow.id], set_=values)
        )

    async def mark_seen(self, customer_id: str, notice_id: str, now: datetime) -> None:
        """Keep that a customer has seen a notice; the first time counts."""
        values = {"notice_id": notice_id, "customer_id": customer_id, "at": now}
        statement = self._insert(NoticeSeen).values(values)
        await self._session.execute(statement.on_conflict_do_nothing())


def _is_for(segment: str) -> ColumnElement[bool]:
    return or_(NoticeRow.segment.is_(None), NoticeRow.segment == segment)


def _is_valid(now: datetime) -> ColumnElement[bool]:
    has_not_ended = or_(NoticeRow.ends_at.is_(None), NoticeRow.ends_at > now)
    return and_(NoticeRow.starts_at <= now, has_not_ended)


def _published(row: NoticeRow, seen: bool) -> Published:
    return Published(
        id=row.id,
        level=row.level,
        title=row.title,
        body=row.body,
        at=row.starts_at,
        seen=seen,
    )
