"""The wealth journey: in which stage somebody is, and the one step that it asks for.

The rule, shown on the card as well. The first line that holds names the stage:

1. start: less than one month of usual spending is at hand (cash and deposits), or no full month
   of spending is known yet.
2. reserve: less than three months are at hand.
3. preserve: 60 years or older, or the wealth covers 20 years of usual spending.
4. build: less than a tenth of the wealth is invested, or no goal is set.
5. grow: everybody else.
"""

from dataclasses import dataclass

from widgets.ports.goals import Stage

START_MONTHS, RESERVE_MONTHS = 1.0, 3.0
INVESTED_SHARE = 0.10
PRESERVE_AGE, PRESERVE_MONTHS = 60, 240.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rule looks at; amounts in minor units of the main currency.

    Attributes:
        monthly_minor: Usual spending of a month; 0 where none is known.
        invested_minor: Everything held but deposits and cash management.
        age: None where it is not known.
    """

    at_hand_minor: int
    invested_minor: int
    monthly_minor: int
    goals: int
    age: int | None = None

    @property
    def reserve_months(self) -> float | None:
        """Months of usual spending at hand; None where nothing is spent through us yet."""
        if self.monthly_minor <= 0:
            return None if self.at_hand_minor > 0 else 0.0
        return max(0.0, self.at_hand_minor / self.monthly_minor)

    @property
    def invested_share(self) -> float:
        """Share of the wealth that is invested."""
        total = max(0, self.at_hand_minor) + self.invested_minor
        return self.invested_minor / total if total else 0.0


STEPS = {
    "start": "save",
    "reserve": "fill_reserve",
    "build": "set_goal",
    "grow": "review",
    "preserve": "hand_on",
}


def stage_of(standing: Standing) -> Stage:
    """Return the stage, by the rule of this module."""
    months = standing.reserve_months
    if months is None or months < START_MONTHS:
        return "start"
    if months < RESERVE_MONTHS:
        return "reserve"
    if (standing.age or 0) >= PRESERVE_AGE or _is_covered(standing):
        return "preserve"
    if standing.invested_share < INVESTED_SHARE or not standing.goals:
        return "build"
    return "grow"


def _is_covered(standing: Standing) -> bool:
    """Say whether the wealth covers twenty years of the usual spending."""
    total = standing.at_hand_minor + standing.invested_minor
    return standing.monthly_minor > 0 and total >= PRESERVE_MONTHS * standing.monthly_minor
