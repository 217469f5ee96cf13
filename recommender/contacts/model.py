"""Contacts as services use them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

CALL = "call"


class Contact(BaseModel):
    """One contact, or an attempt at one."""

    model_config = ConfigDict(frozen=True)

    id: str
    customer_id: str
    channel: str
    at: datetime
    by: str
    outcome: str
    followup_id: str | None = None
