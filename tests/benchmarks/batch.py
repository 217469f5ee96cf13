"""Lists of many customers: 10,000 products, 30 combinations of facts, all masks, packed.

Customers a second of processor time, on one core: each one's history and masks are looked up anew.
"""

import gc
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from threadpoolctl import threadpool_limits

from recommender.batches.packing import BatchList, pack
from recommender.batches.scoring import Batch, Person
from recommender.batches.service import PAGE_CUSTOMERS
from recommender.chunks import chunked
from recommender.customers.model import Facts
from recommender.database import new_id
from recommender.dataset import Interaction
from recommender.eligibility import NotDismissed, Unread, standing_masks
from recommender.experiments.store import open_artefact
from recommender.past import Past
from recommender.ports import PERSONALISATION, Scope
from recommender.shelf import Shelf
from recommender.surfaces import SurfaceModel
from tests.support.crowd import BLEND, NOW, Crowd, fit
from tests.support.engine import today

FLOORS = {"als_customers_per_s": 8000.0, "blend_customers_per_s": 3000.0}
CUSTOMERS = 4_000
BIRTHS = (date(1950, 1, 1), date(1990, 1, 1), date(2010, 1, 1))
SCOPE = Scope(frozenset({PERSONALISATION}), 1)
CATALOGUE = "0" * 32
ROUNDS = 5


async def measure() -> dict[str, float | int | str]:
    """Return customers a second for ALS alone and for the blend, and the size of a list."""
    crowd = Crowd(customers=CUSTOMERS, products=10_000, contents=1)
    dataset, people = crowd.dataset(), _people(crowd)
    gc.freeze()  # The crowd is this measurement's own: no collector needs to walk it.
    figures: dict[str, float | int | str] = {"combinations": 30}
    for name, mix in (("als", BLEND[:1]), ("blend", BLEND)):
        with tempfile.TemporaryDirectory() as folder, threadpool_limits(limits=1, user_api="blas"):
            fit(dataset, Path(folder) / "m", mix)
            models = open_artefact(Path(folder) / "m").models
            found = _figures(models, Shelf(crowd.items), people)
        figures |= {f"{name}_{key}": one for key, one in found.items()}
    return figures


def _people(crowd: Crowd) -> list[Person]:
    """Give the customers 30 combinations of capacity, age and proof; holdings are their own."""
    events: defaultdict[str, list[Interaction]] = defaultdict(list)
    for one in crowd.interactions:
        events[one.user].append(one)
    standing = standing_masks(today)
    return [
        Person(
            _facts(number, customer_id, crowd),
            Past(events[customer_id]),
            (*standing, NotDismissed([events[customer_id][0].item]), Unread({})),
        )
        for number, customer_id in enumerate(crowd.customers)
    ]


def _facts(number: int, customer_id: str, crowd: Crowd) -> Facts:
    known, rest = crowd.known[customer_id], number // 5
    return Facts(
        customer_id,
        known.segment,
        birth_date=BIRTHS[rest % 3],
        capacity=1 + number % 5,
        qualified_until=date(2027, 6, 1) if rest // 3 % 2 else None,
        held=frozenset(known.held),
        scope=SCOPE,
    )


def _figures(
    models: Mapping[str, SurfaceModel], shelf: Shelf, people: Sequence[Person]
) -> dict[str, float]:
    batch = Batch(models, shelf, NOW, lengths={"product": 50})
    rounds = [_round(batch, people) for _ in range(ROUNDS)]
    # Others on the machine only ever add to what a round takes.
    worked, took = (min(one[at] for one in rounds) for at in (0, 1))
    return {
        "customers_per_s": len(people) / worked,
        "customers_per_s_by_the_clock": len(people) / took,
        "bytes": rounds[0][2] / len(people),
    }


def _round(batch: Batch, people: Sequence[Person]) -> tuple[float, float, int]:
    """Return the processor's seconds, the clock's, and the bytes of everybody's lists."""
    model_id, size = new_id(), 0
    worked, began = time.process_time(), time.perf_counter()
    for some in chunked(people, PAGE_CUSTOMERS):
        for one in batch.lists(some):
            size += len(pack(BatchList(model_id, CATALOGUE, one)))
    assert size > 300 * len(people)
    return time.process_time() - worked, time.perf_counter() - began, size
