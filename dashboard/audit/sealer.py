"""The sealer: chains what waits, then anchors the new head outside the database."""

from dashboard.audit.anchors import AnchorFolder
from dashboard.audit.repository import AuditRepository
from dashboard.audit.service import AuditService
from recommender.database import Database
from recommender.ports import Clock


async def seal(database: Database, folder: AnchorFolder, clock: Clock) -> int:
    """Seal all that waits and return the number of the newest sealed entry.

    The anchor is written after the commit; if the process dies in between, the next run writes it.
    """
    while await _seal_some(database, clock):
        pass
    async with database.reading() as session:
        sequence, chain = await AuditRepository(session).head()
    if sequence > folder.last():
        folder.append(sequence, chain, clock.now())
    return sequence


async def _seal_some(database: Database, clock: Clock) -> bool:
    async with database.writing() as session:
        return await AuditService(AuditRepository(session), clock).seal() is not None
