"""Every query over families."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.life.family.tables import FamilyRow
from widgets.ports import Agreement, Texts


@dataclass(frozen=True, slots=True)
class FamilyLink:
    """One customer who sees, or would see, another one's figures."""

    id: str
    viewer: str
    customer_id: str
    relation: Texts
    relation_back: Texts
    state: Agreement


class FamilyRepository:
    """Families in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def links(self, customer_id: str) -> list[FamilyLink]:
        """Return whom a customer would see, and who would see the customer."""
        query = (
            select(FamilyRow)
            .where(
                or_(
                    FamilyRow.viewer_customer_id == customer_id,
                    FamilyRow.customer_id == customer_id,
                )
            )
            .order_by(FamilyRow.id)
        )
        return [_link(row) for row in await self._session.scalars(query)]

    async def answer(self, customer_id: str, link_id: str, state: str, at: datetime) -> bool:
        """Store what the one who would be seen says; False where it is not theirs to say."""
        change = (
            update(FamilyRow)
            .where(FamilyRow.id == link_id, FamilyRow.customer_id == customer_id)
            .values(state=state, at=at)
        )
        done = await self._session.execute(change, execution_options={"synchronize_session": False})
        return isinstance(done, CursorResult) and done.rowcount == 1


def _link(row: FamilyRow) -> FamilyLink:
    return FamilyLink(
        id=row.id,
        viewer=row.viewer_customer_id,
        customer_id=row.customer_id,
        relation=row.relation,
        relation_back=row.relation_back,
        state=cast("Agreement", row.state),
    )
