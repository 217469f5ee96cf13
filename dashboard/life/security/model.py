"""Transfers as the core bank reports them."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from recommender.customers.model import MOST_MINOR, Currency, Language
from recommender.ids import ExternalId

NameText = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]


class TransferIn(BaseModel):
    """A transfer out of a customer's current account, made through any channel of the bank."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    transfer_id: ExternalId = Field(description="The bank's own id: one transfer is taken once.")
    customer_id: ExternalId
    payee_id: ExternalId
    payee: dict[Language, NameText] = Field(min_length=1, description="{language: name}")
    amount_minor: int = Field(gt=0, le=MOST_MINOR)
    currency: Currency = "CNY"
    at: AwareDatetime | None = Field(None, description="When it was ordered; now if left out.")

    @property
    def payee_names(self) -> dict[str, str]:
        """The payee's name by language."""
        return {str(language): name for language, name in self.payee.items()}


class TransferTaken(BaseModel):
    """What became of a reported transfer."""

    transaction_id: str
    oddities: list[str] = Field(description="Why an alert was raised; empty: none was.")
    at: datetime
