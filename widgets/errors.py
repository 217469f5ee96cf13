"""Errors of the widgets package.

CompanionError (see recommender.errors)
└── WidgetError
    ├── UnknownKind (422)  no widget of that name is registered
    ├── NoData (404)       the tile has nothing to show: its empty state
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
    """Nothing to show: the tile turns empty."""

    status = 404
    title = "Nothing here yet"


class SourceDown(WidgetError):
    """The source failed: the tile turns to its error state."""

    status = 503
    title = "Source not available"


class NotGranted(WidgetError):
    """A kind touched a port that its needs do not name."""

    title = "Not granted"
