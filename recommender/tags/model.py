"""Interest tags and the signals behind them, as their customer sees them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

TOPIC = "topic"
SIGNAL_KINDS = ("content", "product", "service")
SEPARATOR = ":"

SignalKey = tuple[str, str]
"""What is ignored: ("topic", code) or (kind of item, id)."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """What a customer does not want to be judged by.

    Attributes:
        since: Each ignored topic or item, and when it was taken away.
    """

    since: Mapping[SignalKey, datetime] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.since)

    def covers(self, kind: str, item_id: str, topics: Collection[str]) -> bool:
        """Say whether what was done with an item must not be used.

        An item of several topics is covered as soon as one of them is.
        """
        keys = self.since.keys()
        return (kind, item_id) in keys or any((TOPIC, topic) in keys for topic in topics)


NOTHING_IGNORED = Ignored()


class Frozen(BaseModel):
    """A value that leaves the service."""

    model_config = ConfigDict(frozen=True)


class Signal(Frozen):
    """One item that a tag rests on; `id` takes it away on its own."""

    id: str
    kind: str
    item_id: str
    title: str
    times: int = Field(description="How often something was done with it.")
    last_at: datetime


class InterestTag(Frozen):
    """One topic that the customer seems to care about."""

    id: str = Field(description="The topic's code.")
    title: str
    share: float = Field(description="Part of all the customer's interest, 0..1.")
    signals: tuple[Signal, ...]


class RemovedTag(Frozen):
    """A topic or item that is no longer used, until the customer takes it back."""

    id: str
    title: str
    removed_at: datetime


class TagList(Frozen):
    """All interest tags of a customer; without consent to personalisation none is used."""

    personalised: bool
    tags: tuple[InterestTag, ...]
    removed: tuple[RemovedTag, ...]


def key_of(tag: str) -> SignalKey:
    """Read a tag's id: a topic's code, or `content:a001` for one item.

    >>> key_of("gold"), key_of("content:a001")
    (('topic', 'gold'), ('content', 'a001'))
    """
    kind, _, item_id = tag.partition(SEPARATOR)
    return (kind, item_id) if kind in SIGNAL_KINDS and item_id else (TOPIC, tag)


def id_of(key: SignalKey) -> str:
    """Write a tag's id.

    >>> id_of(("topic", "gold")), id_of(("content", "a001"))
    ('gold', 'content:a001')
    """
    return key[1] if key[0] == TOPIC else SEPARATOR.join(key)
