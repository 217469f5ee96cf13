"""Follow-ups for advisers: their own customers only, and only those who consent to sharing."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import date

from recommender.contacts.service import ContactService
from recommender.customers.service import ScopeSource
from recommender.errors import NotAllowed, NotFound
from recommender.experiments.engine import Engine
from recommender.followups.model import (
    CALL_BACK,
    LIVE,
    RESTING,
    Followup,
    FollowupList,
    FollowupView,
    OutcomeIn,
)
from recommender.followups.outcomes import Outcomes
from recommender.followups.repository import FollowupRepository
from recommender.followups.views import show
from recommender.language import SIMPLIFIED
from recommender.ports import MANAGER, RM, RM_SHARING, Actor

SCOPE = "followups:read"
Refresh = Callable[[Collection[str]], Awaitable[None]]


class FollowupService:
    """The desk's list.

    Args:
        refresh: Brings the follow-ups of some customers up to date before they are listed;
            None inside a writing unit of work.
    """

    def __init__(
        self,
        repository: FollowupRepository,
        outcomes: Outcomes,
        contacts: ContactService,
        scopes: ScopeSource,
        engine: Engine,
        refresh: Refresh | None,
    ) -> None:
        self._repository = repository
        self._outcomes = outcomes
        self._contacts = contacts
        self._scopes = scopes
        self._engine = engine
        self._refresh = refresh

    async def list(self, actor: Actor, language: str = SIMPLIFIED) -> FollowupList:
        """List what is worth doing now: promised calls that are due, then by score."""
        _must_advise(actor)
        customers = None if actor.may(SCOPE) else actor.portfolio
        await self._bring_up_to_date(customers or ())
        today = self._engine.today(self._engine.clock.now())
        live = [one for one in await self._repository.live(customers) if _is_listed(one, today)]
        shared = await self._shared(live)
        return FollowupList(items=await self._views(_ordered(shared, today), language))

    async def of_customer(
        self, actor: Actor, customer_id: str, language: str = SIMPLIFIED
    ) -> Sequence[FollowupView]:
        """List the live follow-ups of one of the adviser's own customers."""
        _must_advise(actor)
        if not (actor.may(SCOPE) or customer_id in actor.portfolio):
            raise NotFound("There is no such customer.")
        await self._bring_up_to_date([customer_id])
        return await self._views(
            await self._shared(await self._repository.live([customer_id])), language
        )

    async def get(self, actor: Actor, followup_id: str, language: str = SIMPLIFIED) -> FollowupView:
        """Return one follow-up of the adviser's own customers."""
        followup = await self._own(actor, followup_id)
        return (await self._views([followup], language))[0]

    async def outcome(
        self, actor: Actor, followup_id: str, outcome: OutcomeIn, language: str = SIMPLIFIED
    ) -> FollowupView:
        """Take down what became of a follow-up, and return it as it is now."""
        if not actor.has(RM, MANAGER):
            raise NotAllowed("Outcomes are reported by relationship managers.")
        followup = await self._own(actor, followup_id)
        await self._outcomes.take(actor, followup, outcome)
        return await self.get(actor, followup_id, language)

    async def _bring_up_to_date(self, customers: Collection[str]) -> None:
        if self._refresh is not None and customers:
            await self._refresh(customers)
            await self._repository.look_anew()

    async def _own(self, actor: Actor, followup_id: str) -> Followup:
        _must_advise(actor)
        customers = None if actor.may(SCOPE) else actor.portfolio
        found = await self._repository.get(followup_id, customers)
        if found is None or not await self._shared([found]):
            raise NotFound("There is no such follow-up.")
        return found

    async def _shared(self, followups: Sequence[Followup]) -> Sequence[Followup]:
        """Keep those whose customer consents to sharing right now."""
        scopes = await self._scopes.of_many({one.customer_id for one in followups})
        return [one for one in followups if scopes[one.customer_id].allows(RM_SHARING)]

    async def _views(self, followups: Sequence[Followup], language: str) -> Sequence[FollowupView]:
        quiet = await self._contacts.quiet_until({one.customer_id for one in followups})
        items = (await self._engine.stand(("product", "content"))).whole.titled
        return [
            show(one, items, language, quiet_until=quiet.get(one.customer_id)) for one in followups
        ]


def _must_advise(actor: Actor) -> None:
    if not (actor.has(RM, MANAGER) or actor.may(SCOPE)):
        raise NotAllowed("Follow-ups are for relationship managers.")


def _is_listed(followup: Followup, today: date) -> bool:
    if followup.state == RESTING:
        return followup.due is None or followup.due <= today
    return followup.state in LIVE


def _ordered(followups: Sequence[Followup], today: date) -> list[Followup]:
    def place(one: Followup) -> tuple[int, float, str]:
        if one.state == CALL_BACK and one.due is not None:
            is_due = one.due <= today
            return (0 if is_due else 2), one.due.toordinal(), one.id
        return 1, -one.score, one.id

    return sorted(followups, key=place)
