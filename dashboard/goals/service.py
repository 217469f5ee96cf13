"""The rules of goals: only the customer sets them, and every projection states its pace."""

from datetime import date, timedelta
from typing import Any, cast

from dashboard.clock import same_day_after
from dashboard.consents.sight import require_owner
from dashboard.errors import Conflict, Invalid, NotFound
from dashboard.goals.model import GoalIn, StoredGoal
from dashboard.goals.repository import GoalRepository
from dashboard.goals.sources import Sources, usual_spending
from dashboard.goals.telling import tell
from recommender.database import new_id
from recommender.money import Money
from recommender.ports import Actor, AuditSink, Clock
from widgets.ports.goals import Goal, GoalKind, GoalList, Idea

MOST_GOALS = 20
MAIN_CURRENCY = "CNY"
FARTHEST = timedelta(days=366 * 60)
RESERVE_OF_SPENDING = 6
IDEAS: tuple[tuple[GoalKind, int, int], ...] = (
    ("emergency", RESERVE_OF_SPENDING, 12),
    ("travel", 2, 9),
    ("home", 36, 60),
    ("education", 24, 72),
    ("retirement", 120, 240),
)
"""Kind, target in months of usual spending, and months until it is wanted."""


class GoalService:
    """Goals of customers."""

    def __init__(
        self, store: GoalRepository, sources: Sources, audit: AuditSink, clock: Clock
    ) -> None:
        self._store = store
        self._sources = sources
        self._audit = audit
        self._clock = clock

    async def list(self, actor: Actor, customer_id: str) -> GoalList:
        """List the customer's goals with their projection, the nearest date first."""
        accounts = {one.id: one for one in await self._sources.bank.accounts(actor, customer_id)}
        stored = await self._store.list(customer_id)
        parts = []
        for account_id in dict.fromkeys(goal.account_id for goal in stored):
            if account_id in accounts:
                own = [goal for goal in stored if goal.account_id == account_id]
                lines = await self._sources.spending.of_account(actor, customer_id, account_id)
                parts.append(tell(own, accounts[account_id], lines, self._clock.today()))
        goals = sorted((goal for part in parts for goal in part.goals), key=_by_day)
        return GoalList(
            goals=tuple(goals),
            months_measured=max((part.months_measured for part in parts), default=0),
            months=parts[0].months if parts else (),
            as_of=self._clock.now(),
        )

    async def put(self, actor: Actor, customer_id: str, goal_id: str, goal: GoalIn) -> GoalList:
        """Set a goal, new or in place of the one with this id.

        Raises:
            Invalid: The day has passed or is absurdly far, or no such account can hold it.
            Conflict: There are too many goals.
        """
        require_owner(actor, customer_id)
        if not self._clock.today() < goal.target_on <= self._clock.today() + FARTHEST:
            raise Invalid("A goal's day lies in the future, at most sixty years ahead.")
        known = await self._store.list(customer_id)
        if goal_id not in {one.id for one in known} and len(known) >= MOST_GOALS:
            raise Conflict("That are enough goals: give one up before you set another.")
        account = await self._account(actor, customer_id, goal)
        stored = StoredGoal(
            id=goal_id,
            kind=goal.kind,
            title=goal.title.strip(),
            target=Money(minor=goal.target_minor, currency=goal.currency),
            target_on=goal.target_on,
            account_id=account,
        )
        await self._store.put(customer_id, stored, self._clock.now())
        await self._tell(actor, "goal.set", customer_id, {"goal": goal_id, "kind": goal.kind})
        return await self.list(actor, customer_id)

    async def delete(self, actor: Actor, customer_id: str, goal_id: str) -> None:
        """Give a goal up; no money moves."""
        require_owner(actor, customer_id)
        await self._one(customer_id, goal_id)
        await self._store.delete(customer_id, goal_id)
        await self._tell(actor, "goal.removed", customer_id, {"goal": goal_id})

    async def shift(self, actor: Actor, customer_id: str, goal_id: str, months: int) -> None:
        """Move a goal's day by some months."""
        require_owner(actor, customer_id)
        goal = await self._one(customer_id, goal_id)
        await self.put(
            actor,
            customer_id,
            goal_id,
            GoalIn(
                kind=goal.kind,
                title=goal.title,
                target_minor=goal.target.minor,
                currency=goal.target.currency,
                target_on=same_day_after(goal.target_on, months),
                account_id=goal.account_id,
            ),
        )

    async def ideas(self, actor: Actor, customer_id: str) -> tuple[Idea, ...]:
        """Return goals that could be begun: multiples of what the customer usually spends."""
        monthly = await usual_spending(self._sources, actor, customer_id)
        taken = {goal.kind for goal in await self._store.list(customer_id)}
        today = self._clock.today()
        return tuple(
            Idea(
                kind=kind,
                target=Money(minor=_round(monthly * months_of), currency=MAIN_CURRENCY),
                target_on=same_day_after(today, months_ahead),
            )
            for kind, months_of, months_ahead in IDEAS
            if kind not in taken and monthly > 0
        )

    async def begin(self, actor: Actor, customer_id: str, kind: str) -> None:
        """Begin one of the ideas.

        Raises:
            NotFound: There is no such idea for this customer.
        """
        require_owner(actor, customer_id)
        ideas = {idea.kind: idea for idea in await self.ideas(actor, customer_id)}
        idea = ideas.get(cast("GoalKind", kind))
        if idea is None:
            raise NotFound("There is no such goal to begin.")
        goal = GoalIn(kind=idea.kind, target_minor=idea.target.minor, target_on=idea.target_on)
        await self.put(actor, customer_id, new_id(), goal)

    async def _account(self, actor: Actor, customer_id: str, goal: GoalIn) -> str:
        accounts = await self._sources.bank.accounts(actor, customer_id)
        able = [
            one
            for one in accounts
            if one.kind in ("savings", "current") and one.balance.currency == goal.currency
        ]
        if goal.account_id is not None:
            able = [one for one in able if one.id == goal.account_id]
        if not able:
            raise Invalid("Choose one of your own savings or current accounts in this currency.")
        return max(able, key=lambda one: (one.kind == "savings", one.balance.minor)).id

    async def _one(self, customer_id: str, goal_id: str) -> StoredGoal:
        for goal in await self._store.list(customer_id):
            if goal.id == goal_id:
                return goal
        raise NotFound("There is no such goal.")

    async def _tell(
        self, actor: Actor, action: str, customer_id: str, detail: dict[str, Any]
    ) -> None:
        await self._audit.record(actor, action, f"customer:{customer_id}", detail)


def _by_day(goal: Goal) -> tuple[date, str]:
    return goal.target_on, goal.id


def _round(minor: int) -> int:
    """Round up to whole thousands of yuan: a goal is a round figure."""
    return -(-minor // 100_000) * 100_000
