"""Puts the demo world into the database, through the doors of the packages that own the data."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from dashboard.bank.demo import catalogue, plastic, sheets, wishes
from dashboard.bank.demo.columns import COLUMNS
from dashboard.bank.demo.ground import Unit
from dashboard.bank.demo.people import SEGMENTS
from dashboard.bank.demo.repository import DemoRepository
from dashboard.bank.demo.world import World
from dashboard.consents.repository import ConsentRepository
from dashboard.notices.model import NoticeIn
from recommender.customers.model import CustomerIn, Facts, MaturityIn
from recommender.customers.repository import CustomerRepository
from recommender.ports import MANAGER, SYSTEM_ACTOR, Scope

Progress = Callable[[str], None]
KEPT_OF_INCOME = 2
RMS = ("rm1", "rm2", "rm3")


class Filling:
    """One creation or continuation of the demo, in one transaction."""

    def __init__(self, app: Unit, world: World, progress: Progress) -> None:
        self._app, self._world, self._progress = app, world, progress
        self._rows = DemoRepository(app.session)

    async def found(self) -> None:
        """Write what stands from the first day: products, parties, customers, accounts."""
        world, people = self._world, self._world.people
        parties = [(one.id, one.kind, one.name) for one in sheets.parties()]
        segments = [SEGMENTS[code] for code in people.segment]
        customers = zip(
            people.ids, people.names, segments, people.regions, people.since, strict=True
        )
        await self._insert("bank_products", catalogue.sheet_rows())
        await self._insert("bank_parties", parties)
        await self._insert("bank_customers", customers)
        await self._insert("bank_accounts", world.accounts())
        await self._insert("bank_cards", plastic.cards(world.plan, people))
        await self._insert("goals", wishes.goals(world.plan, people))
        since = world.plan.start
        portfolios = [(id_, RMS[n % len(RMS)], since) for n, id_ in enumerate(people.ids)]
        await self._insert("desk_portfolios", portfolios)
        managers = [one.username for one in sheets.staff() if MANAGER in one.roles]
        await self._insert("desk_teams", [(rm, managers[0]) for rm in RMS])
        self._progress(f"{len(people.ids)} customers and {len(sheets.products())} products")

    async def agree(self) -> None:
        """Write the customers' consents as their first version."""
        ids, given = self._world.people.ids, self._world.people.consents
        scopes = {id_: Scope(one, 1) for id_, one in zip(ids, given, strict=True)}
        at = datetime.combine(self._world.plan.start, time(), self._world.plan.zone)
        await ConsentRepository(self._app.session).store(scopes, at, "demo")

    async def live(self) -> None:
        """Write what happened in the world's span."""
        await self._ledger()
        await self._insert("bank_trades", self._world.trades())
        await self._insert("bank_deposits", self._world.deposits())
        await self._insert("bank_prices", self._world.prices())
        await self._insert("bank_exchange_rates", self._world.exchange_rates())
        await self._insert("bank_quotes", self._world.quotes())
        await self._events()

    async def _ledger(self) -> None:
        """Write transactions and bills, month by month to keep memory small."""
        count = 0
        for month in (None, *self._world.months()):
            transactions, postings = self._world.ledger(month)
            count += await self._insert("bank_transactions", transactions)
            await self._insert("bank_postings", postings)
            if month is not None:
                new, paid = self._world.bills(month)
                await self._insert("bank_bills", new)
                await self._rows.settle_bills(paid)
        self._progress(f"{count} transactions")

    async def _insert(self, table: str, rows: Iterable[Any]) -> int:
        return await self._rows.insert(table, COLUMNS[table], rows)

    async def _events(self) -> None:
        rows = list(self._world.events())
        await self._insert("events", rows)
        await self._insert("event_receipts", ((row[2], row[1]) for row in rows))
        self._progress(f"{len(rows)} events")

    async def tell_facts(self) -> None:
        """Bring what decisions know of each customer up to the end of the span."""
        store, world = CustomerRepository(self._app.session), self._world
        known = await store.many(world.people.ids)
        facts = [self._facts(place, known.get(id_)) for place, id_ in enumerate(world.people.ids)]
        dated = await self._dated()
        customers = {
            id_: CustomerIn(**facts[place] | dated[place])
            for place, id_ in enumerate(world.people.ids)
            if id_ not in world.gone
        }
        await store.put(customers, self._app.clock.now())

    def _facts(self, place: int, known: Facts | None) -> dict[str, Any]:
        """Return what does not follow from the books; later changes of it are kept."""
        if known is not None:
            kept = set(CustomerIn.model_fields) - {"held", "maturities", "idle_cash_minor"}
            return {name: value for name, value in asdict(known).items() if name in kept}
        people = self._world.people
        segment = SEGMENTS[people.segment[place]]
        return {
            "segment": segment,
            "birth_date": people.births[place],
            "region": people.regions[place],
            "language": people.languages[place],
            "capacity": int(people.capacity[place]) or None,
            "assessed_until": people.assessed_until[place],
            "qualified_until": people.qualified_until[place],
            "senior": segment == "senior",
        }

    async def _dated(self) -> list[dict[str, Any]]:
        """Return held products, maturities and idle cash of each customer."""
        world, people = self._world, self._world.people
        cash = await self._rows.balances(("-cur", "-sav"))
        held, products = world.held(), sheets.products()
        maturities: list[list[MaturityIn]] = [[] for _ in people.ids]
        for one in sorted(world.open_deposits(), key=lambda deposit: deposit.matures):
            product = products[one.product].id
            due = MaturityIn(product_id=product, amount_minor=one.principal_minor, on=one.matures)
            maturities[one.customer].append(due)
        rows = []
        for place, id_ in enumerate(people.ids):
            owned = cash.get(f"{id_}-cur", 0) + cash.get(f"{id_}-sav", 0)
            idle = max(0, owned - KEPT_OF_INCOME * int(people.income_minor[place]))
            own = {"held": sorted(held[place]), "maturities": maturities[place]}
            rows.append(own | {"idle_cash_minor": idle})
        return rows

    async def stock(self) -> None:
        """Put products and contents into the recommender's catalogue and the readers' shelf."""
        await catalogue.list_products(self._app, self._world.plan)
        await catalogue.publish_cards(self._app, self._world.plan)
        self._progress(f"{len(sheets.contents())} articles, videos and offers")

    async def tell_notices(self) -> None:
        """Publish the bank's notices, dated from the anchor day."""
        midnight = datetime.combine(self._world.plan.anchor, time(), self._world.plan.zone)
        for one in sheets.notices():
            notice = NoticeIn(
                level=one.level,
                title=one.title,
                body=one.body,
                segment=one.segment,
                starts_at=midnight + timedelta(days=one.starts),
                ends_at=midnight + timedelta(days=one.ends),
            )
            await self._app.notices.publish(SYSTEM_ACTOR, one.id, notice)
