"""Errors of the dashboard package.

CompanionError (see recommender.errors)
├── NotAllowed ── SignInRequired (401)   no session, or it ended
│              ├── ConfirmationRequired (403)  the password is asked for once more
│              ├── Mandatory (403)       the bank requires this tile
│              └── Locked (403)          the bank's policy forbids it, for a reason in its words
├── Invalid ── PreconditionRequired (428)  If-Match is missing
└── TooMany ── Busy (429)                too many sign-ins at once
"""

from collections.abc import Mapping, Sequence
from typing import Any

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
from recommender.language import ENGLISH, pick

__all__ = [
    "Busy",
    "CompanionError",
    "ConfirmationRequired",
    "Conflict",
    "Invalid",
    "Locked",
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


class Locked(NotAllowed):
    """The bank's policy forbids this, for a reason that it wrote in several languages."""

    title = "The bank keeps this as it is"

    def __init__(
        self, reason: Mapping[str, str], *, details: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__(pick(reason, ENGLISH), details=details)
        self.reason = reason


class PreconditionRequired(Invalid):
    """A conditional request was expected."""

    status = 428
    title = "If-Match is missing"


class Busy(TooMany):
    """Too many sign-ins are being checked at once."""
