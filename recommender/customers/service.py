"""Customers: who may write them, and their facts together with their consent."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Protocol

from recommender.customers.model import CustomerIn, Facts
from recommender.customers.repository import CustomerRepository, find
from recommender.database import Database
from recommender.errors import NotAllowed, NotFound
from recommender.ports import Actor, AuditSink, Clock, Scope

WRITE_SCOPE = "customers:write"
PAGE_ROWS = 500


class ScopeSource(Protocol):
    """Where the purposes come from that customers allow now."""

    async def of(self, customer_id: str) -> Scope:
        """Return what one customer allows."""
        ...

    async def of_many(self, ids: Collection[str]) -> dict[str, Scope]:
        """Return what each of several customers allows."""
        ...


class CustomerService:
    """Customers as the recommender knows them.

    Args:
        repository: In the session of a unit of work.
        scopes: What customers allow.
        audit: Where changes are recorded.
        clock: The bank's time.
        database: Where one customer is looked up, if not in a unit of work that may change them.
    """

    def __init__(
        self,
        repository: CustomerRepository,
        scopes: ScopeSource,
        audit: AuditSink,
        clock: Clock,
        *,
        database: Database | None = None,
    ) -> None:
        self._repository = repository
        self._database = database
        self._scopes = scopes
        self._audit = audit
        self._clock = clock

    async def open(self, actor: Actor, customer_id: str) -> Facts:
        """Return the facts of a customer whom the actor may see."""
        if not actor.may_see(customer_id):
            raise NotFound("There is no such customer.")
        return await self.facts(customer_id)

    async def facts(self, customer_id: str) -> Facts:
        """Return the facts of a customer, for other services that have checked who asks."""
        found = await self._find(customer_id)
        if found is None:
            raise NotFound("There is no such customer.")
        return replace(found, scope=await self._scopes.of(customer_id))

    async def _find(self, customer_id: str) -> Facts | None:
        if self._database is None:
            return await self._repository.get(customer_id)
        return await self._database.look(lambda connection: find(connection, customer_id))

    async def facts_of(self, ids: Collection[str]) -> dict[str, Facts]:
        """Return the facts of the known ones of some customers."""
        found = await self._repository.many(ids)
        scopes = await self._scopes.of_many(found.keys())
        return {id_: replace(one, scope=scopes[id_]) for id_, one in found.items()}

    async def page(self, after: str = "", limit: int = PAGE_ROWS) -> list[Facts]:
        """Return the next customers in the order of their ids (empty at the end)."""
        found = await self._repository.page(after, limit)
        scopes = await self._scopes.of_many([one.customer_id for one in found])
        return [replace(one, scope=scopes[one.customer_id]) for one in found]

    async def count(self) -> int:
        """Count the customers."""
        return await self._repository.count()

    async def put(self, actor: Actor, customer_id: str, customer: CustomerIn) -> Facts:
        """Store a customer as the bank's system knows it now."""
        self._check_writer(actor)
        await self._repository.put({customer_id: customer}, self._clock.now())
        fields = sorted(customer.model_fields_set)
        await self._audit.record(actor, "customer.put", f"customer:{customer_id}", {"set": fields})
        return await self.facts(customer_id)

    async def put_many(self, actor: Actor, customers: Mapping[str, CustomerIn]) -> None:
        """Store many customers in this one transaction."""
        self._check_writer(actor)
        await self._repository.put(customers, self._clock.now())
        await self._audit.record(actor, "customer.put", "customer:*", {"count": len(customers)})

    async def use_senior(self, actor: Actor, is_senior: bool) -> None:
        """Let the actor's own suggestions follow the edition that the actor chose to see."""
        if actor.customer_id is not None:
            await self._repository.set_senior(actor.customer_id, is_senior, self._clock.now())

    def _check_writer(self, actor: Actor) -> None:
        if not actor.may(WRITE_SCOPE):
            raise NotAllowed(f"Storing customers needs a key with the scope {WRITE_SCOPE}.")
