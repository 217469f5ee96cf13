"""The lists of a model, then and now: what drift compares."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.oversight.drift import LEAST_VALUES, of_categories, of_numbers
from recommender.oversight.model import DriftReport, FeatureDrift, Worth
from recommender.sequential import mean_bounds


@dataclass(frozen=True, slots=True)
class Listed:
    """What drift looks at in one list.

    Attributes:
        score: Of its first item.
        history: Number of events that it used.
    """

    score: float
    history: int
    segment: str
    is_clicked: bool


def list_features(before: Sequence[Listed], after: Sequence[Listed]) -> list[FeatureDrift | None]:
    """Compare scores, lengths of histories and segments; None where there are too few lists."""
    return [
        of_numbers("scores", [one.score for one in before], [one.score for one in after]),
        of_numbers("history", [one.history for one in before], [one.history for one in after]),
        of_categories("segments", [one.segment for one in before], [one.segment for one in after]),
    ]


def drift_report(
    features: Sequence[FeatureDrift], before: Sequence[Listed], after: Sequence[Listed]
) -> DriftReport:
    """Return what moved, and whether lists are clicked less than when the model was new."""
    if min(len(before), len(after)) < LEAST_VALUES:
        return DriftReport(features=tuple(features))
    then = mean_bounds(_clicks(before))
    now = mean_bounds(_clicks(after))
    return DriftReport(
        features=tuple(features),
        clicks_before=then.mean,
        clicks_now=Worth(value=now.mean, low=now.low, high=now.high),
        clicks_fell=now.high < then.low,
    )


def _clicks(lists: Sequence[Listed]) -> NDArray[np.bool_]:
    return np.array([one.is_clicked for one in lists], bool)
