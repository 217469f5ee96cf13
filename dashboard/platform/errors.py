"""Errors of the widget platform.

SourceDown (503, see widgets.errors)
└── OutsideFailed      a provider's answer was refused or never came; `reason` says which
"""

from typing import Literal

from widgets.errors import SourceDown

Reason = Literal[
    "host",
    "address",
    "unreachable",
    "slow",
    "status",
    "redirects",
    "size",
    "type",
    "signature",
    "face",
    "limit",
    "resting",
]


class OutsideFailed(SourceDown):
    """A provider's answer was refused or never came."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason
