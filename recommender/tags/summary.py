"""Interest by topic, with the signals that it rests on."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from recommender.catalogue.model import CatalogueItem
from recommender.catalogue.snapshot import Snapshot
from recommender.catalogue.topics import TOPICS
from recommender.interactions.model import Interaction
from recommender.interest import Interaction as Deed
from recommender.interest import ItemKey, weigh
from recommender.language import pick, say
from recommender.tags.model import (
    TOPIC,
    Ignored,
    InterestTag,
    RemovedTag,
    Signal,
    SignalKey,
    id_of,
)
from recommender.tags.usable import topics_in

MOST_SIGNALS = 10
"""Signals shown per tag, the latest first."""


def tags_of(
    events: Sequence[Interaction], snapshot: Snapshot, language: str
) -> tuple[InterestTag, ...]:
    """Sum the interest of events by topic; an item of several topics counts for each in part."""
    weights: dict[str, float] = {}
    deeds: dict[str, list[Interaction]] = {}
    for one in events:
        topics = topics_in(snapshot, one.kind, one.item_id)
        weight = _interest(one)
        for topic in topics if weight > 0 else ():
            weights[topic] = weights.get(topic, 0.0) + weight / len(topics)
            deeds.setdefault(topic, []).append(one)
    whole = sum(weights.values())
    return tuple(
        InterestTag(
            id=topic,
            title=_topic_title(topic, language),
            share=weights[topic] / whole,
            signals=_signals(deeds[topic], snapshot, language),
        )
        for topic in sorted(weights, key=lambda topic: (-weights[topic], topic))
    )


def _signals(deeds: Sequence[Interaction], snapshot: Snapshot, language: str) -> tuple[Signal, ...]:
    times: dict[SignalKey, int] = {}
    last: dict[SignalKey, datetime] = {}
    for one in deeds:
        key = (one.kind, one.item_id)
        times[key] = times.get(key, 0) + 1
        last[key] = max(one.at, last.get(key, one.at))
    newest = sorted(last, key=lambda key: (last[key], key), reverse=True)[:MOST_SIGNALS]
    return tuple(
        Signal(
            id=id_of(key),
            kind=key[0],
            item_id=key[1],
            title=_title(snapshot.get(*key), key[1], language),
            times=times[key],
            last_at=last[key],
        )
        for key in newest
    )


def removed_of(ignored: Ignored, snapshot: Snapshot, language: str) -> tuple[RemovedTag, ...]:
    """List what was taken away, the earliest first."""
    return tuple(_removed(ignored, snapshot, language))


def _removed(ignored: Ignored, snapshot: Snapshot, language: str) -> Iterable[RemovedTag]:
    for key, since in sorted(ignored.since.items(), key=lambda one: (one[1], one[0])):
        is_topic = key[0] == TOPIC
        item = None if is_topic else snapshot.get(*key)
        title = _topic_title(key[1], language) if is_topic else _title(item, key[1], language)
        yield RemovedTag(id=id_of(key), title=title, removed_at=since)


def _interest(event: Interaction) -> float:
    key = ItemKey(event.kind, event.item_id)
    return weigh(Deed("", key, event.action, event.at, event.dwell_ms))


def _title(item: CatalogueItem | None, item_id: str, language: str) -> str:
    return pick(item.titles, language) if item else item_id


def _topic_title(topic: str, language: str) -> str:
    return say(language, TOPICS[topic]) if topic in TOPICS else topic
