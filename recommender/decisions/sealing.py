"""Stretches of decisions under one digest: none can be changed or taken out unseen."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from pydantic import BaseModel, ConfigDict
from uuid_utils import UUID

from recommender.decisions.repository import DecisionRepository
from recommender.partitions import id_at, wall_clock

SEALED = "decision.sealed"
FIRST = "00000000-0000-0000-0000-000000000000"
STRETCH_ROWS = 5_000
SETTLED_SECONDS = 2.0
"""A decision is committed well within this time after its id was made."""


class Stretch(BaseModel):
    """Decisions with `after` < id <= `last`, in the order of their ids.

    Attributes:
        digest: SHA-256 over each id and the stored digest of its body.
    """

    model_config = ConfigDict(frozen=True)

    after: str
    last: str
    count: int
    digest: str


async def next_stretch(
    repository: DecisionRepository, after: str, settled_seconds: float
) -> Stretch | None:
    """Return the next decisions that can be sealed, None when there are none."""
    until = id_at(wall_clock() - timedelta(seconds=settled_seconds))
    found = await repository.digests(after, until, STRETCH_ROWS)
    return _stretch(after, found) if found else None


async def faults_of(repository: DecisionRepository, sealed: Stretch) -> list[str]:
    """Say what is wrong with a stretch: altered ones by their id, else that some are missing."""
    found = await repository.digests(sealed.after, sealed.last, sealed.count + 1)
    altered = await repository.altered(sealed.after, sealed.last)
    faults = [f"Decision {one} was altered." for one in altered]
    if not faults and (not found or _stretch(sealed.after, found) != sealed):
        faults.append(f"Decisions up to {sealed.last} were altered or taken out.")
    return faults


def _stretch(after: str, found: Sequence[tuple[str, bytes]]) -> Stretch:
    whole = hashlib.sha256()
    for decision_id, digest in found:
        whole.update(UUID(decision_id).bytes + digest)
    last = found[-1][0]
    return Stretch(after=after, last=last, count=len(found), digest=whole.hexdigest())
