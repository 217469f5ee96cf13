"""Ids that come from outside, as they are accepted at every border."""

import re
from typing import Annotated

from pydantic import StringConstraints

ID_PATTERN = r"^[A-Za-z0-9._:-]{1,64}$"
ID_LENGTH = 64

UUID_PATTERN = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

ExternalId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]


def is_uuid(text: str) -> bool:
    """Say whether a text can be the id of one of our own rows."""
    return UUID_PATTERN.fullmatch(text) is not None
