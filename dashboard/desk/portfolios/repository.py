"""Queries over portfolios."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.desk.portfolios.tables import PortfolioRow, TeamRow


class PortfolioRepository:
    """Portfolios in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def customers(self, user_id: str) -> list[str]:
        """Return the customers of a relationship manager, or of a manager's whole team."""
        team = select(TeamRow.rm_id).where(TeamRow.manager_id == user_id)
        query = select(PortfolioRow.customer_id).where(
            or_(PortfolioRow.rm_id == user_id, PortfolioRow.rm_id.in_(team))
        )
        return list(await self._session.scalars(query))

    async def rm_of(self, customer_id: str) -> str | None:
        """Return who looks after a customer."""
        query = select(PortfolioRow.rm_id).where(PortfolioRow.customer_id == customer_id)
        return await self._session.scalar(query)
