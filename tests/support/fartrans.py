"""A small bank in the form of FAR-Trans, generated: nothing of the real data is in here."""

import gzip
import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

FIRST = date(2020, 1, 1)
ASSETS = [f"A{number:02d}" for number in range(24)]
STEP_DAYS = 40
TEST_DAYS = 120
Split = dict[str, Any]


def purchases(seed: int = 0, customers: int = 250) -> list[tuple[str, str, int]]:
    """Return (customer, asset, day): groups with own tastes, one asset in fashion a season."""
    chance = np.random.default_rng(seed)
    bought = []
    for number in range(customers):
        odds = np.where(np.arange(24) % 3 == number % 3, 8.0, 1.0) / np.arange(1, 25)
        chosen = chance.choice(24, chance.integers(2, 9), replace=False, p=odds / odds.sum())
        bought += [(f"C{number:04d}", int(at), int(chance.integers(-200, 480))) for at in chosen]
    return [(who, ASSETS[at], day) for who, at, day in bought]


def split_at(bought: list[tuple[str, str, int]], day: int, number: int) -> Split:
    """Cut the purchases at a day, as the data set does."""
    held: dict[str, list[str]] = {}
    later: dict[str, list[str]] = {}
    for who, asset, when in bought:
        if when <= day:
            held.setdefault(who, []).append(asset)
        elif when <= day + TEST_DAYS:
            later.setdefault(who, []).append(asset)
    return {
        "split_index": number,
        "time_point": (FIRST + timedelta(days=day)).isoformat(),
        "test_end": (FIRST + timedelta(days=day + TEST_DAYS)).isoformat(),
        "training_interactions": held,
        "test_interactions": later,
        "eligible_customer_ids": sorted(set(held) & set(later)),
        "eligible_asset_ids": ASSETS,
    }


def write_bank(
    folder: Path,
    *,
    evaluation: int = 7,
    spoil: Callable[[str, Split], Mapping[str, Any]] | None = None,
) -> Path:
    """Write one validation split and some evaluation splits, each `STEP_DAYS` later.

    Args:
        folder: Where `splits/` is made.
        evaluation: Number of evaluation splits.
        spoil: Given kind and split, returns what replaces parts of it.
    """
    bought = purchases()
    kinds = ["validation"] + ["evaluation"] * evaluation
    for position, kind in enumerate(kinds):
        split = split_at(bought, position * STEP_DAYS, position)
        split |= spoil(kind, split) if spoil else {}
        path = folder / "splits" / kind / f"split_{position:03d}.json.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(json.dumps(split).encode()))
    return folder
