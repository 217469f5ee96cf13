"""Versions of a subject, their states and steps, and the hash that an approval names."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a version stands; only a draft is edited in place."""

    DRAFT = "draft"
    REVIEW = "review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REPLACED = "replaced"


class Action(StrEnum):
    """What a person did to a version."""

    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing whose versions are kept: a card, an audience, a rule set, a default."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Duty:
    """Who makes and who checks the versions of one kind of subject."""

    edits: frozenset[str]
    approves: frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a version, with the hash that it had then."""

    action: Action
    actor_id: str
    at: datetime
    content_hash: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version; `editors` holds everybody who wrote a part of it, also in its ancestors."""

    id: str
    subject: Subject
    number: int
    content: Mapping[str, Any]
    content_hash: str
    state: State
    editors: frozenset[str]
    made_at: datetime
    steps: tuple[Step, ...] = field(default=())

    def last(self, action: Action) -> Step | None:
        """Return the newest step of a kind."""
        return next((step for step in reversed(self.steps) if step.action == action), None)


def hash_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON: equal content, equal hash, whatever the order."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
