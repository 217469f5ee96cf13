"""What the engine ranks: products and content cards, each with its reasons."""

from typing import Protocol

from pydantic import Field

from widgets.ports.facts import Fact


class Reason(Fact):
    """Why an item is here, with its share 0..1 of the score."""

    code: str
    text: str
    share: float
    signal: str = Field("", description="Tag that takes it away; empty for what is a fact.")


class Suggestion(Fact):
    """One ranked product or content card."""

    kind: str
    id: str
    title: str
    summary: str = ""
    grade: int | None = None
    product_type: str = ""
    image: str = ""
    minutes: int | None = Field(None, description="Reading or playing time.")
    rate: str = Field("", description="The one figure that describes the product, ready to show.")
    reasons: list[Reason] = Field(default_factory=list)


class Suggestions(Fact):
    """An answer of the engine with the id of its decision."""

    decision_id: str
    personalised: bool
    items: list[Suggestion]
    withheld: int = 0
    reassess: bool = Field(False, description="The risk assessment is missing or has expired.")


class Recommend(Protocol):
    """The personalization engine."""

    async def products(self, customer_id: str, limit: int, language: str) -> Suggestions:
        """Rank products that this customer may be offered."""
        ...

    async def services(self, customer_id: str, limit: int, language: str) -> Suggestions:
        """Rank the kinds of cards by what this customer uses."""
        ...


class Feed(Protocol):
    """Published content cards."""

    async def cards(self, customer_id: str, limit: int, language: str) -> Suggestions:
        """Rank cards that this customer may see."""
        ...
