"""Trials as they are designed and run, and what a decision has to know of them."""

from dataclasses import dataclass
from typing import Protocol

from recommender.customers.model import Facts


@dataclass(frozen=True, slots=True)
class Treatment:
    """What one decision does differently because its customer takes part in a trial.

    The record of the decision keeps `trial_id` and `arm`. A model that cannot be opened is no
    reason to answer worse: the active model serves then, and the record names no trial.

    Attributes:
        trial_id: None when the customer takes part in nothing.
        arm: Name of the arm; None with `trial_id`.
        model_id: Scores with this model; None is the active one.
        exploration_share: Share of the places that chance fills; None is the engine's own.
        by_popularity: Ranks by popularity behind all masks, whatever model serves.
    """

    trial_id: str | None = None
    arm: str | None = None
    model_id: str | None = None
    exploration_share: float | None = None
    by_popularity: bool = False


STANDARD = Treatment()
"""What everybody gets who takes part in nothing."""


class TrialSource(Protocol):
    """Says which treatment a decision gets; never slower than a look into memory."""

    async def treatment(self, customer: Facts, scenario: str) -> Treatment:
        """Return the customer's treatment in a scenario; STANDARD without consent."""
        ...


class NoTrials:
    """A `TrialSource` in which nothing runs."""

    async def treatment(self, customer: Facts, scenario: str) -> Treatment:
        """Return what everybody gets."""
        return STANDARD
