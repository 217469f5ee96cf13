"""The adviser's page of one customer: masked by consent, and every opening is recorded."""

from dataclasses import dataclass
from datetime import timedelta

from dashboard.bank.service import BankService
from dashboard.desk.model import DeskCustomer, Offer, ReadItem, SharedFacts
from dashboard.errors import NotAllowed, NotFound
from recommender.catalogue.snapshot import CatalogueCache
from recommender.contacts.service import ContactService
from recommender.customers.model import Facts
from recommender.customers.service import CustomerService
from recommender.decisions.service import DecisionService
from recommender.experiments.service import RecommendService
from recommender.followups.service import FollowupService
from recommender.followups.signals.base import READ_DAYS
from recommender.interactions.service import InteractionService
from recommender.language import SIMPLIFIED, pick
from recommender.money import Money
from recommender.ports import MANAGER, RM, RM_SHARING, Actor, AuditSink, Clock

OFFERED = 5
DUE_DAYS = 60


@dataclass(frozen=True, slots=True)
class DeskSources:
    """The services that the page is put together from."""

    bank: BankService
    customers: CustomerService
    interactions: InteractionService
    recommend: RecommendService
    decisions: DecisionService
    followups: FollowupService
    contacts: ContactService


class DeskService:
    """Customers as their advisers see them."""

    def __init__(
        self, sources: DeskSources, catalogue: CatalogueCache, audit: AuditSink, clock: Clock
    ) -> None:
        self._sources = sources
        self._catalogue = catalogue
        self._audit = audit
        self._clock = clock

    async def open_customer(
        self, actor: Actor, customer_id: str, language: str = SIMPLIFIED
    ) -> DeskCustomer:
        """Open the page of one of the adviser's own customers; run it in a writing unit of work.

        Raises:
            NotAllowed: The actor advises nobody.
            NotFound: Somebody else's customer.
        """
        if not actor.has(RM, MANAGER):
            raise NotAllowed("This page is for relationship managers.")
        if customer_id not in actor.portfolio:
            raise NotFound("There is no such customer.")
        facts = await self._sources.customers.facts(customer_id)
        is_shared = facts.scope.allows(RM_SHARING)
        told = {"shared": is_shared}
        await self._audit.record(actor, "desk.customer_opened", f"customer:{customer_id}", told)
        return await self._page(actor, facts, language, is_shared=is_shared)

    async def _page(
        self, actor: Actor, facts: Facts, language: str, *, is_shared: bool
    ) -> DeskCustomer:
        customer_id, contacts = facts.customer_id, self._sources.contacts
        cards = await self._sources.bank.customers(actor, [customer_id])
        quiet = await contacts.quiet_until([customer_id])
        return DeskCustomer(
            id=customer_id,
            names=cards[customer_id].names if customer_id in cards else {},
            segment=facts.segment,
            shared=await self._shared(actor, facts, language) if is_shared else None,
            contacts=await contacts.of_customer(customer_id),
            quiet_until=quiet.get(customer_id),
        )

    async def _shared(self, actor: Actor, facts: Facts, language: str) -> SharedFacts:
        today, customer_id = self._clock.today(), facts.customer_id
        bank, followups = self._sources.bank, self._sources.followups
        return SharedFacts(
            age=facts.age_on(today),
            region=facts.region,
            language=facts.language,
            senior=facts.senior,
            capacity=facts.capacity_on(today),
            assessed_until=facts.assessed_until,
            qualified_until=facts.qualified_until,
            idle_cash=Money(minor=facts.idle_cash_minor, currency=facts.currency),
            holdings=await bank.holdings(actor, customer_id),
            dues=await bank.dues(actor, customer_id, DUE_DAYS),
            read=await self._read(customer_id, language),
            followups=list(await followups.of_customer(actor, customer_id, language)),
            offer=await self._offer(actor, customer_id, language),
        )

    async def _read(self, customer_id: str, language: str) -> list[ReadItem]:
        """List what was read lately, the latest first."""
        since = self._clock.now() - timedelta(days=READ_DAYS)
        reads = await self._sources.interactions.reads([customer_id], since)
        titles = await self._catalogue.now()
        found: dict[str, ReadItem] = {}
        for read in reads:
            item = titles.get("content", read.item_id)
            times = found[read.item_id].times + 1 if read.item_id in found else 1
            title = pick(item.titles, language) if item else read.item_id
            found[read.item_id] = ReadItem(
                id=read.item_id, title=title, times=times, last_at=read.at
            )
        return sorted(found.values(), key=lambda one: one.last_at, reverse=True)

    async def _offer(self, actor: Actor, customer_id: str, language: str) -> Offer:
        answer = await self._sources.recommend.recommend(
            actor, customer_id, ("product",), "desk", OFFERED, language
        )
        view = await self._sources.decisions.get(actor, answer.decision_id, language)
        return Offer(
            decision_id=answer.decision_id,
            personalised=answer.personalised,
            items=answer.items,
            withheld=view.withheld,
        )
