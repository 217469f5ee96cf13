"""Messages between a customer and the relationship manager."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from recommender.ids import ExternalId

MOST_LETTERS = 1000
MessageText = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=MOST_LETTERS, pattern=r"^[^\x00]+$"
    ),
]


class About(BaseModel):
    """What a message is written about: an item, and the decision that showed it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["product", "content"]
    item_id: ExternalId
    decision_id: UUID | None = Field(None, description="Of the list in which the customer saw it.")


class MessageIn(BaseModel):
    """What somebody writes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: MessageText
    about: About | None = None


class StoredMessage(BaseModel):
    """One message of a thread."""

    model_config = ConfigDict(frozen=True)

    id: str
    customer_id: str
    is_customer: bool = Field(description="Written by the customer, not by the bank.")
    asks_call: bool = Field(description="The customer asks to be called back.")
    text: str
    at: datetime
    decision_id: str | None = Field(None, description="The decision that showed the item.")
    kind: str | None = Field(None, description="Of the item that it is about.")
    item_id: str | None = None
