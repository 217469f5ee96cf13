"""The widget contract: what a kind declares and what its load is given."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import reflex as rx
from pydantic import BaseModel, ConfigDict
from reflex.vars import Var

from recommender.language import pick, say
from recommender.ports import CUSTOMER
from widgets.ports import Ports

Size = Literal["S", "M", "L", "XL"]
Need = Literal[
    "bank", "recommend", "feed", "notices", "spending", "cards", "markets", "shelf", "wealth",
    "goals", "billers", "citizen", "security", "benefits", "places", "advisers", "papers", "tax",
    "travel", "family", "business", "charity",
]  # fmt: skip
Category = Literal["money", "wealth", "life", "messages", "services", "business"]
TIMEOUT_SECONDS = 3.0


class Config(BaseModel):
    """A tile's settings; every field has a default and a description (the form's help text)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Data(BaseModel):
    """What a tile shows, at most about 20 KB as JSON.

    Attributes:
        as_of: Age of the figures, shown at the tile's foot.
        decision_id: The engine's decision, where the tile shows one.
        is_partial: Some of the sources failed; what is there is shown and marked.
    """

    model_config = ConfigDict(allow_inf_nan=False)

    as_of: datetime | None = None
    decision_id: str = ""
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Who looks, when and in which language; `ports` answers only what the kind's needs name.

    Attributes:
        query: What is searched for on the card, empty for nothing.
    """

    customer_id: str
    language: str
    now: datetime
    today: date
    ports: Ports
    senior: bool = False
    query: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What the customer did on a card: one of the kind's `acts`, and to which item."""

    name: str
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """One kind of card.

    Attributes:
        kind: The module's name.
        title: English msgid; the header of the card.
        summary: English msgid; one sentence for the gallery.
        sizes: Sizes on offer, the first is the default.
        needs: The ports that `load` may use.
        refresh_seconds: How often an open page loads it again; 0 is never.
        stale_seconds: After this the last value is marked as old.
        roles: Who may place it.
        mandatory: It can be moved, never removed.
        senior: Whether the senior edition may show it.
        icons: Lucide icons that its rows may name besides `widgets.icons.USUAL`.
        acts: Names of the deeds that `act` accepts.
        act: Carries out a deed; the tile is loaded again afterwards.
        provider: Who offers a kind from outside; empty for ours.
        titles, summaries: Of a kind from outside, by language, instead of the catalogues' words.
        shares: What a kind from outside is told of the customer, with consent.
        is_offered: Whether the gallery shows it; a suspended kind stays where it lies.
    """

    kind: str
    title: str
    summary: str
    icon: str
    category: Category
    sizes: tuple[Size, ...]
    needs: tuple[Need, ...]
    config: type[Config]
    data: type[Data]
    load: Callable[[Context, Any], Awaitable[Data]]
    view: Callable[[Var[Any]], rx.Component]
    sample: Data
    refresh_seconds: int = 0
    stale_seconds: int = 3600
    timeout_seconds: float = TIMEOUT_SECONDS
    roles: tuple[str, ...] = (CUSTOMER,)
    mandatory: bool = False
    senior: bool = True
    icons: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    act: Callable[[Context, Any, Deed], Awaitable[None]] | None = None
    provider: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    summaries: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[str, ...] = ()
    is_offered: bool = True

    def title_in(self, language: str) -> str:
        """Return the title in a language."""
        return pick(self.titles, language) if self.titles else say(language, self.title)

    def summary_in(self, language: str) -> str:
        """Return the summary in a language."""
        return pick(self.summaries, language) if self.summaries else say(language, self.summary)
