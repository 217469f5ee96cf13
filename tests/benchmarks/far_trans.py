"""The walk through FAR-Trans' evaluation splits; needs the shared data beside the project."""

import asyncio
from pathlib import Path

from threadpoolctl import threadpool_limits

from recommender.fartrans.report import evaluate_fartrans

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "far-trans"
TARGETS = {"below_0_360_ndcg": 0.0, "splits_not_above_popularity": 0.0, "seconds_a_split": 20.0}
FLOORS = {
    "ndcg": 0.354,
    "share_of_best_single": 0.99,
    "gain_over_ease_low": 0.0,
    "one_item_customers_ndcg": 0.39,
}


async def measure() -> dict[str, float | int | str]:
    """Evaluate; the figures are the mean over splits of nDCG@10."""
    if not FOLDER.exists():
        return {"skipped": "the shared data folder is not beside the project"}
    with threadpool_limits(limits=1):
        report = await asyncio.to_thread(evaluate_fartrans, FOLDER)
    return {
        "ndcg": report["ndcg"],
        "popularity_ndcg": report["popularity"],
        "best_single_ndcg": report["singles"][report["best_single"]],
        "share_of_best_single": report["share_of_best_single"],
        "ease_ndcg": report["ease"],
        "gain_over_ease": report["gain_over_ease"]["mean"],
        "gain_over_ease_low": report["gain_over_ease"]["low"],
        "one_item_customers_ndcg": report["one_item_customers"],
        "splits": report["splits"],
        "splits_not_above_popularity": report["splits"] - report["splits_above_popularity"],
        "below_0_360_ndcg": max(0.360 - report["ndcg"], 0.0),
        "seconds_a_split": report["seconds"] / report["splits"],
    }
