"""Erasures in the audit: what was emptied, and the proof that nothing else was."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.audit.model import Fault, Stored
from dashboard.audit.repository import AuditRepository
from dashboard.audit.retention import pruned_until
from recommender.database import Database
from recommender.decisions.repository import DecisionRepository
from recommender.ids import is_uuid

ERASED = "customer.erased"
NOBODY = "erased"
NOTHING = "{}"
START = "00000000-0000-0000-0000-000000000000"
Hashes = Sequence[tuple[str, bytes]]


class Emptied(Protocol):
    """A repository whose rows an erasure may empty."""

    async def erased(self, erasure: str) -> list[tuple[str, bytes]]:
        """Return id and hash of what an erasure emptied, by id."""
        ...

    async def erasures(self) -> set[str]:
        """Return the erasures that rows name."""
        ...


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is taken out of entries, and what stands there instead.

    Attributes:
        words: Ids of the person, as subjects and details hold them.
        owners: Ids under which the person acts.
        alias: Stands in subjects for the person.
    """

    erasure: str
    words: frozenset[str]
    owners: frozenset[str]
    alias: str


def claim_of(hashes: Hashes) -> dict[str, Any]:
    """Return count and digest of what was emptied."""
    whole = hashlib.sha256()
    for row_id, stays in hashes:
        whole.update(row_id.encode() + stays)
    return {"count": len(hashes), "digest": whole.hexdigest()}


async def find(session: AsyncSession, redaction: Redaction, after: str = START) -> list[str]:
    """Return the ids, above one id, of the entries that hold something of the person."""
    return await AuditRepository(session).about(redaction.words, redaction.owners, after)


async def redact(session: AsyncSession, redaction: Redaction, entry_ids: Sequence[str]) -> None:
    """Empty the personal fields of entries; actions, times and hashes stay."""
    repository = AuditRepository(session)
    entries = await repository.get_many(entry_ids)
    await repository.empty([_emptied(one, redaction) for one in entries])


async def erasure_faults(database: Database) -> list[Fault]:
    """Compare what was emptied with what the erasures say that they emptied."""
    async with database.reading() as session:
        claims = {
            one.subject.removeprefix("erasure:"): json.loads(one.detail)
            for one in await AuditRepository(session).of_action(ERASED)
        }
        has_pruned = await pruned_until(session) is not None
        entries = await _compare("audit_entries", AuditRepository(session), claims)
        decisions = await _compare("decisions", DecisionRepository(session), claims, has_pruned)
    return [*entries, *decisions]


async def _compare(
    what: str, emptied: Emptied, claims: Mapping[str, Any], may_be_fewer: bool = False
) -> list[Fault]:
    faults: list[Fault] = []
    for erasure in sorted(await emptied.erasures() | claims.keys()):
        found = await emptied.erased(erasure) if is_uuid(erasure) else []
        claimed = claims.get(erasure, {}).get(what, {"count": 0, "digest": ""})
        is_pruned = may_be_fewer and len(found) < claimed["count"]
        if claimed["count"] + len(found) and claim_of(found) != claimed and not is_pruned:
            faults += _fault(what, erasure)
    return faults


def _fault(what: str, erasure: str) -> Iterator[Fault]:
    name = what.replace("_", " ")
    message = f"The {name} emptied under erasure {erasure} are not those that it names."
    yield Fault(sequence=None, kind="erasure", message=message)


def _emptied(entry: Stored, redaction: Redaction) -> dict[str, Any]:
    kind, _, named = entry.subject.partition(":")
    is_person = named in redaction.words | redaction.owners
    return {
        "id": entry.id,
        "actor": NOBODY if entry.actor in redaction.owners else entry.actor,
        "subject": f"{kind}:{redaction.alias}" if is_person else entry.subject,
        "detail": NOTHING,
        "erasure": redaction.erasure,
    }
