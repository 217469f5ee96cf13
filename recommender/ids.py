"""Ids that come from outside, as they are accepted at every border."""

from typing import Annotated

from pydantic import StringConstraints

ID_PATTERN = r"^[A-Za-z0-9._:-]{1,64}$"
ID_LENGTH = 64

ExternalId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
