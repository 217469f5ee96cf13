"""FAR-Trans: a real bank's customers, assets and first purchases as its publishers hand them out.

Source: Sanz-Cruzado, Droukas, McCreadie, FAR-Trans, Fin-RecSys at IJCAI 2024. The splits carry
no dates of purchases: a purchase is dated by the time point of the first split whose training
set holds it, and says so by its channel. Pairs that only test sets hold are questions, not
history, and are left out.
"""

import csv
import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, TextIO

from recommender.catalogue.model import PRODUCT
from recommender.errors import Invalid
from recommender.imports.model import FILE_KINDS, FileKind
from recommender.imports.sources.base import Found, Given, Source, Wrong
from recommender.interactions.model import BUY
from recommender.ports import PERSONALISATION

CUSTOMERS, ASSETS = "customer_information.csv.gz", "asset_information.csv"
PRICES, SPLITS = "limit_prices.csv", "splits"
APPROXIMATE = "far-trans:approximate-date"
"""Channel of the purchases: nobody should take their dates for exact."""
MOST_HELD = 500

SEGMENTS = {"Premium": "affluent", "Professional": "affluent", "Legal Entity": "sme"}
CAPACITIES = {"Conservative": 1, "Income": 2, "Balanced": 3, "Aggressive": 4}
PREDICTED = "Predicted_"
CAN_BEAR_LOSSES = frozenset({"CAP_80K_300K", "CAP_GT300K"})
MOST_CAPACITY = 5

TYPES = {"Stock": "stock", "Bond": "bond", "MTF": "fund"}
GRADES = {
    ("MTF", "Money Market"): 1,
    ("MTF", "Bond"): 2,
    ("MTF", "Bonds"): 2,
    ("MTF", "Balanced"): 3,
    ("MTF", "Other"): 3,
    ("MTF", "Equity"): 4,
    ("MTF", "Structured"): 4,
    ("Bond", "Government"): 2,
    ("Bond", "Corporate"): 3,
    ("Stock", ""): 4,
    ("Stock", "Large Cap"): 4,
}
RISKIEST = 5
"""What is of no known kind counts as the riskiest."""

COLUMNS = {
    CUSTOMERS: {"customerID", "customerType", "riskLevel", "investmentCapacity", "timestamp"},
    ASSETS: {
        *("ISIN", "assetName", "assetShortName", "assetCategory", "assetSubCategory"),
        *("sector", "industry", "timestamp"),
    },
}
Row = Mapping[str, str]
Split = Mapping[str, Any]


def capacity_of(risk: str, means: str) -> int | None:
    """Return C1 to C5: willingness first; C5 needs the means to bear losses as well.

    A level that the bank only predicted counts one step less; without any there is none.
    """
    level = CAPACITIES.get(risk.removeprefix(PREDICTED))
    if level is None:
        return None
    if risk.startswith(PREDICTED):
        return max(1, level - 1)
    is_bold = level == CAPACITIES["Aggressive"] and means in CAN_BEAR_LOSSES
    return MOST_CAPACITY if is_bold else level


