"""Designs, trials and counts for tests."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from recommender.trials.counting import COUNTERS, Counts
from recommender.trials.design import Arm, Design, Trial, TrialState

STARTED = datetime(2026, 6, 1, tzinfo=UTC)
LATER = STARTED + timedelta(days=10)
TRIAL = "01900000-0000-7000-8000-000000000001"


def a_design(**fields: Any) -> Design:
    arms = (Arm(name="control", share=0.5), Arm(name="bold", share=0.5, exploration_share=0.3))
    return Design(**({"title": "More chance", "arms": arms} | fields))


def a_trial(**fields: Any) -> Trial:
    given = {
        "id": TRIAL,
        "state": TrialState.RUNNING,
        "design": a_design(),
        "made_by": "anna",
        "made_at": STARTED,
        "started_at": STARTED,
        "started_by": "ben",
    }
    return Trial(**(given | fields))


def counted(
    arms: Sequence[str], at: datetime = STARTED, **counters: Mapping[int, int] | Sequence[int]
) -> Counts:
    """Return the counts of one customer per arm name; what is not given is 0."""
    zeros = np.zeros(len(arms), np.int64)
    given = {name: np.array(values, np.int64) for name, values in counters.items()}
    return Counts(
        arms=np.array(arms, np.str_),
        first=np.full(len(arms), at.timestamp()),
        counters={name: given.get(name, zeros) for name in COUNTERS},
    )
