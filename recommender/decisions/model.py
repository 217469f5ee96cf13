"""One decision: its inputs, what it withheld, what it answered."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from recommender.answer import Evidence, Ranked
from recommender.customers.model import Facts
from recommender.ports import Scope


class NeededFacts(BaseModel):
    """The facts that masks and scores used, and the hash of all facts at that time."""

    model_config = ConfigDict(frozen=True)

    segment: str
    birth_date: date | None = None
    capacity: int | None = None
    assessed_until: date | None = None
    qualified_until: date | None = None
    held: tuple[str, ...] = ()
    senior: bool = False
    knowledge: tuple[str, ...] = ()
    hash: str = ""

    def as_facts(self, customer_id: str, scope: Scope) -> Facts:
        """Return the facts that a replay decides on."""
        known = self.model_dump(exclude={"hash", "held", "knowledge"})
        held, knowledge = frozenset(self.held), frozenset(self.knowledge)
        return Facts(customer_id=customer_id, held=held, knowledge=knowledge, scope=scope, **known)


class Record(BaseModel):
    """A decision as it is stored.

    `events` holds the last ten hex digits of each event's id: enough to find it among the
    customer's own, and a fifth of the size. `withheld` has one character per item of the
    catalogue (of the kinds asked for, in its order): `.` for allowed, else the letter of the
    blocking mask in `masks`, `a` being the first. As it is stored it says only what differs from
    the letters that `base` names: position and letter, one after the other.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    customer_id: str | None = None
    at: datetime
    scenario: str
    kinds: tuple[str, ...]
    limit: int
    subject: tuple[str, str] | None = None
    personalised: bool
    model: str
    model_id: str | None = None
    trial: str | None = Field(None, description="Id of the trial that the customer takes part in.")
    arm: str | None = Field(None, description="Name of the arm whose treatment this was.")
    rules: str
    consent_version: int = 0
    purposes: tuple[str, ...] = ()
    catalogue: str = Field(description="Hash of the stored catalogue.")
    catalogue_version: int
    popularity: str | None = Field(None, description="Hash of the stored counts, where used.")
    facts: NeededFacts | None = None
    events: tuple[str, ...] = ()
    dismissed: tuple[tuple[str, str], ...] = ()
    masks: tuple[str, ...]
    base: str | None = Field(None, description="Hash of the stored letters that many share.")
    withheld: str
    ruling: str | None = Field(None, description="Hash of the stored business rules, where any.")
    exploration: float = Field(0.0, description="Share of the places that chance filled.")
    by_popularity: bool = Field(False, description="Ranked by popularity, as the arm wants it.")
    seed: str = Field("", description="What chance drew from.")
    items: tuple[Ranked, ...]


class SeenEvent(BaseModel):
    """One event that a decision used, with the weight that it had."""

    event_id: str
    kind: str
    item_id: str
    action: str
    at: datetime
    weight: float


class WithheldItem(Evidence):
    """One item that was not ranked, with the first reason that blocked it."""

    reason: str
    text: str = ""


class DecisionView(BaseModel):
    """A decision opened: everything that went in, in words and in numbers."""

    id: str
    customer_id: str | None
    at: datetime
    scenario: str
    kinds: tuple[str, ...]
    limit: int
    personalised: bool
    model: str
    model_id: str | None
    rules: str
    consent_version: int
    purposes: tuple[str, ...]
    catalogue_version: int
    facts: NeededFacts | None
    events: list[SeenEvent]
    candidates: int
    allowed: int
    withheld: list[WithheldItem]
    items: list[Ranked]
    digest: str


class DecisionLine(BaseModel):
    """One decision in a list."""

    id: str
    at: datetime
    scenario: str
    personalised: bool


class Replay(BaseModel):
    """What came out when a decision was made again from its stored inputs, or looked through."""

    decision_id: str
    mode: Literal["rescored", "verified"] = Field(
        description="rescored: made again from its inputs. verified: an input is gone, so what is "
        "stored was held against itself: sums, order, places, masks, digest."
    )
    equal: bool = Field(description="Nothing differs.")
    differences: list[str]
    lost: list[str] = Field([], description="Why it could not be made again.")
    stored: list[dict[str, Any]]
    recomputed: list[dict[str, Any]]
