"""The first version of each region's rule set, shipped as data files."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from recommender.suitability.model import Region, RuleSet

REGIONS: tuple[Region, ...] = ("cn", "eu")


@cache
def first(region: Region) -> RuleSet:
    """Return the version of a region's rules that comes with the product."""
    data = files("recommender.suitability").joinpath("data", f"{region}.json")
    return RuleSet.model_validate_json(data.read_bytes())


def live_on(approved: Sequence[RuleSet], today: date) -> RuleSet:
    """Return the version that holds on a day: the one that began last."""
    begun = [one for one in approved if one.valid_from <= today]
    return max(begun or approved[:1], key=lambda one: (one.valid_from, one.version))