class FarTrans(Source):
    """The folder with customers, assets and splits."""

    name = "far-trans"
    summary = "Import the folder of FAR-Trans: customers, assets, approximately dated purchases."
    takes_folder = True
    purposes: ClassVar[frozenset[str]] = frozenset({PERSONALISATION})
    """Published to study recommendation, and its customers are pseudonyms."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._folder = given.files[""]
        missing = [one for one in (CUSTOMERS, ASSETS) if not (self._folder / one).is_file()]
        if missing or not list(self._split_files()):
            lacking = ", ".join(missing) or f"{SPLITS}/*/split_*.json.gz"
            raise Invalid(f"{self._folder.name} is no FAR-Trans folder: there is no {lacking}.")

    @property
    def kinds(self) -> tuple[FileKind, ...]:
        """Return everything but contents."""
        return tuple(kind for kind in FILE_KINDS if kind != "contents")

    def rows(self, kind: FileKind) -> Iterator[Found | Wrong]:
        """Yield assets as products, customers with what they hold, or purchases."""
        reader: Callable[[], Iterator[Found | Wrong]] = {
            "products": self._products,
            "customers": self._customers,
            "events": self._events,
        }[kind]
        yield from reader()

    @cached_property
    def purchases(self) -> Mapping[tuple[str, str], str]:
        """Return (customer, asset) to the first time point at which it was held."""
        first: dict[tuple[str, str], str] = {}
        asked: set[tuple[str, str]] = set()
        for split in sorted(map(_read, self._split_files()), key=lambda one: one["time_point"]):
            for pair in _pairs(split["training_interactions"]):
                first.setdefault(pair, split["time_point"])
            asked.update(_pairs(split["test_interactions"]))
        only_asked = len(asked - first.keys())
        if only_asked:
            self.left_out["purchases that only test sets hold"] = only_asked
        return first

    def _split_files(self) -> Iterator[Path]:
        yield from sorted((self._folder / SPLITS).glob("*/split_*.json.gz"))

    def _products(self) -> Iterator[Found | Wrong]:
        last_days = _last_days(self._folder / PRICES)
        today = max(last_days.values(), default="")
        for line, row in _newest(self._folder / ASSETS, "ISIN"):
            is_open = last_days.get(row["ISIN"], today) == today
            yield Found(row["ISIN"], _product(row, is_open=is_open), line, ASSETS)

    def _customers(self) -> Iterator[Found | Wrong]:
        held: dict[str, list[str]] = {}
        for customer, asset in self.purchases:
            held.setdefault(customer, []).append(asset)
        for line, row in _newest(self._folder / CUSTOMERS, "customerID"):
            key = row["customerID"]
            fields = _customer(row) | {"held": sorted(held.get(key, ()))[:MOST_HELD]}
            yield Found(key, fields, line, CUSTOMERS)

    def _events(self) -> Iterator[Found | Wrong]:
        dated = sorted(self.purchases.items(), key=lambda one: (one[1], one[0]))
        for number, ((customer, asset), day) in enumerate(dated, start=1):
            fields = {
                "customer_id": customer,
                "kind": PRODUCT,
                "item_id": asset,
                "action": BUY,
                "at": datetime.combine(date.fromisoformat(day), time(), UTC),
                "channel": APPROXIMATE,
            }
            yield Found(f"far-trans:{customer}:{asset}", fields, number, SPLITS)


def _product(row: Row, *, is_open: bool) -> dict[str, Any]:
    category, part = row["assetCategory"], row["assetSubCategory"]
    words = (category, part, row["sector"], row["industry"])
    return {
        "titles": {"en": row["assetName"] or row["assetShortName"] or row["ISIN"]},
        "grade": GRADES.get((category, part), RISKIEST),
        "product_type": TYPES.get(category, "other"),
        "topics": list(dict.fromkeys(word for word in words if word)),
        "currency": "EUR",
        "state": "open" if is_open else "closed",
    }


def _customer(row: Row) -> dict[str, Any]:
    return {
        "segment": SEGMENTS.get(row["customerType"], "mass"),
        "capacity": capacity_of(row["riskLevel"], row["investmentCapacity"]),
        "language": "en",
        "currency": "EUR",
    }


def _newest(path: Path, key: str) -> Iterator[tuple[int, Row]]:
    """Yield the newest row of each key with its line, in the order of the lines."""
    newest: dict[str, tuple[int, Row]] = {}
    with _opened(path) as file:
        reader = csv.DictReader(file)
        missing = sorted(COLUMNS[path.name] - set(reader.fieldnames or ()))
        if missing:
            raise Invalid(f"{path.name} has no column {missing[0]}.")
        for row in reader:
            before = newest.get(row[key])
            if before is None or row["timestamp"] >= before[1]["timestamp"]:
                newest[row[key]] = (reader.line_num, row)
    yield from sorted(newest.values(), key=lambda one: one[0])


def _last_days(path: Path) -> Mapping[str, str]:
    """Return the last day on which each asset had a price; none without the file."""
    if not path.is_file():
        return {}
    with _opened(path) as file:
        return {row["ISIN"]: row["maxDate"] for row in csv.DictReader(file)}


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _read(path: Path) -> Split:
    try:
        with _opened(path) as file:
            split = json.load(file)
        return {
            name: split[name]
            for name in ("time_point", "training_interactions", "test_interactions")
        }
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise Invalid(f"The split {path.name} cannot be read.") from error


def _pairs(held: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    return ((customer, asset) for customer, assets in held.items() for asset in assets)


SOURCE = FarTrans
