"""What the engine answers: ranked items with reasons, and what was withheld."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Part = Literal["collaborative", "link", "prior", "rule", "none"]
Placed = Literal["rank", "variety", "new", "pinned", "promoted"]


class Frozen(BaseModel):
    """A value that leaves a service."""

    model_config = ConfigDict(frozen=True)


class Evidence(Frozen):
    """An item that a reason points to."""

    kind: str
    id: str
    title: str = ""


class Reason(Frozen):
    """One true contribution to a score.

    Over all reasons of an item the values sum to the score and the shares to 1. A negative value
    speaks against the item: its share is counted by size, and its text says so.
    """

    code: str = Field(description="What it is: read, hold, popular_segment, ...")
    part: Part = Field(description="The part of the score that it belongs to.")
    params: dict[str, Any] = Field(default={}, description="What the text is filled with.")
    share: float = Field(description="Size of the value over the sizes of all, 0..1.")
    value: float = Field(description="What it adds to the score.")
    text: str = Field("", description="One line in the reader's language.")
    evidence: tuple[Evidence, ...] = ()


class Ranked(Frozen):
    """One item of an answer."""

    kind: str
    id: str
    title: str
    score: float
    parts: dict[str, float] = Field(description="Sums to the score.")
    placed: Placed = Field(
        "rank", description="By its score, by chance (variety), as new, or by a rule of the bank."
    )
    propensity: float = Field(
        1.0, description="Probability with which it got its place; 1 where nothing is drawn."
    )
    reasons: tuple[Reason, ...]
    why: str = Field("", description="The reasons as one sentence.")


class Withheld(Frozen):
    """How many items one reason withheld before ranking."""

    reason: str
    count: int
    text: str = ""


class Answer(Frozen):
    """A ranked list with the id of the decision that made it."""

    decision_id: str
    model: str
    personalised: bool
    items: list[Ranked]
    allowed: int = Field(description="Items that were ranked; with the withheld: the catalogue.")
    withheld: list[Withheld]
