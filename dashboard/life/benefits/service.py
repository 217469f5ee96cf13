"""The benefits: points are earned once a task and period, and spent while there is stock."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from dashboard.errors import Conflict, NotFound
from dashboard.life.access import require_own
from dashboard.life.benefits.levels import level_of
from dashboard.life.benefits.repository import BenefitRepository, Line, StoredTask
from recommender.ports import Actor, AuditSink, Clock
from widgets.ports import Standing, Task

SHOWN_ENTRIES = 8
ONCE = "once"
Proof = Callable[[str], Awaitable[bool]]
"""Says whether a customer has done this month what a task asks for."""


class BenefitService:
    """Tasks, points and rewards."""

    def __init__(
        self,
        store: BenefitRepository,
        proofs: Mapping[str, Proof],
        audit: AuditSink,
        clock: Clock,
    ) -> None:
        self._store = store
        self._proofs = proofs
        self._audit = audit
        self._clock = clock

    async def standing(self, actor: Actor, customer_id: str) -> Standing | None:
        """Return where the customer stands; None where the bank runs no programme."""
        require_own(actor, customer_id)
        tasks = await self._store.tasks()
        if not tasks:
            return None
        left, earned = await self._store.sums(customer_id)
        level, share, missing = level_of(earned)
        return Standing(
            points=left,
            level=level.name,
            level_share=share,
            to_next=missing,
            tasks=await self._tasks(customer_id, tasks),
            rewards=await self._store.rewards(),
            entries=await self._store.entries(customer_id, SHOWN_ENTRIES),
        )

    async def finish(self, actor: Actor, customer_id: str, task_id: str) -> None:
        """Take the points of a task, once in its period.

        Raises:
            NotFound: There is no such task.
            Conflict: What it asks for was not done yet, or it has counted already.
        """
        require_own(actor, customer_id)
        task = next((one for one in await self._store.tasks() if one.id == task_id), None)
        if task is None:
            raise NotFound("There is no such task.")
        if not await self._is_proved(customer_id, task):
            raise Conflict("Please do what the task asks for first; then the points are yours.")
        line = Line(*self._key(task), task.names, task.points)
        if not await self._store.write(customer_id, line, self._clock.now()):
            raise Conflict("This task has counted already.")
        await self._audit.record(actor, "benefit.task", f"task:{task.id}", {"points": task.points})

    async def claim(self, actor: Actor, customer_id: str, reward_id: str) -> None:
        """Exchange points for a reward: of two who want the last one, one gets it.

        Raises:
            NotFound: There is no such reward.
            Conflict: Too few points, none left, or the customer has it already.
        """
        require_own(actor, customer_id)
        reward = next((one for one in await self._store.rewards() if one.id == reward_id), None)
        if reward is None:
            raise NotFound("There is no such reward.")
        left, _ = await self._store.sums(customer_id, is_held=True)
        if left < reward.points:
            raise Conflict("You do not have enough points for this yet.")
        line = Line(f"reward:{reward.id}", ONCE, reward.name, -reward.points)
        if not await self._store.write(customer_id, line, self._clock.now()):
            raise Conflict("You have this already.")
        if not await self._store.take_stock(reward.id):
            raise Conflict("Somebody else was faster: none is left.")
        detail = {"points": reward.points}
        await self._audit.record(actor, "benefit.claim", f"reward:{reward.id}", detail)

    async def _tasks(self, customer_id: str, tasks: list[StoredTask]) -> list[Task]:
        done = await self._store.counted(customer_id, [self._key(one) for one in tasks])
        return [
            Task(
                id=one.id,
                name=one.names,
                points=one.points,
                is_done=self._key(one)[0] in done,
                is_ready=await self._is_proved(customer_id, one),
            )
            for one in tasks
        ]

    async def _is_proved(self, customer_id: str, task: StoredTask) -> bool:
        return not task.proof or await self._proofs[task.proof](customer_id)

    def _key(self, task: StoredTask) -> tuple[str, str]:
        return f"task:{task.id}", _period(task.period, self._clock.today())


def _period(period: str, today: date) -> str:
    return {"day": today.isoformat(), "month": f"{today:%Y-%m}"}.get(period, ONCE)
