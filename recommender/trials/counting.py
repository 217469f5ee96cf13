"""Counting what each customer of a trial got and did, a page of the log at a time."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.decisions.pack import unpack
from recommender.interactions.model import APPLY, BUY, CLICK, DISMISS, IMPRESSION, READ_MS, VIEW
from recommender.partitions import id_at
from recommender.trials.design import Design, Trial

EARLY = ("short", "clicks", "dismissals")
PLAIN = ("decisions", "short", "impressions", "clicks", "reads", "dismissals", "purchases")
COUNTERS = (*PLAIN, *[f"early_{name}" for name in EARLY])
PAGE = 2_000
SETTLED = timedelta(seconds=10)
"""What was written is committed well within this time after its id was made."""

COUNTED_AS = {
    IMPRESSION: "impressions",
    CLICK: "clicks",
    DISMISS: "dismissals",
    BUY: "purchases",
    APPLY: "purchases",
}


@dataclass(frozen=True, slots=True)
class Cursors:
    """Up to which ids a trial's decisions and events are counted."""

    decisions: str
    events: str


@dataclass(frozen=True, slots=True)
class CountedDecision:
    """A decision as it is counted; `body` is the packed record."""

    id: str
    customer_id: str
    at: datetime
    arm: str
    body: bytes


@dataclass(frozen=True, slots=True)
class CountedEvent:
    """An event that names one of the trial's decisions."""

    customer_id: str
    action: str
    at: datetime
    dwell_ms: int | None

    @property
    def counter(self) -> str | None:
        """Name of what it is counted as; None for nothing."""
        if self.action == VIEW:
            return "reads" if (self.dwell_ms or 0) >= READ_MS else None
        return COUNTED_AS.get(self.action)


@dataclass(slots=True)
class Member:
    """One customer of a trial; the arm is the one of the first decision."""

    arm: str
    first_at: datetime
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))

    def count(self, name: str, at: datetime, design: Design) -> None:
        """Count something if it happened within the customer's window."""
        if at > self.first_at + design.window:
            return
        self.counts[name] += 1
        if name in EARLY and at <= self.first_at + design.guard_window:
            self.counts[f"early_{name}"] += 1


@dataclass(frozen=True, eq=False, slots=True)
class Counts:
    """The counts of all customers, in the order in which they came in.

    Attributes:
        arms: Name of each customer's arm, (n,).
        first: Instant of the first decision, seconds since 1970 UTC, float64 (n,).
        counters: int64 (n,) for each of COUNTERS.
    """

    arms: NDArray[np.str_]
    first: NDArray[np.float64]
    counters: Mapping[str, NDArray[np.int64]]

    @classmethod
    def of(cls, rows: Sequence[Any]) -> "Counts":
        """Make arrays of rows (arm, first_at, *COUNTERS)."""
        table = np.array([tuple(row)[2:] for row in rows], np.int64).reshape(-1, len(COUNTERS))
        return cls(
            arms=np.array([row[0] for row in rows], np.str_),
            first=np.array([row[1].timestamp() for row in rows], np.float64),
            counters={name: table[:, at] for at, name in enumerate(COUNTERS)},
        )


@dataclass(frozen=True, slots=True)
class Page:
    """What comes next in the log of a trial.

    Attributes:
        decisions: Each with whether its list is shorter than asked for.
        cursors: Up to where all is counted once this page is.
        is_last: Nothing that is settled is left.
    """

    decisions: Sequence[tuple[CountedDecision, bool]]
    events: Sequence[CountedEvent]
    cursors: Cursors
    is_last: bool


class Log(Protocol):
    """Where decisions, events and counts are (recommender.trials.repository)."""

    async def cursors(self, trial_id: str) -> Cursors:
        """Return up to which ids all is counted."""
        ...

    async def advance(self, trial_id: str, cursors: Cursors) -> None:
        """Say up to which ids all is counted."""
        ...

    async def decisions(
        self, trial: Trial, after: str, until: str, limit: int
    ) -> list[CountedDecision]:
        """Return the next decisions."""
        ...

    async def events(
        self, trial: Trial, after: str, until: str, limit: int
    ) -> tuple[list[CountedEvent], str]:
        """Return the next events, and the last id looked at."""
        ...

    async def members(self, trial_id: str, customers: set[str]) -> dict[str, Member]:
        """Return what is counted of some customers."""
        ...

    async def keep(self, trial_id: str, members: dict[str, Member]) -> None:
        """Store what is counted of some customers."""
        ...


async def next_page(log: Log, trial: Trial, settled_until: datetime) -> Page:
    """Read what is to be counted next: decisions, and once there are none, events.

    Decisions go first: an event names a decision that was made before it.
    """
    until = id_at(settled_until)
    done = await log.cursors(trial.id)
    decisions = await log.decisions(trial, done.decisions, until, PAGE)
    if decisions:
        short = await asyncio.to_thread(lambda: [_is_short(one.body) for one in decisions])
        told = list(zip(decisions, short, strict=True))
        return Page(told, (), Cursors(decisions[-1].id, done.events), is_last=False)
    if done.events >= until:
        return Page((), (), done, is_last=True)
    events, last = await log.events(trial, done.events, until, PAGE)
    return Page((), events, Cursors(done.decisions, last), is_last=last >= until)


async def count(log: Log, trial: Trial, page: Page) -> None:
    """Count a page; a customer stays in the arm of the first decision."""
    if page.cursors == await log.cursors(trial.id):
        return
    everybody = {one.customer_id for one, _ in page.decisions}
    members = await log.members(trial.id, everybody | {one.customer_id for one in page.events})
    for decision, is_short in page.decisions:
        member = members.setdefault(decision.customer_id, Member(decision.arm, decision.at))
        for name in ("decisions", "short") if is_short else ("decisions",):
            member.count(name, decision.at, trial.design)
    for event in page.events:
        known = members.get(event.customer_id)
        if known is not None and event.counter is not None:
            known.count(event.counter, event.at, trial.design)
    await log.keep(trial.id, members)
    await log.advance(trial.id, page.cursors)


def _is_short(body: bytes) -> bool:
    """Say whether a list has fewer items than were asked for."""
    record = unpack(body)
    return len(record.items) < record.limit
