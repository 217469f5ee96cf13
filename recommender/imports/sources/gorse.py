"""Gorse: its exports of users, items and feedback (JSON Lines), or its binary dump."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from recommender.catalogue.model import CONTENT, LONG_AGO, PRODUCT
from recommender.errors import Invalid
from recommender.imports.model import FileKind
from recommender.imports.sources.base import SKIP, Fields, Found, Given, Source, Wrong
from recommender.imports.sources.gorse_dump import BrokenDump, is_dump, read_dump
from recommender.interactions.model import ACTIONS

PARTS = ("users", "items", "feedback")
USUAL_ACTIONS: Mapping[str, str] = {
    **{action: action for action in ACTIONS},
    "read": "view",
    "star": "like",
    "favorite": "like",
    "purchase": "buy",
    "order": "buy",
    "dislike": "dismiss",
    "exposure": "impression",
}
UNGRADED = 5
"""A product without a grade counts as the riskiest: too few see it, never one too many."""
UNDATED = "gorse:undated"
"""Channel of feedback without a time, which is then dated 1970."""
MOST_TOPICS, LONGEST_TOPIC, LONGEST_TITLE = 50, 64, 200
GO_TIME = re.compile(r"^(\d{4}-\d\d-\d\d)[T ]([\d:]+(?:\.\d+)?) ?(Z|[+-]\d\d:?\d\d)")
FIRST_YEAR = 1970


class Gorse(Source):
    """Users become customers, items contents or products (`into`), feedback events."""

    name = "gorse"
    summary = "Import from Gorse: a folder with its exports, or the file of its dump."
    options: ClassVar[frozenset[str]] = frozenset({"into", "actions"})
    parts: ClassVar[tuple[str, ...]] = PARTS

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._items: FileKind = given.into or "contents"
        if self._items not in ("contents", "products"):
            raise Invalid("Items of Gorse become contents or products.")
        unknown = sorted(set(given.actions.values()) - ACTIONS - {SKIP})
        if unknown:
            raise Invalid(f"There is no action {unknown[0]}.")
        self._actions = {**USUAL_ACTIONS, **given.actions}
        self._dump: Path | None = None
        self._files = self._found(given)

    @property
    def kinds(self) -> tuple[FileKind, ...]:
        """Return what the parts become."""
        return (self._items, "customers", "events")

    def rows(self, kind: FileKind) -> Iterator[Found | Wrong]:
        """Yield what one part becomes."""
        part = {"customers": "users", "events": "feedback"}.get(kind, "items")
        number = 0
        for record in self._records(part):
            if isinstance(record, Wrong):
                yield record
                continue
            number, fields = record
            try:
                made = self._made(part, fields)
            except (TypeError, AttributeError, KeyError, ValueError, OverflowError) as error:
                yield Wrong(number, f"This is not what Gorse exports: {error}.", file=part)
                continue
            if isinstance(made, str):
                yield Wrong(number, made, "FeedbackType", part)
            elif made is not None:
                yield Found(*made, number, part)

    def _found(self, given: Given) -> Mapping[str, Path]:
        path = given.files.get("")
        if path is None:
            return given.files
        if path.is_dir():
            files = {part: path / f"{part}.jsonl" for part in PARTS}
            known = {part: file for part, file in files.items() if file.is_file()}
            if not known:
                raise Invalid(f"{path.name} holds none of {', '.join(PARTS)} as .jsonl.")
            return known
        if not is_dump(path):
            raise Invalid(f"{path.name} is no dump of Gorse; name the folder of its exports.")
        self._dump = path
        return {}

    def _records(self, part: str) -> Iterator[tuple[int, Fields] | Wrong]:
        if self._dump is not None:
            yield from _dumped(self._dump, part)
        elif part in self._files:
            yield from _lines(self._files[part], part)

    def _made(self, part: str, fields: Fields) -> tuple[str, dict[str, Any]] | str | None:
        """Return key and fields, a sentence about what is wrong, or None to leave it out."""
        if part == "users":
            return str(fields["UserId"]), {}
        return self._item(fields) if part == "items" else self._event(fields)

    def _item(self, fields: Fields) -> tuple[str, dict[str, Any]]:
        key = str(fields["ItemId"])
        title = (fields.get("Comment") or key).strip()[:LONGEST_TITLE] or key
        start = _time(fields.get("Timestamp")) or LONG_AGO
        made = {"titles": {"en": title}, "topics": _topics(fields), "available_from": start}
        hidden = bool(fields.get("IsHidden"))
        if self._items == "contents":
            # Content has no state of its own before its review; hidden it has ended.
            return key, made | ({"available_until": start + timedelta(seconds=1)} if hidden else {})
        labels = fields.get("Labels")
        named = labels if isinstance(labels, Mapping) else {}
        return key, made | {
            "grade": named.get("grade", UNGRADED),
            "product_type": named.get("product_type", "fund"),
            "state": "closed" if hidden else "open",
        }

    def _event(self, fields: Fields) -> tuple[str, dict[str, Any]] | str | None:
        kind, user, item = (str(fields[name]) for name in ("FeedbackType", "UserId", "ItemId"))
        action = self._actions.get(kind)
        if action is None:
            return f"No action stands for {kind!r}: say so by --action {kind}=like or ={SKIP}."
        if action == SKIP:
            self.left_out[kind] += 1
            return None
        at = _time(fields.get("Timestamp"))
        digest = hashlib.sha256("\x1f".join((kind, user, item)).encode()).hexdigest()[:40]
        return f"gorse:{digest}", {
            "customer_id": user,
            "kind": CONTENT if self._items == "contents" else PRODUCT,
            "item_id": item,
            "action": action,
            "at": at or LONG_AGO,
            "channel": "gorse" if at else UNDATED,
        }


def _lines(path: Path, part: str) -> Iterator[tuple[int, Fields] | Wrong]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                yield Wrong(number, "This is not JSON.", file=part)
                continue
            is_record = isinstance(record, dict)
            yield (number, record) if is_record else Wrong(number, "This is no object.", file=part)


def _dumped(path: Path, part: str) -> Iterator[tuple[int, Fields] | Wrong]:
    number = 0
    try:
        for record in read_dump(path, part):
            number += 1
            yield number, {"UserId": "", "ItemId": "", "FeedbackType": "", **record}
    except BrokenDump as error:
        yield Wrong(number + 1, str(error), file=part)


def _topics(fields: Fields) -> list[str]:
    """Return categories and labels that are words, each once."""
    labels = fields.get("Labels")
    values = list(labels.values()) if isinstance(labels, Mapping) else [labels]
    listed = [one for value in values for one in (value if isinstance(value, list) else [value])]
    words = [*(fields.get("Categories") or ()), *listed]
    short = [one for one in words if isinstance(one, str) and 0 < len(one) <= LONGEST_TOPIC]
    return list(dict.fromkeys(short))[:MOST_TOPICS]


def _time(text: Any) -> datetime | None:
    """Return the instant of RFC 3339 or of Go's own text; None before 1970 (Go's zero)."""
    if not text:
        return None
    found = GO_TIME.match(str(text))
    if found is None:
        raise ValueError(f"{text!r} is no time")
    day, clock, zone = found.groups()
    at = datetime.fromisoformat(f"{day}T{clock}{'+00:00' if zone == 'Z' else zone}")
    return at.astimezone(UTC) if at.year >= FIRST_YEAR else None


SOURCE = Gorse
