"""What the bank tells, and whom: a customer's money only to who may see that customer."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from dashboard.bank.model import PRICE_SCALE, CustomerCard, Movement, NetWorth, ProductSheet
from dashboard.bank.names import account_name
from dashboard.bank.positions import Position, converted, worth
from dashboard.bank.repository import BankRepository
from dashboard.consents.sight import Scopes, require_sight
from dashboard.errors import NotFound, Unavailable
from recommender.money import Money
from recommender.ports import Actor, Clock
from widgets.ports import Account, Due, Holding

MAIN_CURRENCY = "CNY"
DAYS_OF_A_YEAR = 365
MOST_MOVEMENTS = 200


class BankService:
    """Products for everybody, money for its owner and for staff with the owner's consent."""

    def __init__(self, store: BankRepository, scopes: Scopes, clock: Clock) -> None:
        self._store = store
        self._scopes = scopes
        self._clock = clock

    async def product(self, product_id: str) -> ProductSheet:
        """Return one product's sheet, which everybody may read."""
        sheet = await self._store.product(product_id)
        if sheet is None:
            raise NotFound("There is no such product.")
        return sheet if all(sheet.rate.values()) else await self._with_past_year(sheet)

    async def products(self) -> list[ProductSheet]:
        """Return every product's sheet."""
        return await self._store.products()

    async def customers(self, actor: Actor, ids: Collection[str]) -> dict[str, CustomerCard]:
        """Return name and segment of those customers whom the actor may see."""
        return await self._store.customers([one for one in ids if actor.may_see(one)])

    async def accounts(self, actor: Actor, customer_id: str) -> list[Account]:
        """List the accounts with their balances, the main currency first."""
        await require_sight(self._scopes, actor, customer_id)
        now = self._clock.now()
        return [
            Account(
                id=one.id,
                name=account_name(one.kind, one.balance.currency, one.number),
                kind=one.kind,
                balance=one.balance,
                as_of=now,
            )
            for one in await self._store.balances(customer_id)
        ]

    async def movements(
        self, actor: Actor, customer_id: str, *, limit: int = 50, before: str | None = None
    ) -> Sequence[Movement]:
        """List the newest lines of the customer's accounts."""
        await require_sight(self._scopes, actor, customer_id)
        accounts = [one.id for one in await self._store.balances(customer_id)]
        return await self._store.movements(accounts, min(limit, MOST_MOVEMENTS), before)

    async def holdings(self, actor: Actor, customer_id: str) -> list[Holding]:
        """List the products held at their last price, the main currency and the largest first."""
        await require_sight(self._scopes, actor, customer_id)
        today = self._clock.today()
        positions = await self._store.positions(customer_id)
        deposits = await self._store.deposits(customer_id, today)
        prices = await self._store.prices(positions.keys(), today)
        ids = {*positions, *(one.product_id for one in deposits)}
        found = []
        for sheet in await self._store.products(ids):
            held = positions.get(sheet.id, Position())
            kept = sum(one.principal.minor for one in deposits if one.product_id == sheet.id)
            value = worth(held.units_e6, prices.get(sheet.id, 0)) + kept
            found.append(self._holding(sheet, value, held.cost_minor + kept))
        return sorted(found, key=_largest_first)

    async def dues(self, actor: Actor, customer_id: str, days: int) -> list[Due]:
        """List open bills and maturities of the next days, and overdue bills, earliest first."""
        await require_sight(self._scopes, actor, customer_id)
        today = self._clock.today()
        until = today + timedelta(days=days)
        found = await self._bills(customer_id, today, until)
        found += await self._maturities(customer_id, today, until)
        return sorted(found, key=lambda one: (one.on, one.id))

    async def net_worth(self, actor: Actor, customer_id: str) -> NetWorth:
        """Sum what is owned less what is owed; other currencies at the newest dated rate."""
        accounts = await self.accounts(actor, customer_id)
        holdings = await self.holdings(actor, customer_id)
        amounts = [one.balance for one in accounts] + [one.value for one in holdings]
        parts: dict[str, Money] = {}
        for amount in amounts:
            known = parts.get(amount.currency)
            parts[amount.currency] = amount if known is None else known + amount
        total, rated_on = Money(minor=0, currency=MAIN_CURRENCY), None
        for currency, part in sorted(parts.items()):
            if currency != MAIN_CURRENCY:
                part, rated_on = await self._in_main(part)
            total = total + part
        return NetWorth(total=total, parts=tuple(parts.values()), rated_on=rated_on)

    async def _in_main(self, part: Money) -> tuple[Money, date]:
        found = await self._store.rate(part.currency, MAIN_CURRENCY, self._clock.today())
        if found is None:
            raise Unavailable(f"There is no exchange rate for {part.currency} yet.")
        return converted(part, MAIN_CURRENCY, found[0]), found[1]

    def _holding(self, sheet: ProductSheet, value_minor: int, cost_minor: int) -> Holding:
        currency = sheet.minimum.currency
        return Holding(
            product_id=sheet.id,
            name=sheet.titles,
            product_type=sheet.product_type,
            grade=sheet.grade,
            value=Money(minor=value_minor, currency=currency),
            cost=Money(minor=cost_minor, currency=currency),
            as_of=self._clock.now(),
        )

    async def _bills(self, customer_id: str, today: date, until: date) -> list[Due]:
        return [
            Due(
                id=one.id,
                kind="bill",
                name=one.biller,
                amount=one.amount,
                on=one.due_on,
                state="overdue" if one.due_on < today else "open",
            )
            for one in await self._store.open_bills(customer_id, until)
        ]

    async def _maturities(self, customer_id: str, today: date, until: date) -> list[Due]:
        held = await self._store.deposits(customer_id, today)
        ending = [one for one in held if one.matures_on <= until]
        sheets = await self._store.products({one.product_id for one in ending})
        titles = {one.id: one.titles for one in sheets}
        return [
            Due(
                id=one.id,
                kind="maturity",
                name=titles[one.product_id],
                amount=one.principal,
                on=one.matures_on,
            )
            for one in ending
        ]

    async def _with_past_year(self, sheet: ProductSheet) -> ProductSheet:
        """Fill in what the price did: the past year's change, or the price itself."""
        today = self._clock.today()
        now = (await self._store.prices([sheet.id], today)).get(sheet.id)
        before = await self._store.prices([sheet.id], today - timedelta(days=DAYS_OF_A_YEAR))
        if now is None or not before.get(sheet.id):
            return sheet
        text = f"{(now / before[sheet.id] - 1) * 100:+.2f}%"
        if sheet.product_type == "gold" and now > 100 * PRICE_SCALE:
            text = f"¥{now / PRICE_SCALE:,.2f}"
        return sheet.model_copy(update={"rate": dict.fromkeys(sheet.titles, text)})


def _largest_first(holding: Holding) -> tuple[bool, int, str]:
    value = holding.value
    return value.currency != MAIN_CURRENCY, -value.minor, holding.product_id
