"""The first version of each region's rule set, shipped as data files."""

from functools import cache
from importlib.resources import files

from recommender.suitability.model import Region, RuleSet

REGIONS: tuple[Region, ...] = ("cn", "eu")


@cache
def first(region: Region) -> RuleSet:
    """Return the version of a region's rules that comes with the product."""
    data = files("recommender.suitability").joinpath("data", f"{region}.json")
    return RuleSet.model_validate_json(data.read_bytes())
