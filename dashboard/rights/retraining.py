"""When what a model learned from the erased is trained away: at once for many, else at night."""

from dataclasses import dataclass

from dashboard.queue.model import JobState
from dashboard.queue.service import JobService
from dashboard.rights.repository import Erasures
from recommender.experiments.model import ModelRun
from recommender.experiments.repository import ModelRepository
from recommender.ports import SYSTEM_ACTOR, Clock

TRAIN = "train"
NIGHT_HOUR = 3
MANY_SHARE = 0.001
"""One customer in a thousand: more of them may be seen in what others are shown."""


@dataclass(frozen=True, slots=True)
class Retraining:
    """Asks for a training after erasures."""

    erasures: Erasures
    models: ModelRepository
    jobs: JobService
    clock: Clock

    async def waiting(self) -> int:
        """Count the customers who were erased since the model that serves was trained."""
        run = await self._serving()
        return await self.erasures.count(since=run.created_at) if run else 0

    async def ask(self, hour: int) -> bool:
        """Ask for a training if one is due, and say whether.

        Args:
            hour: The hour of the bank's day.
        """
        run = await self._serving()
        if run is None or not (count := await self.waiting()):
            return False
        newest = await self.jobs.newest(SYSTEM_ACTOR, TRAIN, limit=1)
        if any(one.state in (JobState.QUEUED, JobState.RUNNING) for one in newest):
            return False
        if newest and not await self.erasures.count(since=newest[0].created_at):
            return False
        is_many = count >= MANY_SHARE * max(1, _learned_from(run))
        if is_many or hour == NIGHT_HOUR:
            reason = {"reason": f"{count} customers were erased since the last training"}
            await self.jobs.request(SYSTEM_ACTOR, TRAIN, reason)
            return True
        return False

    async def _serving(self) -> ModelRun | None:
        active = await self.models.active()
        return await self.models.get(active.model_id) if active else None


def _learned_from(run: ModelRun) -> int:
    return int(run.report.get("data", {}).get("users", 0))
