"""The widgets' ports of money and wealth, answered by our own bank for one actor.

Each call opens its own unit of work; a deed opens one that is committed at its end.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dashboard.bank.cards.service import CardService
from dashboard.bank.markets.service import MarketService
from dashboard.bank.shelf.service import ShelfService
from dashboard.bank.spending.service import SpendingService
from dashboard.bank.wealth.service import WealthService
from recommender.ports import Actor, Clock
from widgets import ports


class Unit(Protocol):
    """What the adapters need of a unit of work."""

    @property
    def spending(self) -> SpendingService:
        """What the postings say."""
        ...

    @property
    def bank_cards(self) -> CardService:
        """Debit and credit cards."""
        ...

    @property
    def markets(self) -> MarketService:
        """What the bank quotes."""
        ...

    @property
    def bank_shelf(self) -> ShelfService:
        """Products as a customer may see them."""
        ...

    @property
    def wealth(self) -> WealthService:
        """What holdings were worth."""
        ...


Opener = Callable[[], AbstractAsyncContextManager[Unit]]


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways into the bank.

    Attributes:
        reading: Opens a unit of work that changes nothing.
        writing: Opens one that is committed at its end.
    """

    reading: Opener
    writing: Opener
    clock: Clock


class SpendingAdapter:
    """Implements `widgets.ports.Spending`."""

    def __init__(self, doors: Doors, actor: Actor) -> None:
        self._doors, self._actor = doors, actor

    async def by_category(self, customer_id: str, months: int) -> ports.Spent:
        """Return the spending of this month and the full months before it, by category."""
        async with self._doors.reading() as app:
            return await app.spending.by_category(self._actor, customer_id, months)

    async def flows(self, customer_id: str, months: int) -> list[ports.MonthFlow]:
        """Return what came and went in each month, the oldest first."""
        async with self._doors.reading() as app:
            return await app.spending.flows(self._actor, customer_id, months)

    async def regular(self, customer_id: str) -> list[ports.Regular]:
        """List payments that come back every month."""
        async with self._doors.reading() as app:
            return await app.spending.regular(self._actor, customer_id)

    async def pay(self, customer_id: str) -> ports.Pay | None:
        """Return the largest regular income."""
        async with self._doors.reading() as app:
            return await app.spending.pay(self._actor, customer_id)


class CardsAdapter:
    """Implements `widgets.ports.Cards`."""

    def __init__(self, doors: Doors, actor: Actor) -> None:
        self._doors, self._actor = doors, actor

    async def held(self, customer_id: str) -> list[ports.Card]:
        """List the cards, credit cards first."""
        async with self._doors.reading() as app:
            return await app.bank_cards.held(self._actor, customer_id)

    async def freeze(self, customer_id: str, card_id: str) -> None:
        """Let nothing more be paid with a card until it is unfrozen."""
        async with self._doors.writing() as app:
            await app.bank_cards.freeze(self._actor, customer_id, card_id)

    async def unfreeze(self, customer_id: str, card_id: str) -> None:
        """Let a frozen card be used again."""
        async with self._doors.writing() as app:
            await app.bank_cards.unfreeze(self._actor, customer_id, card_id)

    async def limits(self, customer_id: str) -> list[ports.Limit]:
        """List the limits."""
        async with self._doors.reading() as app:
            return await app.bank_cards.limits(self._actor, customer_id)

    async def lower(self, customer_id: str, kind: str, amount_minor: int) -> None:
        """Lower a limit."""
        async with self._doors.writing() as app:
            await app.bank_cards.lower(self._actor, customer_id, kind, amount_minor)


class MarketsAdapter:
    """Implements `widgets.ports.Markets`."""

    def __init__(self, doors: Doors, actor: Actor) -> None:
        self._doors, self._actor = doors, actor

    async def exchange(self, days: int) -> list[ports.Exchange]:
        """List the rates against the main currency."""
        async with self._doors.reading() as app:
            return await app.markets.exchange(self._actor, days)

    async def gold(self, days: int) -> ports.PriceLine:
        """Return the price of a gram of gold."""
        async with self._doors.reading() as app:
            return await app.markets.gold(self._actor, days)


class ShelfAdapter:
    """Implements `widgets.ports.Shelf`."""

    def __init__(self, doors: Doors, actor: Actor) -> None:
        self._doors, self._actor = doors, actor

    async def deposits(self, customer_id: str) -> list[ports.Offer]:
        """List the deposits that may be offered to the customer."""
        async with self._doors.reading() as app:
            return await app.bank_shelf.deposits(self._actor, customer_id)

    async def products(self, customer_id: str, product_ids: list[str]) -> list[ports.Offer]:
        """Return some products, each with what withholds it."""
        async with self._doors.reading() as app:
            return await app.bank_shelf.products(self._actor, customer_id, product_ids)

    async def watched(self, customer_id: str) -> list[ports.Watched]:
        """List what the customer watches."""
        async with self._doors.reading() as app:
            return await app.bank_shelf.watched(self._actor, customer_id)

    async def watch(self, customer_id: str, product_id: str) -> None:
        """Put a product on the watch list."""
        async with self._doors.writing() as app:
            await app.bank_shelf.watch(self._actor, customer_id, product_id)

    async def unwatch(self, customer_id: str, product_id: str) -> None:
        """Take a product off the watch list."""
        async with self._doors.writing() as app:
            await app.bank_shelf.unwatch(self._actor, customer_id, product_id)

    async def as_of(self) -> datetime:
        """Return the instant for which the shelf speaks."""
        return self._doors.clock.now()


class WealthAdapter:
    """Implements `widgets.ports.Wealth`."""

    def __init__(self, doors: Doors, actor: Actor) -> None:
        self._doors, self._actor = doors, actor

    async def performance(self, customer_id: str, months: int) -> ports.Performance | None:
        """Return value and gain over the last months."""
        async with self._doors.reading() as app:
            return await app.wealth.performance(self._actor, customer_id, months)


def adapters(doors: Doors) -> dict[str, Callable[[Actor], object]]:
    """Return the ports of money and wealth by name, each as an actor may see it."""
    made: dict[str, Callable[[Doors, Actor], object]] = {
        "spending": SpendingAdapter,
        "cards": CardsAdapter,
        "markets": MarketsAdapter,
        "shelf": ShelfAdapter,
        "wealth": WealthAdapter,
    }

    def bound(make: Callable[[Doors, Actor], object]) -> Callable[[Actor], object]:
        return lambda actor: make(doors, actor)

    return {name: bound(make) for name, make in made.items()}
