"""Every query on approved rule sets."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.errors import Conflict
from recommender.suitability.model import Region, RuleSet
from recommender.suitability.tables import RuleSetRow


class RuleSetRepository:
    """Approved rule sets in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, region: Region) -> list[RuleSet]:
        """List the approved versions of a region beyond the first, oldest first."""
        query = select(RuleSetRow.body).where(RuleSetRow.region == region)
        bodies = await self._session.scalars(query.order_by(RuleSetRow.version))
        return [RuleSet.unpack(body) for body in bodies]

    async def add(self, rules: RuleSet, approved_by: str, at: datetime) -> None:
        """Store a version that was approved."""
        self._session.add(
            RuleSetRow(
                region=rules.region,
                version=rules.version,
                name=rules.name,
                body=rules.body,
                valid_from=rules.valid_from,
                approved_by=approved_by,
                approved_at=at,
            )
        )
        try:
            await self._session.flush()
        except IntegrityError as error:
            raise Conflict("This version of the rules exists already.") from error
