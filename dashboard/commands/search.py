"""Articles and products by their names, among those that this customer may be shown."""

from collections.abc import Sequence
from typing import Protocol

from rapidfuzz import fuzz

from dashboard.commands.grammar import normal
from dashboard.commands.model import Link
from recommender.answer import Answer, Ranked
from recommender.catalogue.model import CONTENT, PRODUCT
from recommender.ports import Actor

SCENARIO = "assistant"
LOOKED_THROUGH, MOST_FOUND = 100, 5
ALIKE = 85.0
"""Part of a title that is at least so like what was said, 0..100."""

SHORTEST = 2
PAGES = {CONTENT: "/read/", PRODUCT: "/products/"}


class Recommender(Protocol):
    """The engine that masks, ranks and records."""

    async def recommend(
        self,
        actor: Actor,
        customer_id: str,
        kinds: Sequence[str],
        scenario: str,
        limit: int,
        language: str,
    ) -> Answer:
        """Answer with a ranked list whose decision is stored."""
        ...


class Search:
    """Looks through what the engine would show: what is withheld is not found either."""

    def __init__(self, recommend: Recommender) -> None:
        self._recommend = recommend

    async def find(
        self, actor: Actor, customer_id: str, words: str, language: str
    ) -> tuple[Link, ...]:
        """Return what has these words in its title, the likeliest first, then the best ranked."""
        said = normal(words)
        if len(said) < SHORTEST:
            return ()
        answer = await self._recommend.recommend(
            actor, customer_id, (PRODUCT, CONTENT), SCENARIO, LOOKED_THROUGH, language
        )
        alike = [(fuzz.partial_ratio(said, normal(one.title)), one) for one in answer.items]
        good = sorted((one for one in alike if one[0] >= ALIKE), key=lambda pair: -pair[0])
        return tuple(_link(one, answer.decision_id) for _, one in good[:MOST_FOUND])


def _link(found: Ranked, decision_id: str) -> Link:
    href = f"{PAGES[found.kind]}{found.id}?d={decision_id}"
    return Link(title=found.title, href=href, why=found.why)
