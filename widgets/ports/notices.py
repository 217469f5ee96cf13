"""Messages of the bank that must be seen."""

from datetime import datetime
from typing import Literal, Protocol

from widgets.ports.facts import Fact, Texts


class Notice(Fact):
    """One message of the bank that must be seen."""

    id: str
    level: Literal["info", "warning", "critical"]
    title: Texts
    body: Texts
    at: datetime
    seen: bool = False


class Notices(Protocol):
    """Messages of the bank."""

    async def current(self, customer_id: str) -> list[Notice]:
        """List the messages that are valid now, newest first."""
        ...
