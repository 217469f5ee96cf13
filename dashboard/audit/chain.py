"""Hashes of the audit: one over each entry's content, one over all entries so far."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
"""What the first entry is chained to."""


def written(detail: Mapping[str, Any]) -> str:
    """Return the one text of a detail that is stored and hashed."""
    return json.dumps(detail, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(fields: Mapping[str, Any]) -> str:
    """Hash an entry: id, at, actor, action, subject and the detail's text."""
    at: datetime = fields["at"]
    parts = [
        fields["id"],
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        *(fields[name] for name in ("actor", "action", "subject", "detail")),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def link(previous: str, sequence: int, content: str) -> str:
    """Chain an entry's hash to everything before it: sha256(previous, number, content)."""
    return hashlib.sha256(f"{previous}\n{sequence}\n{content}".encode()).hexdigest()
