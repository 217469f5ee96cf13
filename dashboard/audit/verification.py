"""Verification: is every audit entry there, unchanged and in its place?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.audit.anchors import AnchorFolder
from dashboard.audit.chain import FIRST, content_hash, link
from dashboard.audit.decisions import decision_faults
from dashboard.audit.erasures import erasure_faults
from dashboard.audit.model import Fault, Stored, Verdict
from dashboard.audit.repository import AuditRepository
from recommender.database import Database

PAGE_ROWS = 5000
HASHED = ("id", "at", "actor", "action", "subject", "detail")


@dataclass
class _Walk:
    """Where the walk along the chain stands.

    Attributes:
        anchors: Signed link by number, as found outside the database.
    """

    anchors: Mapping[int, str]
    sequence: int = 0
    chain: str = FIRST
    count: int = 0
    faults: list[Fault] = field(default_factory=list)

    def step(self, row: Stored) -> None:
        """Compare one entry with its own hash, its neighbour and its anchor."""
        number = row.sequence or 0
        self.count += 1
        self.faults += _missing(self.sequence, number, kind="deleted")
        self.faults += _alteration(row, link(self.chain, number, row.content_hash))
        if self.anchors.get(number, row.chain_hash) != row.chain_hash:
            message = f"Entry {number} differs from its anchor: the chain was rewritten."
            self.faults.append(Fault(sequence=number, kind="rewritten", message=message))
        # The stored link is taken on, so that one altered row is named and not all after it.
        self.sequence, self.chain = number, row.chain_hash or ""


async def verify(database: Database, folder: AnchorFolder) -> Verdict:
    """Walk along the whole chain, in pages that each take one short read."""
    read = list(folder.read())
    async with database.reading() as session:  # Before the walk: the sealer goes on meanwhile.
        repository = AuditRepository(session)
        head, unsealed = await repository.head(), await repository.count_unsealed()
    walk = _Walk({anchor.sequence: anchor.chain_hash for anchor, _ in read if anchor})
    walk.faults += [_forged(place) for anchor, place in read if anchor is None]
    while rows := await _page(database, walk.sequence):
        for row in rows:
            walk.step(row)
    walk.faults += await decision_faults(database)
    walk.faults += await erasure_faults(database)
    anchored = max(walk.anchors, default=0)
    walk.faults += _missing(walk.sequence, max(anchored, head[0]) + 1, kind="cut")
    return Verdict(entries=walk.count, unsealed=unsealed, anchored=anchored, faults=walk.faults)


async def _page(database: Database, after: int) -> Sequence[Stored]:
    async with database.reading() as session:
        return await AuditRepository(session).sealed(after, PAGE_ROWS)


def _missing(before: int, after: int, *, kind: str) -> Iterator[Fault]:
    """Name what is missing between two numbers, as one fault."""
    first, last = before + 1, after - 1
    if first > last:
        return
    which = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
    where = "in the middle" if kind == "deleted" else "at the end: the record was cut off"
    yield Fault(sequence=first, kind=kind, message=f"{which} missing {where}.")


def _alteration(row: Stored, expected: str) -> Iterator[Fault]:
    fields = {name: getattr(row, name) for name in HASHED}
    is_changed = row.erasure is None and content_hash(fields) != row.content_hash
    if is_changed or expected != row.chain_hash:
        message = f"Entry {row.sequence} ({row.action} of {row.subject}) was altered."
        yield Fault(sequence=row.sequence, kind="altered", message=message)


def _forged(place: str) -> Fault:
    return Fault(sequence=None, kind="anchor", message=f"The anchor {place} is not genuine.")
