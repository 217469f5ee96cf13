"""Errors of the dashboard package.

CompanionError (see recommender.errors)
├── NotAllowed ── SignInRequired (401)   no session, or it ended
│              ├── ConfirmationRequired (403)  the password is asked for once more
│              └── Mandatory (403)       the bank requires this tile
├── Invalid ── PreconditionRequired (428)  If-Match is missing
└── TooMany ── Busy (429)                too many sign-ins at once
"""

from recommender.errors import (
    CompanionError,
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    Stale,
    TooMany,
    Unavailable,
)

__all__ = [
    "Busy",
    "CompanionError",
    "ConfirmationRequired",
    "Conflict",
    "Invalid",
    "Mandatory",
    "NotAllowed",
    "NotFound",
    "PreconditionRequired",
    "SignInRequired",
    "Stale",
    "TooMany",
    "Unavailable",
]


class SignInRequired(NotAllowed):
    """No valid session."""

    status = 401
    title = "Please sign in"


class ConfirmationRequired(NotAllowed):
    """The person must give the password once more."""

    status = 403
    title = "Please confirm with your password"


class Mandatory(NotAllowed):
    """The bank requires this tile."""

    status = 403
    title = "This card stays"


class PreconditionRequired(Invalid):
    """A conditional request was expected."""

    status = 428
    title = "If-Match is missing"


class Busy(TooMany):
    """Too many sign-ins are being checked at once."""
