"""Results of cards, for the people who make them."""

from collections.abc import Mapping

from content.cards.repository import CardRepository
from content.results.model import Counts, Results, VersionCounts
from content.results.repository import ResultsRepository
from recommender.database import Database
from recommender.errors import NotAllowed, NotFound
from recommender.ports import COMPLIANCE, MARKETER, REVIEWER, SYSTEM, Actor, Clock


class ResultsService:
    """Counts of cards; who they are about is never shown here."""

    def __init__(self, repository: ResultsRepository, cards: CardRepository) -> None:
        self._repository = repository
        self._cards = cards

    async def of_card(self, actor: Actor, card_id: str) -> Results:
        """Count what happened to a card, in all and by published version."""
        _require_reader(actor)
        if await self._cards.get(card_id) is None:
            raise NotFound("There is no such card.")
        versions = [
            VersionCounts(
                publication=one, counts=await self._repository.counts(card_id, one.since, one.until)
            )
            for one in await self._cards.publications(card_id)
        ]
        total = await self._repository.counts(card_id)
        return Results(card_id=card_id, total=total, versions=versions)

    async def of_all(self, actor: Actor) -> Mapping[str, Counts]:
        """Count what happened to every card."""
        _require_reader(actor)
        return await self._repository.counts_of([card.id for card in await self._cards.every()])


class ShownTo:
    """Counts impressions for the caps; opens its own session, so that masks need none."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, customer_id: str, days: Mapping[str, int]) -> Mapping[str, int]:
        """Count impressions of each card in its last `days[card_id]` days."""
        async with self._database.reading() as session:
            return await ResultsRepository(session).shown_to(customer_id, days, self._clock.now())


def _require_reader(actor: Actor) -> None:
    if not actor.has(MARKETER, REVIEWER, COMPLIANCE, SYSTEM):
        raise NotAllowed("Only marketers, reviewers and compliance see results.")
