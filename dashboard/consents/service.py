"""Consents: a customer chooses for nobody but themselves, and each choice is kept."""

from collections.abc import Mapping

from dashboard.consents.model import ConsentChange, Consents, ConsentStep
from dashboard.consents.repository import ConsentRepository
from dashboard.consents.scopes import ScopeCache
from dashboard.errors import NotAllowed, NotFound, Stale
from recommender.commit import after_commit
from recommender.ports import PURPOSES, SYSTEM, Actor, AuditSink, Clock, Scope

WRITE_SCOPE = "consents:write"


class ConsentService:
    """What customers allow, and who may see and change that."""

    def __init__(
        self, repository: ConsentRepository, cache: ScopeCache, audit: AuditSink, clock: Clock
    ) -> None:
        self._repository = repository
        self._cache = cache
        self._audit = audit
        self._clock = clock

    async def view(self, actor: Actor, customer_id: str) -> Consents:
        """Return what a customer allows now."""
        _check_seen(actor, customer_id)
        stored = await self._repository.current(customer_id)
        scope = stored[0] if stored else await self._cache.of(customer_id)
        return _consents(customer_id, scope).model_copy(
            update={"updated_at": stored[1] if stored else None}
        )

    async def history(self, actor: Actor, customer_id: str) -> list[ConsentStep]:
        """Return every choice a customer ever made, oldest first."""
        _check_seen(actor, customer_id)
        rows = await self._repository.versions(customer_id)
        return [
            ConsentStep(version=row.version, purposes=_flags(row.purposes), at=row.at, by=row.by)
            for row in rows
        ]

    async def change(self, actor: Actor, customer_id: str, change: ConsentChange) -> Consents:
        """Store a new version; nothing happens when nothing changes."""
        _check_changer(actor, customer_id)
        before = await self.view(actor, customer_id)
        if change.version not in (None, before.version):
            raise Stale("Your consents were changed meanwhile; please look again.")
        after = before.purposes | {str(name): value for name, value in change.purposes.items()}
        if after == before.purposes and before.version:
            return before
        scope = Scope(_allowed(after), before.version + 1)
        await self._store(actor, {customer_id: scope})
        detail = {"from": before.purposes, "to": after, "version": scope.version}
        await self._audit.record(actor, "consent.change", f"customer:{customer_id}", detail)
        return await self.view(actor, customer_id)

    async def set_many(self, actor: Actor, chosen: Mapping[str, frozenset[str]]) -> None:
        """Store what customers told the bank before, for those who never chose here."""
        if not actor.has(SYSTEM):
            raise NotAllowed("Only the system takes over consents.")
        known = await self._repository.scopes(chosen.keys())
        new = {id_: Scope(scope, 1) for id_, scope in chosen.items() if id_ not in known}
        await self._store(actor, new)
        await self._audit.record(actor, "consent.take_over", "customer:*", {"count": len(new)})

    async def _store(self, actor: Actor, scopes: dict[str, Scope]) -> None:
        await self._repository.store(scopes, self._clock.now(), actor.id)
        after_commit(self._repository.session, lambda: self._forget(scopes))

    def _forget(self, scopes: Mapping[str, Scope]) -> None:
        for customer_id in scopes:
            self._cache.drop(customer_id)


def _check_seen(actor: Actor, customer_id: str) -> None:
    if not (actor.may_see(customer_id) or actor.may(WRITE_SCOPE)):
        raise NotFound("There is no such customer.")


def _check_changer(actor: Actor, customer_id: str) -> None:
    _check_seen(actor, customer_id)
    if not (actor.customer_id == customer_id or actor.may(WRITE_SCOPE)):
        raise NotAllowed("Only customers themselves decide on their consents.")


def _consents(customer_id: str, scope: Scope) -> Consents:
    return Consents(customer_id=customer_id, version=scope.version, purposes=_flags(scope.purposes))


def _flags(purposes: frozenset[str] | list[str]) -> dict[str, bool]:
    return {name: name in purposes for name in PURPOSES}


def _allowed(flags: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(name for name, allowed in flags.items() if allowed)
