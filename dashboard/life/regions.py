"""The provinces and regions of that rank, with their cities."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from recommender.language import ENGLISH, SIMPLIFIED
from widgets.ports import Region, Texts

FILE = Path(__file__).parent / "texts" / "regions.toml"


class Province(BaseModel):
    """One province.

    Attributes:
        cities: In Chinese; a name in Latin letters follows after a slash where pinyin is not it.
        is_cold: Homes are heated by the town in winter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    zh: str
    en: str
    cities: str
    is_cold: bool = False

    @property
    def name(self) -> Texts:
        """The province's name in the languages that are written down."""
        return {SIMPLIFIED: self.zh, ENGLISH: self.en}


@cache
def provinces() -> tuple[Province, ...]:
    """Return all provinces in their customary order."""
    written = tomllib.loads(FILE.read_text(encoding="utf-8"))["province"]
    return tuple(Province.model_validate(one) for one in written)


@cache
def regions() -> tuple[Region, ...]:
    """Return code and name of all provinces."""
    return tuple(Region(code=one.code, name=one.name) for one in provinces())


def region_of(name: str) -> Region | None:
    """Return the region that is named so, by code or by English name."""
    wanted = name.lower().replace(" ", "-")
    return next((one for one in regions() if one.code == wanted), None)
