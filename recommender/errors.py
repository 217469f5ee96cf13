"""Errors of the recommender.

CompanionError (500)                 the root of every package's errors
├── NotAllowed (403)                 the verb is forbidden to this actor
├── NotFound (404)                   absent, or somebody else's
├── Conflict (409)                   the state does not allow the step
├── Stale (412)                      the version sent is not the newest
├── Invalid (422)                    the input is wrong; `details` lists what
├── TooMany (429)                    over the limit; `retry_after_seconds`
└── Unavailable (503)                not ready yet, or a part is down
RecommenderError(CompanionError)
├── NoModel (503)                    nothing trained yet
└── OwnWork (403)                    four eyes: an editor of a version may not approve it
"""

from collections.abc import Mapping, Sequence
from typing import Any


class CompanionError(Exception):
    """Root of all errors that a person may be told about; the message is a sentence."""

    status = 500
    title = "Something went wrong"

    def __init__(self, message: str, *, details: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.details = [dict(one) for one in details]


class NotAllowed(CompanionError):
    """The actor may not do this."""

    status = 403
    title = "Not allowed"


class NotFound(CompanionError):
    """There is no such thing for this actor."""

    status = 404
    title = "Not found"


class Conflict(CompanionError):
    """The thing is in a state that does not allow the step."""

    status = 409
    title = "Not possible now"


class Stale(CompanionError):
    """Somebody saved a newer version."""

    status = 412
    title = "Changed meanwhile"


class Invalid(CompanionError):
    """The input is wrong."""

    status = 422
    title = "Please check the input"


class TooMany(CompanionError):
    """Over the limit."""

    status = 429
    title = "Too many requests"

    def __init__(self, message: str, *, retry_after_seconds: int = 1) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(CompanionError):
    """A part that is needed is not there now."""

    status = 503
    title = "Not available now"


class RecommenderError(CompanionError):
    """Root of the recommender's own errors."""


class NoModel(RecommenderError):
    """Nothing has been trained yet."""

    status = 503
    title = "No model yet"


class OwnWork(RecommenderError):
    """Four eyes: nobody approves what they edited."""

    status = 403
    title = "Four eyes"
