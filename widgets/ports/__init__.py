"""The data that widgets may ask for: narrow Protocols, answered by the dashboard's adapters.

One file a subject; `Ports` names them all, and `widgets.base.Need` is the name of its fields.
"""

from dataclasses import dataclass

from widgets.ports.bank import Account, Bank, Due, Holding
from widgets.ports.facts import Fact, Texts
from widgets.ports.notices import Notice, Notices
from widgets.ports.ranked import Feed, Reason, Recommend, Suggestion, Suggestions

__all__ = [
    "Account",
    "Bank",
    "Due",
    "Fact",
    "Feed",
    "Holding",
    "Notice",
    "Notices",
    "Ports",
    "Reason",
    "Recommend",
    "Suggestion",
    "Suggestions",
    "Texts",
]


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a widget may be given; it receives only what its `needs` name."""

    bank: Bank
    recommend: Recommend
    feed: Feed
    notices: Notices
