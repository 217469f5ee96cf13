"""The contract of a signal: it looks at one customer and says what an adviser should know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.interactions.model import Interaction
from recommender.linking import Links

READ_DAYS = 14
"""How far back readings are handed to signals."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a signal may look at.

    Attributes:
        reads: The customer's readings of the last 14 days that may be used, oldest first.
        acquired: When each product was last bought or applied for.
        settled: When an adviser last settled a follow-up of this signal, by its subject.
    """

    facts: Facts
    now: datetime
    today: date
    links: Links
    reads: Sequence[Interaction] = ()
    acquired: Mapping[str, datetime] = field(default_factory=dict)
    settled: Mapping[tuple[str, str], datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One suggested follow-up.

    Attributes:
        subject: Tells apart several follow-ups of one signal for one customer, for good.
        score: How much it matters, 0..1.
        code: Key of the sentence in `SAYINGS`.
        params: What the sentence is filled with; JSON values.
        at: When its newest evidence happened: a settled follow-up opens again only for something
            newer. None: once settled, settled for good.
        product_id: The product that it is about; without it, any allowed one may be offered.
            A finding about a product that the customer may not be offered is dropped.
    """

    signal: str
    subject: str
    score: float
    code: str
    params: Mapping[str, Any]
    evidence: tuple[ItemKey, ...] = ()
    at: datetime | None = None
    product_id: str | None = None


class Signal(Protocol):
    """Finds reasons to speak to a customer."""

    @property
    def name(self) -> str:
        """The module's name; stored with each finding."""
        ...

    @property
    def sayings(self) -> Mapping[str, str]:
        """The sentence (an English msgid) of each code."""
        ...

    def find(self, case: Case) -> Sequence[Finding]:
        """Return what is worth a call; nothing for most customers."""
        ...
