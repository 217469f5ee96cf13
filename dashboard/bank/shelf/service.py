"""The shelf for one customer: the engine's masks say what may be offered, nobody else does."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from dashboard.bank.model import ProductSheet
from dashboard.bank.repository import BankRepository
from dashboard.bank.shelf.repository import Figures, Noted, ShelfRepository
from dashboard.consents.sight import Scopes, require_owner, require_sight
from dashboard.errors import Conflict, NotFound
from recommender.catalogue.model import PRODUCT
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.ports import Actor, Clock
from widgets.ports.shelf import Offer, Watched

DEPOSIT = "deposit"
MOST_WATCHED = 20
YEAR_DAYS = 365
HIDDEN = "private"
"""What only qualified investors may be shown is not named to others at all."""


class Masks(Protocol):
    """What the engine knows of what may be offered."""

    async def withheld(self, facts: Facts, kinds: tuple[str, ...]) -> dict[ItemKey, str]:
        """Return what a customer may not be offered now, each with its reason."""
        ...


class Customers(Protocol):
    """Customers as decisions know them."""

    async def facts(self, customer_id: str) -> Facts:
        """Return what a decision may know of a customer."""
        ...


class ShelfService:
    """Products as one customer may see them, and the customer's watch list."""

    def __init__(
        self,
        stores: tuple[BankRepository, ShelfRepository],
        masks: Masks,
        customers: Customers,
        *,
        scopes: Scopes,
        clock: Clock,
    ) -> None:
        self._bank, self._store = stores
        self._masks = masks
        self._customers = customers
        self._scopes = scopes
        self._clock = clock

    async def deposits(self, actor: Actor, customer_id: str) -> list[Offer]:
        """List the deposits that may be offered to the customer, the shortest term first."""
        ids = await self._store.ids_of_type(DEPOSIT)
        found = await self.products(actor, customer_id, ids)
        free = [one for one in found if not one.withheld and one.rate_e8]
        return sorted(free, key=_by_term)

    async def products(
        self, actor: Actor, customer_id: str, product_ids: Sequence[str]
    ) -> list[Offer]:
        """Return some products in this order; each says what withholds it from the customer."""
        await require_sight(self._scopes, actor, customer_id)
        facts = await self._customers.facts(customer_id)
        withheld = await self._masks.withheld(facts, (PRODUCT,))
        reasons = {key.id: reason for key, reason in withheld.items()}
        sheets = {one.id: one for one in await self._bank.products(product_ids)}
        figures = await self._figures(product_ids)
        return [
            _offer(sheets[id_], figures[id_], reasons.get(id_, ""), is_held=id_ in facts.held)
            for id_ in product_ids
            if id_ in sheets and (reasons.get(id_) != HIDDEN or id_ in facts.held)
        ]

    async def watched(self, actor: Actor, customer_id: str) -> list[Watched]:
        """List what the customer watches, the newest first."""
        await require_sight(self._scopes, actor, customer_id)
        noted = await self._store.watched(customer_id)
        found = await self.products(actor, customer_id, [one.product_id for one in noted])
        offers = {one.product_id: one for one in found}
        return [
            Watched(
                offer=offers[one.product_id],
                since=one.since,
                rate_then_e8=one.rate_then_e8,
                price_then_e6=one.price_then_e6,
            )
            for one in noted
            if one.product_id in offers
        ]

    async def watch(self, actor: Actor, customer_id: str, product_id: str) -> None:
        """Put a product on the customer's watch list; watching is looking, not being offered.

        Raises:
            NotFound: There is no such product for this customer.
            Conflict: The list is full.
        """
        require_owner(actor, customer_id)
        if not await self.products(actor, customer_id, [product_id]):
            raise NotFound("There is no such product.")
        if len(await self._store.watched(customer_id)) >= MOST_WATCHED:
            raise Conflict("Your watch list is full: take something off it first.")
        now = (await self._figures([product_id]))[product_id]
        noted = Noted(product_id, self._clock.today(), now.rate_e8, now.price_e6)
        await self._store.watch(customer_id, noted)

    async def unwatch(self, actor: Actor, customer_id: str, product_id: str) -> None:
        """Take a product off the customer's watch list."""
        require_owner(actor, customer_id)
        await self._store.unwatch(customer_id, product_id)

    async def _figures(self, product_ids: Collection[str]) -> Mapping[str, Figures]:
        today = self._clock.today()
        return await self._store.figures(product_ids, today, today - timedelta(days=YEAR_DAYS))


def _by_term(one: Offer) -> tuple[bool, int, int]:
    return one.term_days is None, one.term_days or 0, -(one.rate_e8 or 0)


def _offer(sheet: ProductSheet, figures: Figures, withheld: str, *, is_held: bool) -> Offer:
    now, before = figures.price_e6, figures.price_before_e6
    change = now / before - 1 if now and before else None
    return Offer(
        product_id=sheet.id,
        name=sheet.titles,
        product_type=sheet.product_type,
        type_name=sheet.type_name,
        grade=sheet.grade or None,
        rate_e8=figures.rate_e8,
        rate=sheet.rate,
        rate_label=sheet.rate_label,
        term_days=sheet.term_days,
        minimum=sheet.minimum,
        exit=sheet.exit,
        fees=tuple((fee.label, fee.value) for fee in sheet.fees),
        withheld=withheld,
        price_e6=now,
        priced_on=figures.priced_on,
        change=change,
        is_held=is_held,
    )
