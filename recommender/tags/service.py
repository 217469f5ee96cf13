"""Customers see the interest tags that are used of them, take them away and give them back."""

from recommender.catalogue.snapshot import CatalogueCache
from recommender.commit import after_commit
from recommender.customers.service import ScopeSource
from recommender.errors import NotAllowed, NotFound
from recommender.interactions.recent import RecentInteractions
from recommender.ports import PERSONALISATION, Actor, AuditSink, Clock
from recommender.tags.model import TOPIC, SignalKey, TagList, key_of
from recommender.tags.repository import IgnoredRepository
from recommender.tags.summary import removed_of, tags_of
from recommender.tags.usable import usable

WRITE_SCOPE = "customers:write"


class TagService:
    """Interest tags of one customer at a time."""

    def __init__(
        self,
        repository: IgnoredRepository,
        recent: RecentInteractions,
        catalogue: CatalogueCache,
        *,
        scopes: ScopeSource,
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._recent = recent
        self._catalogue = catalogue
        self._scopes = scopes
        self._audit = audit
        self._clock = clock

    async def list(self, actor: Actor, customer_id: str, language: str) -> TagList:
        """Return the tags that are used now, the strongest first, and those taken away."""
        _check(actor, customer_id)
        scope = await self._scopes.of(customer_id)
        snapshot = await self._catalogue.now()
        ignored = await self._repository.of(customer_id)
        is_personal = scope.allows(PERSONALISATION)
        events = (await self._recent.history(customer_id)).events if is_personal else ()
        used = usable(events, ignored, snapshot)
        return TagList(
            personalised=is_personal,
            tags=tags_of(used, snapshot, language),
            removed=removed_of(ignored, snapshot, language),
        )

    async def remove(self, actor: Actor, customer_id: str, tag: str) -> None:
        """Have a topic or one item speak no longer for the customer, from the next answer on."""
        _check(actor, customer_id)
        key = key_of(tag)
        await self._check_known(key)
        await self._repository.add(customer_id, key, self._clock.now())
        await self._audit.record(actor, "tag.remove", f"customer:{customer_id}", {"tag": tag})
        self._forget(customer_id)

    async def restore(self, actor: Actor, customer_id: str, tag: str) -> None:
        """Let a topic or item speak again."""
        _check(actor, customer_id)
        await self._repository.remove(customer_id, key_of(tag))
        await self._audit.record(actor, "tag.restore", f"customer:{customer_id}", {"tag": tag})
        self._forget(customer_id)

    async def _check_known(self, key: SignalKey) -> None:
        snapshot = await self._catalogue.now()
        if key[0] == TOPIC:
            is_known = any(key[1] in item.topics for item in snapshot.items)
        else:
            is_known = snapshot.get(*key) is not None
        if not is_known:
            raise NotFound("There is no such tag.")

    def _forget(self, customer_id: str) -> None:
        after_commit(self._repository.session, lambda: self._recent.drop(customer_id))


def _check(actor: Actor, customer_id: str) -> None:
    if actor.customer_id == customer_id or actor.may(WRITE_SCOPE):
        return
    if actor.may_see(customer_id):
        raise NotAllowed("Only customers themselves decide on their interest tags.")
    raise NotFound("There is no such customer.")
