"""Erasure of a customer: at once in serving, everywhere in the tables, provable afterwards."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.audit.erasures import ERASED, START, Redaction, claim_of, find, redact
from dashboard.audit.repository import AuditRepository
from dashboard.audit.service import AuditService
from dashboard.errors import Conflict, NotAllowed, NotFound
from dashboard.rights.model import CUSTOMER_SELF, Claim, Erasure, Person
from dashboard.rights.pseudonyms import Pseudonyms
from dashboard.rights.repository import Erasures, Holds, PersonalRows
from recommender.database import Database, new_id
from recommender.decisions.repository import DecisionRepository
from recommender.partitions import id_at, wall_clock
from recommender.ports import COMPLIANCE, CUSTOMER, INTEGRATOR, SYSTEM, SYSTEM_ACTOR, Actor, Clock

ERASE_SCOPE = "customers:erase"
REFUSED = "customer.erase_refused"
LATE = timedelta(seconds=10)
"""Longer than any process goes on taking events of a customer whom another one erased."""


@dataclass(frozen=True, slots=True)
class ErasureParts:
    """What an erasure needs of its process.

    Attributes:
        forget: Drops what this process and the cache remember of a customer.
    """

    database: Database
    pseudonyms: Pseudonyms
    clock: Clock
    forget: Callable[[str], Awaitable[None]]


class Eraser:
    """Erases customers; opens its own transactions, because a refusal is recorded too."""

    def __init__(self, parts: ErasureParts) -> None:
        self._parts = parts

    async def erase(self, actor: Actor, customer_id: str) -> Erasure:
        """Erase a customer for whoever may ask; those who ask for themselves were confirmed.

        Raises:
            NotFound: Nothing is stored of such a customer, or it is somebody else.
            Conflict: A legal hold stands.
        """
        _check(actor, customer_id)
        async with self._parts.database.reading() as session:
            rows = PersonalRows(session)
            person = await rows.who(customer_id)
            if not await rows.is_known(person):
                raise NotFound("There is no such customer.")
        await self._refuse_when_held(actor, person)
        erasure = await self._erase(actor, person)
        await self._parts.forget(customer_id)
        return erasure

    async def sweep(self) -> int:
        """Take out what arrived in another process during an erasure; return how many came."""
        async with self._parts.database.reading() as session:
            waiting = await Erasures(session).unswept()
            if not waiting:
                return 0
            oldest = min(waiting.values())
            arrived = await Erasures(session).arrived_since(oldest)
        late = [one for one in arrived if self._parts.pseudonyms.of(one) in waiting]
        for customer_id in late:
            await self._erase(SYSTEM_ACTOR, Person(customer_id))
        settled = [one for one in waiting.values() if one < id_at(wall_clock() - LATE)]
        async with self._parts.database.writing() as session:
            await Erasures(session).settle(settled, self._parts.clock.now())
        return len(late)

    async def _refuse_when_held(self, actor: Actor, person: Person) -> None:
        async with self._parts.database.writing() as session:
            hold = await Holds(session).standing(person.customer_id)
            if hold is not None:
                await self._audit(session).record(
                    actor, REFUSED, f"customer:{person.customer_id}", {"hold": hold.reason}
                )
        if hold is not None:
            raise Conflict(
                "A legal hold stands on these records, so they cannot be erased now. "
                "Compliance can say why, and lift it."
            )

    async def _erase(self, actor: Actor, person: Person) -> Erasure:
        erasure, alias = new_id(), self._parts.pseudonyms.of(person.customer_id)
        redaction = Redaction(erasure, person.words, person.owners, alias)
        async with self._parts.database.reading() as session:  # The long look holds no lock.
            before = await find(session, redaction)
        async with self._parts.database.writing() as session:
            since = await find(session, redaction, max(before, default=START))
            done = await self._empty(session, person, redaction, [*before, *since])
            who = CUSTOMER_SELF if actor.customer_id else actor.id
            await Erasures(session).add(erasure, alias, _kind(actor), done.at)
            told = done.model_dump(mode="json", exclude={"id", "at"})
            teller = Actor(who, actor.roles)
            await self._audit(session).record(teller, ERASED, f"erasure:{erasure}", told)
        return done

    async def _empty(
        self, session: AsyncSession, person: Person, redaction: Redaction, told: Collection[str]
    ) -> Erasure:
        decisions, audit = DecisionRepository(session), AuditRepository(session)
        await decisions.erase(person.customer_id, redaction.erasure)
        await redact(session, redaction, list(told))
        rows = PersonalRows(session)
        deleted = await rows.delete(person)
        return Erasure(
            id=redaction.erasure,
            at=self._parts.clock.now(),
            pseudonym=redaction.alias,
            deleted=deleted,
            kept=await rows.pseudonymise(person, redaction.alias),
            decisions=Claim(**claim_of(await decisions.erased(redaction.erasure))),
            audit_entries=Claim(**claim_of(await audit.erased(redaction.erasure))),
        )

    def _audit(self, session: AsyncSession) -> AuditService:
        return AuditService(AuditRepository(session), self._parts.clock)


def _check(actor: Actor, customer_id: str) -> None:
    is_own = actor.has(CUSTOMER) and actor.customer_id == customer_id
    if is_own or actor.has(COMPLIANCE) or actor.may(ERASE_SCOPE):
        return
    if actor.may_see(customer_id):
        raise NotAllowed("Customers are erased by themselves or by compliance.")
    raise NotFound("There is no such customer.")


def _kind(actor: Actor) -> str:
    if actor.customer_id:
        return CUSTOMER_SELF
    return next(one for one in (COMPLIANCE, SYSTEM, INTEGRATOR) if actor.has(one))
