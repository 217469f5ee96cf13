"""The family's view: figures of members who agreed, as of now, and nothing of anybody else."""

from dashboard.bank.service import BankService
from dashboard.errors import NotFound
from dashboard.life.access import require_own
from dashboard.life.family.repository import FamilyLink, FamilyRepository
from recommender.ids import is_uuid
from recommender.money import Money
from recommender.ports import SYSTEM_ACTOR, Actor, AuditSink, Clock
from widgets.ports import Household, Member, Request, Texts

DUE_DAYS = 30
AGREED, REFUSED = "agreed", "refused"


class FamilyService:
    """Who sees whom in a family."""

    def __init__(
        self, store: FamilyRepository, bank: BankService, audit: AuditSink, clock: Clock
    ) -> None:
        self._store = store
        self._bank = bank
        self._audit = audit
        self._clock = clock

    async def household(self, actor: Actor, customer_id: str) -> Household:
        """Return the members whom the customer sees, and who sees the customer."""
        require_own(actor, customer_id)
        links = await self._store.links(customer_id)
        names = await self._names(links)
        members = [await self._member(one, names) for one in links if one.viewer == customer_id]
        return Household(
            members=members,
            requests=[_request(one, names) for one in links if one.customer_id == customer_id],
            together=await self._together(customer_id, members),
        )

    async def answer(self, actor: Actor, customer_id: str, link_id: str, *, agrees: bool) -> None:
        """Agree to be seen by somebody, or end it: only the one who is seen decides.

        Raises:
            NotFound: Nobody asked this of the customer.
        """
        require_own(actor, customer_id)
        state, now = AGREED if agrees else REFUSED, self._clock.now()
        if not (is_uuid(link_id) and await self._store.answer(customer_id, link_id, state, now)):
            raise NotFound("There is no such request.")
        await self._audit.record(actor, f"family.{state}", f"family:{link_id}", {})

    async def _member(self, link: FamilyLink, names: dict[str, Texts]) -> Member:
        member = Member(
            id=link.id,
            name=names.get(link.customer_id, {}),
            relation=link.relation,
            state=link.state,
        )
        if link.state != AGREED:
            return member
        worth = await self._bank.net_worth(SYSTEM_ACTOR, link.customer_id)
        dues = await self._bank.dues(SYSTEM_ACTOR, link.customer_id, DUE_DAYS)
        bills = [one for one in dues if one.kind == "bill"]
        return member.model_copy(
            update={
                "worth": worth.total,
                "next_due_on": bills[0].on if bills else None,
                "to_pay": Money(minor=sum(one.amount.minor for one in bills)),
            }
        )

    async def _together(self, customer_id: str, members: list[Member]) -> Money | None:
        seen = [one.worth for one in members if one.worth is not None]
        if not seen:
            return None
        own = await self._bank.net_worth(SYSTEM_ACTOR, customer_id)
        return sum(seen, start=own.total)

    async def _names(self, links: list[FamilyLink]) -> dict[str, Texts]:
        ids = {one.viewer for one in links} | {one.customer_id for one in links}
        cards = await self._bank.customers(SYSTEM_ACTOR, ids)
        return {id_: card.names for id_, card in cards.items()}


def _request(link: FamilyLink, names: dict[str, Texts]) -> Request:
    return Request(
        id=link.id,
        name=names.get(link.viewer, {}),
        relation=link.relation_back,
        state=link.state,
    )
