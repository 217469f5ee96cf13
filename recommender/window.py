"""The quarter of an hour in which an equal question on equal inputs has the same answer."""

from datetime import UTC, datetime

WINDOW_SECONDS = 900
"""Midnight ends a window in every time zone."""


def window_of(at: datetime) -> int:
    """Return the number of the window since 1970."""
    return int(at.timestamp()) // WINDOW_SECONDS


def start_of(at: datetime) -> datetime:
    """Return the instant at which the window of an instant began."""
    return datetime.fromtimestamp(window_of(at) * WINDOW_SECONDS, UTC)
