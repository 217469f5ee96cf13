"""Fills the lists of everybody who agrees to personalisation, page by page."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from recommender.batches.packing import BatchList, Lists, pack, unpack
from recommender.batches.repository import BatchRepository
from recommender.batches.scoring import Batch, Person
from recommender.customers.model import Facts
from recommender.customers.service import CustomerService
from recommender.decide import HELD_SINCE, end_of_day
from recommender.errors import NoModel, NotAllowed
from recommender.experiments.decider import Decider, past_of_history
from recommender.experiments.engine import ALL, Stand
from recommender.ports import PERSONALISATION, SYSTEM, Actor

PAGE_CUSTOMERS = 1_000


@dataclass(frozen=True, eq=False)
class Run:
    """One filling: everybody's lists come of one model, one catalogue and one instant."""

    model_id: str
    stand: Stand
    batch: Batch
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """The lists of some customers, not yet stored.

    Attributes:
        seen: How many customers were looked at, 0 at the end.
        after: Id of the last one of them.
    """

    lists: dict[str, Lists]
    seen: int
    after: str


class BatchService:
    """Batch lists.

    Args:
        is_erased: Whether a customer is being erased: nothing more is written about them.
    """

    def __init__(
        self,
        repository: BatchRepository,
        decider: Decider,
        customers: CustomerService,
        is_erased: Callable[[str], bool],
    ) -> None:
        self._repository = repository
        self._decider = decider
        self._customers = customers
        self._is_erased = is_erased

    async def begin(self, actor: Actor) -> Run:
        """Take the model and the catalogue of this moment.

        Raises:
            NoModel: Nothing is trained, or no model can be read.
        """
        if not actor.has(SYSTEM):
            raise NotAllowed("Batch lists are made by `companion batch`.")
        engine = self._decider.engine
        serving = await engine.models.now()
        if serving is None:
            raise NoModel("No model yet: run `companion train` first.")
        stand, now = await engine.stand(ALL), engine.clock.now()
        batch = await asyncio.to_thread(Batch, serving.scorer.models, stand.whole, now)
        return Run(serving.model_id, stand, batch, now)

    async def make(self, run: Run, after: str = "") -> Page:
        """Make the lists of the next customers; nothing is written."""
        page = await self._customers.page(after, PAGE_CUSTOMERS)
        people = [await self._person(run, one) for one in page if _agrees(one)]
        lists = await asyncio.to_thread(run.batch.lists, people)
        ids = [one.facts.customer_id for one in people]
        last = page[-1].customer_id if page else after
        return Page(dict(zip(ids, lists, strict=True)), len(page), last)

    async def keep(self, run: Run, page: Page) -> int:
        """Store a page for those who still agree now; return how many lists."""
        now = await self._customers.facts_of(page.lists)
        agreeing = (one for one, facts in now.items() if _agrees(facts))
        common = {
            "model_id": run.model_id,
            "catalogue": run.stand.name,
            "catalogue_version": run.stand.version,
            "made_at": run.at,
        }
        rows = [
            {"customer_id": one, "body": _packed(run, page.lists[one]), **common}
            for one in agreeing
            if not self._is_erased(one)
        ]
        await self._repository.put(rows)
        return len(rows)

    async def finish(self, run: Run) -> int:
        """Take out the lists of those who got none this time; return how many."""
        return await self._repository.drop_older(run.at)

    async def of(self, facts: Facts, catalogue: str) -> BatchList | None:
        """Return a customer's list; None without one, or without consent.

        Raises:
            ListBroken: The list is of another catalogue or format.
        """
        body = await self._repository.body_of(facts.customer_id) if _agrees(facts) else None
        return None if body is None else unpack(body, catalogue)

    async def _person(self, run: Run, facts: Facts) -> Person:
        history = await self._decider.remember(facts)
        since = end_of_day(run.at) - HELD_SINCE
        past = past_of_history(history, facts).holding(facts.customer_id, facts.held, since)
        return Person(facts, past, await self._decider.masks(facts, history))


def _agrees(facts: Facts) -> bool:
    return facts.scope.allows(PERSONALISATION)


def _packed(run: Run, lists: Lists) -> bytes:
    return pack(BatchList(run.model_id, run.stand.name, lists))
