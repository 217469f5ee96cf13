"""Errors of the content package.

CompanionError (see recommender.errors)
└── ContentError
    └── NotPublishable (409)  the version is not approved, or changed since
"""

from recommender.errors import CompanionError


class ContentError(CompanionError):
    """Root of the content package's own errors."""


class NotPublishable(ContentError):
    """The version cannot go live as it is."""

    status = 409
    title = "Not ready to publish"
