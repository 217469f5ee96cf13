"""What every answer of a port is."""

from pydantic import BaseModel, ConfigDict

Texts = dict[str, str]


class Fact(BaseModel):
    """A frozen answer of a port."""

    model_config = ConfigDict(frozen=True)
