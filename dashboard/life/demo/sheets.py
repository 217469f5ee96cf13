"""What the demo bank offers in everyday life, read once from its TOML file."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parents[1] / "texts" / "demo.toml"
Texts = dict[str, str]


class Sheet(BaseModel):
    """A frozen entry of the file; unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Trade(Sheet):
    """What a biller is paid for.

    Attributes:
        also: What people call the bill, apart from one another by spaces.
        cold: It is there only where homes are heated.
    """

    category: str
    zh: str
    en: str
    also: str
    cold: bool = False


class PublicService(Sheet):
    """A public service.

    Attributes:
        amount, count: Between which yuan or numbers the customers' figures lie.
        missing: Regions that do not offer it.
    """

    code: str
    icon: str
    name: Texts
    told: Texts
    amount: tuple[int, int] | None = None
    count: tuple[int, int] | None = None
    missing: tuple[str, ...] = ()


class Task(Sheet):
    """A task of the benefits."""

    id: str
    name: Texts
    points: int
    period: str
    proof: str = ""


class Reward(Sheet):
    """A reward of the benefits."""

    id: str
    name: Texts
    points: int
    stock: int


class Branch(Sheet):
    """A branch that every region has; the queue is of the hours from nine on."""

    key: str
    name: Texts
    address: Texts
    opens: int
    closes: int
    queue: tuple[int, ...]


class Destination(Sheet):
    """Where cards work."""

    code: str
    currency: str
    name: Texts


class Cause(Sheet):
    """What one can give to; goal and raised in yuan."""

    id: str
    name: Texts
    purpose: Texts
    goal: int
    raised: int


class Offer(Sheet):
    """The whole file."""

    trade: tuple[Trade, ...]
    service: tuple[PublicService, ...]
    task: tuple[Task, ...]
    reward: tuple[Reward, ...]
    branch: tuple[Branch, ...]
    destination: tuple[Destination, ...]
    cause: tuple[Cause, ...]


@cache
def offer() -> Offer:
    """Return what the demo bank offers."""
    return Offer.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
