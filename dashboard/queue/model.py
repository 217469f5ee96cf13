"""What a job looks like to those who asked for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobView:
    """One job.

    Attributes:
        kind: First word of the command that does the work, as in `companion train`.
        progress: Done part of the work, 0..1.
        message: The step it is at, or the sentence that says why it failed.
        result: What the command reported at its end.
        attempts: How often it was started; a worker that ended in between starts it again.
    """

    id: str
    kind: str
    state: JobState
    progress: float
    message: str
    params: Mapping[str, Any]
    result: Mapping[str, Any]
    requested_by: str
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
