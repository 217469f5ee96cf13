"""Errors of the content package.

CompanionError (see recommender.errors)
└── ContentError
    ├── OwnWork (403)         an editor of a version may not approve it
    └── NotPublishable (409)  the version is not approved, or changed since
"""

from recommender.errors import CompanionError


class ContentError(CompanionError):
    """Root of the content package's own errors."""


class OwnWork(ContentError):
    """Four eyes: nobody approves what they edited."""

    status = 403
    title = "Four eyes"


class NotPublishable(ContentError):
    """The version cannot go live as it is."""

    status = 409
    title = "Not ready to publish"
