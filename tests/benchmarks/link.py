"""Is the link between content and product claimed only where it exists? Twenty banks each."""

import asyncio
from collections.abc import Mapping
from typing import Any

from threadpoolctl import threadpool_limits

from recommender.experiments.links import LinkReport
from recommender.experiments.tuning import tune
from recommender.selection import SelectionSettings, select
from recommender.surfaces import PRODUCTS
from tests.support.banks import Bank

SEEDS = range(20)
BANKS: Mapping[str, Mapping[str, Any]] = {
    "none": {},
    "some": {"coupling": 0.3},
    "strong": {"coupling": 0.9},
    "kinship": {"kinship": 0.9},
}
"""No link; readings before a third, and before most of the purchases; and readings that share
the taste for products although they link to others."""

SETTINGS = SelectionSettings(k=5, budget_seconds=3.0, kinds=("product",))
TARGETS = {"none_claimed": 1.0, "strong_missed": 2.0, "kinship_missed": 2.0}
FLOORS = {"strong_recall_at_5": 0.03}


def _links(given: Mapping[str, Any], seed: int) -> LinkReport:
    dataset = Bank(seed=seed, customers=800, **given).dataset()
    choice = select(dataset.restricted(PRODUCTS.inputs), SETTINGS)
    return tune(dataset, PRODUCTS, choice, SETTINGS).link


def _figures(name: str) -> dict[str, float]:
    reports = [_links(BANKS[name], seed) for seed in SEEDS]
    claimed = sum(one.is_claimed for one in reports)
    gains = [one.recall_gain.mean for one in reports]
    return {
        f"{name}_claimed": claimed,
        f"{name}_missed": len(reports) - claimed,
        f"{name}_by_link": sum(one.learned > 0 for one in reports),
        f"{name}_by_company": sum(one.transfer > 0 for one in reports),
        f"{name}_recall_at_5": sum(gains) / len(gains),
        f"{name}_ndcg_at_5": sum(one.gain.mean for one in reports) / len(reports),
        f"{name}_served_losses": sum(one.served_gain.is_below_zero for one in reports),
    }


def _measure() -> dict[str, float | int | str]:
    return {key: value for name in BANKS for key, value in _figures(name).items()}


async def measure() -> dict[str, float | int | str]:
    """Generate banks with and without a link between readings and purchases, and learn it."""
    with threadpool_limits(limits=1):
        return await asyncio.to_thread(_measure)
