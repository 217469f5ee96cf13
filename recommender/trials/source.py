"""The trials that run now, in memory: which treatment a decision gets."""

import asyncio
import time
from collections.abc import Mapping

from recommender.customers.model import Facts
from recommender.database import Database
from recommender.ports import PERSONALISATION
from recommender.trials.assignment import HELD_OUT, arm_of, is_held_out
from recommender.trials.design import Trial
from recommender.trials.model import STANDARD, Treatment
from recommender.trials.repository import TrialRepository

POLL_SECONDS = 2.0


class RunningTrials:
    """One process's view of the running trials (a `TrialSource`).

    Args:
        held_out_share: Share of the customers who never take part in an arm.
    """

    def __init__(self, database: Database, held_out_share: float) -> None:
        self._database = database
        self._held_out_share = held_out_share
        self._running: Mapping[str, Trial] = {}
        self._checked_at = float("-inf")
        self._drops = 0
        self._lock = asyncio.Lock()

    async def treatment(self, customer: Facts, scenario: str) -> Treatment:
        """Return the customer's treatment in a scenario; STANDARD without consent."""
        if not customer.scope.allows(PERSONALISATION):
            return STANDARD
        trial = (await self.now()).get(scenario)
        if trial is None or trial.design.segment not in (None, customer.segment):
            return STANDARD
        return treatment_of(trial, customer.customer_id, self._held_out_share)

    async def now(self) -> Mapping[str, Trial]:
        """Return the running trials by scenario, read again when that is due."""
        if self._is_due() and not self._lock.locked():
            async with self._lock:
                await self._refresh()
        return self._running

    def drop(self) -> None:
        """Have the next reader check the database: something changed in this process."""
        self._checked_at = float("-inf")
        self._drops += 1

    def _is_due(self) -> bool:
        return time.monotonic() - self._checked_at > POLL_SECONDS

    async def _refresh(self) -> None:
        drops = self._drops
        async with self._database.reading() as session:
            running = await TrialRepository(session).running()
        self._running = {one.design.scenario: one for one in running}
        if drops == self._drops:
            self._checked_at = time.monotonic()


def treatment_of(trial: Trial, customer_id: str, held_out_share: float) -> Treatment:
    """Return what a customer gets; of a stopped arm: the control, recorded for no trial."""
    design = trial.design
    if is_held_out(customer_id, held_out_share):
        by_popularity = design.hold_out_by_popularity
        return Treatment(trial_id=trial.id, arm=HELD_OUT, by_popularity=by_popularity)
    name = arm_of(trial.id, design.shares, customer_id)
    if name in trial.stopped:
        return design.control.treatment(None)
    return next(arm for arm in design.arms if arm.name == name).treatment(trial.id)
