"""Items that can be ranked, as they come in and as decisions use them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from recommender.customers.model import MOST_MINOR, Currency
from recommender.ids import ExternalId

PRODUCT, CONTENT, SERVICE = "product", "content", "service"
KINDS = (PRODUCT, CONTENT, SERVICE)
OPEN, CLOSED, UNREVIEWED = "open", "closed", "unreviewed"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

Kind = Literal["product", "content", "service"]
Word = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
TextLanguage = Literal["zh-Hans", "zh-Hant", "en"]


@dataclass(frozen=True, slots=True)
class Link:
    """A tie from content to a product; `weight` is above 0 and at most 1."""

    product_id: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One product, content or service.

    Attributes:
        titles: Language to text.
        grade: Risk R1 to R5 as 1 to 5; None for what has none (content, services).
        state: `unreviewed` and `closed` items are never promoted.
        available_from: First instant of promotion.
        available_until: First instant after promotion; None is open-ended.
        single_hold: A customer needs it only once.
        private: Only for qualified investors.
        links: For content, the products that it speaks of.
        pending_grade: A lower grade that waits for approval.
        put_by: Actor who brought this state of the item.
    """

    kind: str
    id: str
    titles: Mapping[str, str]
    grade: int | None = None
    topics: tuple[str, ...] = ()
    state: str = OPEN
    available_from: datetime = LONG_AGO
    available_until: datetime | None = None
    single_hold: bool = False
    private: bool = False
    min_age: int | None = None
    max_age: int | None = None
    product_type: str = ""
    minimum_minor: int = 0
    currency: str = "CNY"
    attributes: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    pending_grade: int | None = None
    put_by: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Kind and id."""
        return self.kind, self.id


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    titles: dict[TextLanguage, Title] = Field(min_length=1)
    topics: tuple[Word, ...] = Field((), max_length=50)
    available_from: AwareDatetime = LONG_AGO
    available_until: AwareDatetime | None = None
    min_age: int | None = Field(None, ge=0, le=150)
    max_age: int | None = Field(None, ge=0, le=150)
    attributes: dict[Word, str | int | bool | None] = Field({}, max_length=50)

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.available_until is not None and self.available_until <= self.available_from:
            raise ValueError("available_until must be later than available_from.")
        return self


class ProductIn(_Sent):
    """A product as a bank's system sends it."""

    grade: int = Field(ge=1, le=5, description="Risk R1 to R5.")
    product_type: Word
    state: Literal["open", "closed"] = "open"
    single_hold: bool = False
    private: bool = Field(False, description="Only for qualified investors.")
    minimum_minor: int = Field(0, ge=0, le=MOST_MINOR)
    currency: Currency = "CNY"

    def item(self, item_id: str) -> CatalogueItem:
        """Return the item."""
        return CatalogueItem(PRODUCT, item_id, **dict(self))


class LinkIn(BaseModel):
    """A tie from content to a product."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    id: ExternalId
    weight: float = Field(1.0, gt=0, le=1)


class ContentIn(_Sent):
    """Content as another system sends it; invisible until a reviewer approves it."""

    products: tuple[LinkIn, ...] = Field((), max_length=50)

    @field_validator("products")
    @classmethod
    def _each_product_once(cls, products: tuple[LinkIn, ...]) -> tuple[LinkIn, ...]:
        if len({one.id for one in products}) < len(products):
            raise ValueError("Each product is linked once.")
        return products

    def item(self, item_id: str) -> CatalogueItem:
        """Return the item, unreviewed."""
        sent = dict(self)
        links = tuple(Link(one.id, one.weight) for one in sent.pop("products"))
        return CatalogueItem(CONTENT, item_id, **sent, links=links, state=UNREVIEWED)
