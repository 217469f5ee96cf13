"""Trials as people read them, and what they send."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from recommender.changes.model import Step, Version
from recommender.trials.design import Design, Trial, TrialState
from recommender.trials.judging import TrialResults


class TrialStep(BaseModel):
    """One thing that somebody did to the design."""

    model_config = ConfigDict(frozen=True)

    action: str
    by: str
    at: datetime
    note: str

    @classmethod
    def of(cls, step: Step) -> "TrialStep":
        """Take over a step of the maker-checker."""
        return cls(action=step.action.value, by=step.actor_id, at=step.at, note=step.note)


class TrialView(Trial):
    """A trial with the hash that an approval has to name."""

    content_hash: str
    editors: list[str]
    steps: list[TrialStep]

    @classmethod
    def of_trial(cls, trial: Trial, version: Version) -> "TrialView":
        """Show a trial; a draft shows the newest version of its design."""
        is_open = trial.state in (TrialState.DRAFT, TrialState.REVIEW)
        design = Design.model_validate(version.content) if is_open else trial.design
        return cls(
            **trial.model_dump(exclude={"design", "stopped"}),
            design=design,
            stopped=trial.stopped,
            content_hash=version.content_hash,
            editors=sorted(version.editors),
            steps=[TrialStep.of(one) for one in version.steps],
        )


class TrialReport(BaseModel):
    """One trial with what it shows; results are None before it ran."""

    model_config = ConfigDict(frozen=True)

    trial: TrialView
    results: TrialResults | None
    held_out_share: float = Field(description="Share of customers who never take part.")
    note: str = Field(description="How the group without personalisation may be read.")


class TrialList(BaseModel):
    """All trials, the newest first."""

    trials: list[TrialView]
