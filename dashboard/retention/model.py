"""The policy of retention, and what a pruning took out or would take out."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from dashboard.settings import Settings

LEAST_DAYS = 90
"""A decision is made again from its inputs for so long; nothing that it names goes earlier."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Days for which things are kept."""

    decisions: int
    models: int
    events: int

    @classmethod
    def of(cls, settings: Settings) -> "Policy":
        """Return the policy that the settings name."""
        return cls(
            settings.keep_decisions_days, settings.keep_models_days, settings.keep_events_days
        )


class Pruned(BaseModel):
    """What was taken out, or would be."""

    model_config = ConfigDict(frozen=True)

    decisions: int = 0
    sources: int = Field(0, description="Catalogues, counts, rules that no kept decision names.")
    events: int = 0
    receipts: int = 0
    models: tuple[str, ...] = Field((), description="Folders of models and of dead drafts.")
    freed_bytes: int = Field(0, description="Of the models.")

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was old enough."""
        return not (self.decisions or self.sources or self.events or self.receipts or self.models)


class Sizes(BaseModel):
    """How much is kept."""

    model_config = ConfigDict(frozen=True)

    decisions: int
    decision_bytes: float = Field(description="Mean bytes of the newest decisions.")
    events: int
    models: int
    model_bytes: int
