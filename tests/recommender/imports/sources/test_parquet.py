"""Parquet: rows with the API's names, read through the optional package."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recommender.errors import Invalid, Unavailable
from recommender.imports.sources.base import Given
from recommender.imports.sources.parquet import Parquet
from tests.recommender.imports.sources.checks import check, errors, staged_rows

AT = datetime(2026, 6, 1, 8, 0, 0, 123_000, tzinfo=UTC).replace(tzinfo=None)


def _written(path: Path, rows: list[dict[str, object]]) -> Path:
    pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return path


def test_times_without_a_zone_are_utc_and_empty_cells_are_absent(tmp_path: Path) -> None:
    click = {"customer_id": "c9", "kind": "product", "item_id": "p1", "action": "click", "at": AT}
    rows = [click | {"event_id": "e1", "dwell_ms": 7}, click | {"event_id": "e2"}]
    source = Parquet(Given({"": _written(tmp_path / "e.parquet", rows)}, "events"))
    assert check(source, tmp_path).errors == ()
    staged = staged_rows(tmp_path, "events")
    assert datetime.fromisoformat(staged["e1"]["at"]) == AT.replace(tzinfo=UTC)
    assert (staged["e1"]["dwell_ms"], staged["e2"]["dwell_ms"]) == (7, None)


def test_texts_in_several_languages_and_mixed_kinds_are_read(tmp_path: Path) -> None:
    product = {"type": "product", "product_id": "p9", "grade": 2, "product_type": "fund"}
    rows: list[dict[str, object]] = [
        product
        | {"titles": {"en": "Nine", "zh-Hans": None}, "customer_id": None, "consents": None},
        {"type": "customer", "customer_id": "c9", "consents": ["marketing"]},
    ]
    checked = check(Parquet(Given({"": _written(tmp_path / "m.parquet", rows)})), tmp_path)
    assert (checked.errors, checked.rows) == ((), {"products": 1, "customers": 1})
    assert staged_rows(tmp_path, "products")["p9"]["titles"] == {"en": "Nine"}


def test_a_wrong_row_is_named_by_its_number(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"customer_id": f"c{n}", "capacity": n} for n in range(1, 8)]
    source = Parquet(Given({"": _written(tmp_path / "c.parquet", rows)}, "customers"))
    assert errors(check(source, tmp_path)) == [
        ("customers", 6, "capacity"),
        ("customers", 7, "capacity"),
    ]


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    path = tmp_path / "x.parquet"
    path.write_text("customer_id\nc1\n")
    with pytest.raises(Invalid, match=r"x\.parquet"):
        check(Parquet(Given({"": path}, "customers")), tmp_path)


def test_without_the_package_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Unavailable, match=r"wealth-companion\[parquet\]"):
        Parquet(Given({"": tmp_path / "x.parquet"}, "customers"))
