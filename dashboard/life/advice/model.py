"""Messages between a customer and the relationship manager."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_LETTERS = 1000
MessageText = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=MOST_LETTERS, pattern=r"^[^\x00]+$"
    ),
]


class MessageIn(BaseModel):
    """What somebody writes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: MessageText


class StoredMessage(BaseModel):
    """One message of a thread."""

    model_config = ConfigDict(frozen=True)

    id: str
    customer_id: str
    is_customer: bool = Field(description="Written by the customer, not by the bank.")
    asks_call: bool = Field(description="The customer asks to be called back.")
    text: str
    at: datetime
