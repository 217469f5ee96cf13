"""Audit entries as they are shown, and what a verification finds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field


@dataclass(frozen=True, slots=True)
class Stored:
    """One entry exactly as it is stored; `detail` is the very text that was hashed.

    Where `erasure` names one, the personal fields were emptied and the hashes stand for them.
    """

    id: str
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    content_hash: str
    sequence: int | None
    chain_hash: str | None
    erasure: str | None = None


class Entry(BaseModel):
    """One sealed change: who did what to what."""

    sequence: int
    id: str
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]
    hash: str
    erased: bool = Field(False, description="The personal fields were emptied by an erasure.")


class EntryPage(BaseModel):
    """Entries in the order of their sequence; `next` goes into `after` to read on."""

    entries: list[Entry]
    next: int | None = None


class Fault(BaseModel):
    """One thing that is wrong with the record, by the number of the entry."""

    sequence: int | None
    kind: str
    message: str


class Verdict(BaseModel):
    """What a verification of the whole record found."""

    entries: int
    unsealed: int
    anchored: int
    faults: list[Fault]

    @property
    def is_sound(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.faults
