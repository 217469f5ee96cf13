"""Who is meant by a customer, what an erasure did, and a legal hold as people read them."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

CUSTOMER_SELF = "customer"
"""What stands for the customers themselves where an erasure names who asked for it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Every name under which one customer is stored.

    Attributes:
        users: Accounts that sign in for the customer.
        visitors: Visitors who turned out to be the customer.
    """

    customer_id: str
    users: frozenset[str] = frozenset()
    visitors: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """All ids of the person."""
        return frozenset({self.customer_id}) | self.users | self.visitors

    @property
    def owners(self) -> frozenset[str]:
        """The ids under which the person acts: accounts, and visitors with their prefix."""
        return self.users | {f"visitor:{one}" for one in self.visitors}


class Claim(BaseModel):
    """What an erasure emptied and left in its place, so that nobody can empty more unseen.

    Attributes:
        digest: SHA-256 over each id and the hash that stays, in the order of the ids.
    """

    model_config = ConfigDict(frozen=True)

    count: int
    digest: str


class Kept(BaseModel):
    """Rows that the law keeps, under a pseudonym."""

    model_config = ConfigDict(frozen=True)

    table: str
    rows: int
    why: str


class Erasure(BaseModel):
    """What an erasure did."""

    model_config = ConfigDict(frozen=True)

    id: str
    at: datetime
    pseudonym: str = Field(description="Stands for the customer where the law keeps a record.")
    deleted: dict[str, int] = Field(description="Rows taken out, by table.")
    kept: tuple[Kept, ...]
    decisions: Claim = Field(description="Decisions whose content was emptied; digests stay.")
    audit_entries: Claim = Field(description="Audit entries whose personal fields were emptied.")


class Confirmation(BaseModel):
    """What customers send to erase themselves."""

    model_config = ConfigDict(extra="forbid")

    password: str = Field("", max_length=256, repr=False)


class HoldIn(BaseModel):
    """Why a customer's records are held."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=3, max_length=200)


class Hold(BaseModel):
    """A legal hold that stands."""

    model_config = ConfigDict(frozen=True)

    reason: str
    placed_by: str
    placed_at: datetime


class HoldView(BaseModel):
    """Whether a customer's records are held."""

    customer_id: str
    hold: Hold | None
