"""The demo's texts and numbers, read once from the TOML files beside this module."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from recommender.customers.model import Segment

Texts = dict[str, str]
FOLDER = Path(__file__).parent / "texts"


class Sheet(BaseModel):
    """A frozen entry of a text file; unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Product(Sheet):
    """One product as written below products/; money in major units, rates in per cent.

    Attributes:
        grade: R1 to R5; None for what is no investment (loans, exchange, trusts).
        most: The largest purchase; None is without limit.
        situations: In which situations of life it is wanted; see `people.SITUATIONS`.
        applied: It is applied for at the bank; the demo books no money for it.
    """

    id: str
    type: str
    kind: str = ""
    grade: int | None = Field(None, ge=1, le=5)
    currency: str = "CNY"
    minimum: int
    most: int | None = None
    term_days: int | None = None
    rate: float | None = None
    rate_label: str
    shown: Texts | None = None
    price: tuple[float, float, float] | None = None
    exit: str
    topics: tuple[str, ...]
    situations: tuple[str, ...]
    weight: float
    fees: dict[str, str] = {}
    segments: tuple[str, ...] = ()
    single_hold: bool = False
    cover: bool = False
    private: bool = False
    applied: bool = False
    min_age: int | None = None
    max_age: int | None = None
    available: tuple[int, int] | None = None
    title: Texts
    summary: Texts
    suits: Texts
    avoids: Texts

    @property
    def minimum_minor(self) -> int:
        """The smallest purchase in minor units."""
        return self.minimum * 100

    @property
    def rate_e8(self) -> int | None:
        """The rate of a year as a scaled share, so 1.15 % is 1_150_000."""
        return None if self.rate is None else round(self.rate * 1_000_000)


class Content(Sheet):
    """One article, video or offer as written below contents/.

    Attributes:
        segments, capacity: For whom it is; empty and None are everybody.
        season: Months in which it is read more; empty is all year.
        day, ends: Published so many days from the anchor, and until when; None has no end.
        body: The article, or the transcript of the video.
    """

    id: str
    format: Literal["article", "video", "offer"] = "article"
    topics: tuple[str, ...]
    situations: tuple[str, ...]
    links: dict[str, float] = {}
    segments: tuple[Segment, ...] = ()
    capacity: int | None = Field(None, ge=1, le=5)
    minutes: int | None = None
    season: tuple[int, ...] = ()
    day: int
    ends: int | None = None
    weight: float
    title: Texts
    summary: Texts
    body: Texts


class Party(Sheet):
    """One employer, shop, biller or other counterparty."""

    id: str
    kind: str
    name: Texts


class Persona(Sheet):
    """What sets one of the first customers apart from the crowd; see personas.toml."""

    name: Texts
    about: Texts
    title: Texts
    segment: str
    age: int
    region: str
    language: str
    capacity: int | None
    assessed_days: int | None = None
    qualified_days: int | None = None
    income: int
    cash: int
    dollars: int = 0
    tastes: dict[str, float]
    situations: tuple[str, ...]
    activity: float = 1.0
    habit: str = "converts"
    refuses: tuple[str, ...] = ()
    card: bool = True
    opened_days: int | None = None
    positions: dict[str, int] = {}
    dated: tuple[tuple[str, int, int], ...] = ()
    reads: tuple[tuple[str, int], ...] = ()
    goals: tuple[tuple[str, int, int], ...] = ()


class Staff(Sheet):
    """One member of staff with a sign-in name."""

    username: str
    roles: tuple[str, ...]
    name: Texts
    title: Texts
    about: Texts


class NoticeText(Sheet):
    """One message of the bank; days count from the anchor."""

    id: str
    level: Literal["info", "warning", "critical"]
    segment: Segment | None = None
    starts: int
    ends: int
    title: Texts
    body: Texts


@cache
def products() -> tuple[Product, ...]:
    """Return the products, file by file."""
    return tuple(Product(**one) for one in _each("products", "product"))


@cache
def contents() -> tuple[Content, ...]:
    """Return the articles, videos and offers, topic by topic."""
    return tuple(Content(**one) for one in _each("contents", "content"))


@cache
def parties() -> tuple[Party, ...]:
    """Return the counterparties."""
    return tuple(Party(**one) for one in read("parties")["party"])


@cache
def personas() -> tuple[Persona, ...]:
    """Return the personas: the first is customer1, the second customer2 and so on."""
    return tuple(Persona(**one) for one in read("personas")["persona"])


@cache
def staff() -> tuple[Staff, ...]:
    """Return the members of staff."""
    return tuple(Staff(**one) for one in read("personas")["staff"])


@cache
def notices() -> tuple[NoticeText, ...]:
    """Return the bank's notices."""
    return tuple(NoticeText(**one) for one in read("notices")["notice"])


@cache
def read(name: str) -> dict[str, Any]:
    """Read one text file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def _each(folder: str, entry: str) -> Iterator[dict[str, Any]]:
    """Yield the entries of every text file of a folder, in the order of the names."""
    for path in sorted((FOLDER / folder).glob("*.toml")):
        yield from read(f"{folder}/{path.stem}")[entry]
