"""Conditions in words, for whoever wonders where a card is."""

from collections.abc import Sequence

from dashboard.layouts.conditions import Condition, DayOfMonth, InSituation, OnDevice, TimeOfDay
from recommender.language import say

DEVICES = {"desktop": "Computer", "tablet": "Tablet", "phone": "Phone"}
SITUATIONS = {
    "weekday": "On weekdays",
    "weekend": "At the weekend",
    "has_dues": "While a bill is due within a week",
    "no_dues": "While no bill is due",
    "senior": "In the senior edition",
}


def in_words(rules: Sequence[Condition], language: str) -> str:
    """Say all conditions of a card in one line."""
    return " · ".join(_told(one, language) for one in rules)


def _told(rule: Condition, language: str) -> str:
    match rule:
        case TimeOfDay():
            since, until = f"{rule.since:%H:%M}", f"{rule.until:%H:%M}"
            return say(language, "From {since} until {until}", since=since, until=until)
        case DayOfMonth():
            return say(language, "From day {first} to {last}", first=rule.first, last=rule.last)
        case OnDevice():
            return " / ".join(say(language, DEVICES[one]) for one in rule.devices)
        case InSituation():
            return say(language, SITUATIONS[rule.state])
