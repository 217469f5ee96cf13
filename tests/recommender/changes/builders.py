"""People, a clock and an audit list for tests of the maker-checker."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from recommender.changes.model import Duty, Subject
from recommender.changes.repository import ChangeRepository
from recommender.changes.service import ChangeService
from recommender.ports import COMPLIANCE, MARKETER, REVIEWER, Actor

ANNA = Actor("anna", frozenset({MARKETER}))
BEN = Actor("ben", frozenset({MARKETER}))
RUTH = Actor("ruth", frozenset({REVIEWER}))
ROB = Actor("rob", frozenset({REVIEWER}))
OFFICER = Actor("officer", frozenset({COMPLIANCE}))
STRANGER = Actor("stranger", frozenset({"customer"}))
DUTIES = {
    "card": Duty(frozenset({MARKETER, REVIEWER}), frozenset({REVIEWER})),
    "rule_set": Duty(frozenset({COMPLIANCE}), frozenset({COMPLIANCE})),
}
CARD = Subject("card", "c1")


class Ticking:
    """A clock that moves a second at each look."""

    def __init__(self) -> None:
        self.at = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def today(self) -> date:
        return self.at.date()


class Ledger:
    """An audit sink that keeps what it is told."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, str]] = []

    async def record(self, actor, action, subject, detail) -> None:
        self.entries.append((actor.id, action, subject))


def changes(session: AsyncSession, audit: Ledger | None = None) -> ChangeService:
    return ChangeService(ChangeRepository(session), Ticking(), audit or Ledger(), DUTIES)
