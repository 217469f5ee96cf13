"""When a card is there: conditions that a customer sets on it; all of them must hold."""

from datetime import time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

CONDITIONS_MAX = 6
Device = Literal["desktop", "tablet", "phone"]
Situation = Literal["weekday", "weekend", "senior", "has_dues", "no_dues"]
Day = Annotated[int, Field(ge=1, le=31)]


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TimeOfDay(_Rule):
    """From one time of the bank's day until before another, over midnight where it ends earlier."""

    by: Literal["time"] = "time"
    since: time = Field(description="First minute.")
    until: time = Field(description="First minute without it.")


class DayOfMonth(_Rule):
    """From one day of the month to another, over its end where the last is the smaller one."""

    by: Literal["day"] = "day"
    first: Day = Field(description="First day of the month.")
    last: Day = Field(description="Last day of the month.")


class OnDevice(_Rule):
    """On these widths of screen only."""

    by: Literal["device"] = "device"
    devices: tuple[Device, ...] = Field(min_length=1, max_length=3)


class InSituation(_Rule):
    """While the customer or the day is in this state."""

    by: Literal["state"] = "state"
    state: Situation


Condition = Annotated[TimeOfDay | DayOfMonth | OnDevice | InSituation, Field(discriminator="by")]
