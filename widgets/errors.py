"""Errors of the widgets package.

CompanionError (see recommender.errors)
└── WidgetError
    ├── UnknownKind (422)  no widget of that name is registered
    ├── NoData (404)       the tile has nothing to show: its empty state, with one way on
    │   └── NotConnected   the bank has not connected this source
    ├── SourceDown (503)   the source failed or timed out: its error state
    └── NotGranted (500)   a kind touched a port that its needs do not name
"""

from recommender.errors import CompanionError


class WidgetError(CompanionError):
    """Root of the widgets' own errors."""


class UnknownKind(WidgetError):
    """No such widget kind."""

    status = 422
    title = "Unknown widget"


class NoData(WidgetError):
    """Nothing to show: the tile turns empty.

    Attributes:
        label, href: The one way on, an English msgid and a page of ours; empty for none.
    """

    status = 404
    title = "Nothing here yet"

    def __init__(self, message: str, *, label: str = "", href: str = "") -> None:
        super().__init__(message)
        self.label, self.href = label, href


class NotConnected(NoData):
    """The bank has not connected this source: said plainly, nothing is made up."""

    def __init__(self, message: str = "Your bank has not connected this yet.") -> None:
        super().__init__(message, label="Choose another card", href="/gallery")


class SourceDown(WidgetError):
    """The source failed: the tile turns to its error state."""

    status = 503
    title = "Source not available"


class NotGranted(WidgetError):
    """A kind touched a port that its needs do not name."""

    title = "Not granted"
