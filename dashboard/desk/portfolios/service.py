"""Who may look after whom."""

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.desk.portfolios.repository import PortfolioRepository
from dashboard.errors import NotFound
from recommender.ports import Actor


class Portfolios:
    """The portfolios of relationship managers and of their branch managers."""

    def __init__(self, session: AsyncSession) -> None:
        self._store = PortfolioRepository(session)

    async def portfolio(self, user_id: str) -> frozenset[str]:
        """Return the customers that make up a member of staff's portfolio.

        `dashboard.people` puts it into the Actor; nobody else decides by it.
        """
        return frozenset(await self._store.customers(user_id))

    async def rm_of(self, actor: Actor, customer_id: str) -> str | None:
        """Return the user id of the customer's relationship manager, None without one.

        Raises:
            NotFound: The actor may not see this customer.
        """
        if not actor.may_see(customer_id):
            raise NotFound("There is no such customer.")
        return await self._store.rm_of(customer_id)
