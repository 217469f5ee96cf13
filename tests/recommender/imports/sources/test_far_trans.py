"""FAR-Trans: capacities, grades, approximate dates, and nothing that only test sets hold."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from recommender.errors import Invalid
from recommender.imports.sources.base import Given
from recommender.imports.sources.far_trans import APPROXIMATE, FarTrans, capacity_of
from recommender.ports import PERSONALISATION
from tests.recommender.imports.sources.checks import check, errors, staged_rows

CUSTOMERS = [
    ("C1", "Premium", "Aggressive", "CAP_LT30K", "2018-01-02"),
    ("C1", "Premium", "Balanced", "CAP_LT30K", "2021-01-02"),
    ("C2", "Mass", "Not_Available", "Not_Available", "2018-01-02"),
]
ASSETS = [
    ("A1", "Alpha", "MTF", "Money Market", "", "2018-01-02"),
    ("A2", "", "Stock", "", "Technology", "2018-01-02"),
    ("A3", "Gamma", "Bond", "Corporate", "", "2018-01-02"),
    ("A4", "Delta", "Wine", "", "", "2018-01-02"),
]
PRICES = [("A1", "2022-11-29"), ("A2", "2022-11-29"), ("A3", "2020-05-01")]
SPLITS = {
    ("evaluation", 0): ("2020-01-01", {"C1": ["A1", "A2"]}, {"C2": ["A1"], "C1": ["A3"]}),
    ("validation", 0): ("2019-04-01", {"C1": ["A1"]}, {"C1": ["A2"], "C2": ["A4"]}),
    ("evaluation", 1): ("2021-01-01", {"C1": ["A1", "A2", "A3"]}, {"C2": ["A2"]}),
}


def _csv(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    opened: Any = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    folder = tmp_path / "bank"
    for (kind, number), (day, held, bought) in SPLITS.items():
        path = folder / "splits" / kind / f"split_{number:03d}.json.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        split = {"time_point": day, "training_interactions": held, "test_interactions": bought}
        path.write_bytes(gzip.compress(json.dumps(split).encode()))
    customers = ("customerID", "customerType", "riskLevel", "investmentCapacity", "timestamp")
    _csv(folder / "customer_information.csv.gz", customers, list(CUSTOMERS))
    names = ("ISIN", "assetName", "assetCategory", "assetSubCategory", "sector", "timestamp")
    short = ("assetShortName", "industry")
    rows = [(*row, f"short {row[0]}", "") for row in ASSETS]
    _csv(folder / "asset_information.csv", (*names, *short), rows)
    _csv(folder / "limit_prices.csv", ("ISIN", "maxDate"), list(PRICES))
    return folder


def _far_trans(folder: Path) -> FarTrans:
    return FarTrans(Given({"": folder}))


def test_purchases_are_dated_by_the_first_split_that_holds_them(bank: Path, tmp_path: Path) -> None:
    checked = check(_far_trans(bank), tmp_path)
    assert checked.errors == ()
    events = staged_rows(tmp_path, "events")
    assert {key: one["at"] for key, one in events.items()} == {
        "far-trans:C1:A1": "2019-04-01T00:00:00Z",
        "far-trans:C1:A2": "2020-01-01T00:00:00Z",
        "far-trans:C1:A3": "2021-01-01T00:00:00Z",
    }
    assert {one["channel"] for one in events.values()} == {APPROXIMATE}
    assert {one["action"] for one in events.values()} == {"buy"}


def test_what_only_test_sets_hold_is_left_out_and_counted(bank: Path, tmp_path: Path) -> None:
    checked = check(_far_trans(bank), tmp_path)
    assert sum(checked.left_out.values()) == 3
    assert not any(key.startswith("far-trans:C2") for key in staged_rows(tmp_path, "events"))
    assert staged_rows(tmp_path, "customers")["C2"]["held"] == []


def test_a_customer_is_as_the_newest_row_says(bank: Path, tmp_path: Path) -> None:
    check(_far_trans(bank), tmp_path)
    customers = staged_rows(tmp_path, "customers")
    assert (customers["C1"]["segment"], customers["C1"]["capacity"]) == ("affluent", 3)
    assert customers["C1"]["held"] == ["A1", "A2", "A3"]
    assert (customers["C2"]["segment"], customers["C2"]["capacity"]) == ("mass", None)


def test_assets_become_products_with_a_grade_and_a_state(bank: Path, tmp_path: Path) -> None:
    check(_far_trans(bank), tmp_path)
    products = staged_rows(tmp_path, "products")
    assert {key: (one["grade"], one["product_type"]) for key, one in products.items()} == {
        "A1": (1, "fund"),
        "A2": (4, "stock"),
        "A3": (3, "bond"),
        "A4": (5, "other"),
    }
    assert [products[one]["state"] for one in ("A1", "A3")] == ["open", "closed"]
    assert products["A2"]["titles"] == {"en": "short A2"}


@pytest.mark.parametrize(
    ("risk", "means", "capacity"),
    [
        ("Conservative", "CAP_GT300K", 1),
        ("Income", "CAP_LT30K", 2),
        ("Balanced", "CAP_80K_300K", 3),
        ("Aggressive", "CAP_30K_80K", 4),
        ("Aggressive", "CAP_80K_300K", 5),
        ("Predicted_Aggressive", "CAP_GT300K", 3),
        ("Predicted_Conservative", "CAP_LT30K", 1),
        ("Not_Available", "CAP_LT30K", None),
    ],
)
def test_risk_and_means_make_a_capacity(risk: str, means: str, capacity: int | None) -> None:
    assert capacity_of(risk, means) == capacity


def test_its_customers_may_be_personalised_unless_told_otherwise(
    bank: Path, tmp_path: Path
) -> None:
    assert _far_trans(bank).purposes == {PERSONALISATION}
    checked = check(_far_trans(bank), tmp_path, purposes=frozenset({PERSONALISATION}))
    assert checked.consents == 2
    assert check(_far_trans(bank), tmp_path).consents == 0


def test_a_purchase_of_an_unknown_asset_is_named(bank: Path, tmp_path: Path) -> None:
    path = bank / "splits" / "evaluation" / "split_009.json.gz"
    split = {"time_point": "2022-01-01", "training_interactions": {"C1": ["A9"]}}
    path.write_bytes(gzip.compress(json.dumps(split | {"test_interactions": {}}).encode()))
    assert errors(check(_far_trans(bank), tmp_path)) == [("splits", 4, None)]


def test_a_folder_that_is_not_whole_is_refused(bank: Path, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="customer_information"):
        _far_trans(tmp_path)
    (bank / "splits" / "evaluation" / "split_000.json.gz").write_bytes(b"broken")
    with pytest.raises(Invalid, match="split_000"):
        check(_far_trans(bank), tmp_path)
    (bank / "asset_information.csv").write_text("ISIN\nA1\n")
    with pytest.raises(Invalid, match="has no column"):
        check(_far_trans(bank), tmp_path)
