"""Is the link between content and product claimed only where it exists? Twenty banks each."""

import asyncio

from threadpoolctl import threadpool_limits

from recommender.experiments.tuning import LinkReport, tune
from recommender.selection import SelectionSettings, select
from recommender.surfaces import PRODUCTS
from tests.support.banks import Bank

SEEDS = range(20)
COUPLINGS = {"none": 0.0, "some": 0.3, "strong": 0.9}
SETTINGS = SelectionSettings(k=5, budget_seconds=3.0, kinds=("product",))
TARGETS = {"none_claimed": 1.0, "strong_missed": 2.0, "none_served_losses": 1.0}


def _links(coupling: float, seed: int) -> LinkReport:
    dataset = Bank(coupling=coupling, seed=seed, customers=800).dataset()
    choice = select(dataset.restricted(PRODUCTS.inputs), SETTINGS)
    return tune(dataset, PRODUCTS, choice, SETTINGS).link


def _measure() -> dict[str, float | int | str]:
    figures: dict[str, float | int | str] = {}
    for name, coupling in COUPLINGS.items():
        reports = [_links(coupling, seed) for seed in SEEDS]
        claimed = sum(one.learned > 0 for one in reports)
        figures[f"{name}_claimed"] = claimed
        figures[f"{name}_missed"] = len(reports) - claimed
        figures[f"{name}_gain_ndcg"] = sum(one.gain.mean for one in reports) / len(reports)
        figures[f"{name}_served_losses"] = sum(one.served_gain.is_below_zero for one in reports)
    return figures


async def measure() -> dict[str, float | int | str]:
    """Generate banks in which readings lead to no, some or most purchases, and learn links."""
    with threadpool_limits(limits=1):
        return await asyncio.to_thread(_measure)
