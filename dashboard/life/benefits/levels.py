"""The levels: what was ever earned decides, what was spent takes nothing away."""

from dataclasses import dataclass

from widgets.ports import Texts


@dataclass(frozen=True, slots=True)
class Level:
    """One level.

    Attributes:
        since: Points ever earned from which it holds.
    """

    name: Texts
    since: int


LEVELS = (
    Level({"zh-Hans": "新芽", "en": "Sprout"}, 0),
    Level({"zh-Hans": "白银", "en": "Silver"}, 500),
    Level({"zh-Hans": "黄金", "en": "Gold"}, 1_500),
    Level({"zh-Hans": "铂金", "en": "Platinum"}, 4_000),
    Level({"zh-Hans": "钻石", "en": "Diamond"}, 10_000),
)


def level_of(earned: int) -> tuple[Level, float, int]:
    """Return the level, the share of the way to the next one, and the points that are missing.

    >>> level_of(1_000)[0].name["en"], level_of(1_000)[1:]
    ('Silver', (0.5, 500))
    >>> level_of(12_000)[1:]
    (1.0, 0)
    """
    place = max(n for n, level in enumerate(LEVELS) if earned >= level.since)
    level = LEVELS[place]
    if place + 1 == len(LEVELS):
        return level, 1.0, 0
    following = LEVELS[place + 1].since
    return level, (earned - level.since) / (following - level.since), following - earned
