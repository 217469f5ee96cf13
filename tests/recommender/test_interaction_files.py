import math
from pathlib import Path

import numpy as np
import pytest

from recommender.errors import Invalid
from recommender.interaction_files import Row, dataset_of, read_rows


def file(folder: Path, text: str) -> Path:
    path = folder / "some.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_two_columns_are_enough(tmp_path: Path) -> None:
    (row,) = read_rows(file(tmp_path, "u1,i1\n"))
    assert (row.user, row.item, row.weight) == ("u1", "i1", 1.0)
    assert math.isnan(row.seconds)


def test_header_is_optional_and_may_name_the_order(tmp_path: Path) -> None:
    rows = read_rows(file(tmp_path, "\ufeffuser_id,item_id,timestamp\nu1,i1,2026-01-01\n"))
    assert rows == [Row("u1", "i1", 1.0, 1_767_225_600.0)]


def test_third_column_without_a_header_is_the_weight(tmp_path: Path) -> None:
    assert read_rows(file(tmp_path, "u1,i1,2.5,1000\n")) == [Row("u1", "i1", 2.5, 1000.0)]


def test_tabs_blank_lines_and_milliseconds_are_understood(tmp_path: Path) -> None:
    rows = read_rows(file(tmp_path, "u1\ti1\t1\t1700000000000\n\n"))
    assert rows == [Row("u1", "i1", 1.0, 1_700_000_000.0)]


def test_every_wrong_line_is_named(tmp_path: Path) -> None:
    path = file(tmp_path, "u1,i1\nu2\n,i3\nu4,i4,much\nu5,i5,1,someday\nu6,i6,nan\n")
    with pytest.raises(Invalid, match=r"some\.csv, line 2: .* 4 more lines") as caught:
        read_rows(path)
    assert [one["line"] for one in caught.value.details] == [2, 3, 4, 5, 6]
    assert "no user" in caught.value.details[1]["error"]


def test_only_the_first_wrong_lines_are_listed(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="49 more lines") as caught:
        read_rows(file(tmp_path, "u\n" * 50))
    assert len(caught.value.details) == 20


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "is empty"), ("user,item\n", "holds no interactions")],
)
def test_file_without_rows_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read_rows(file(tmp_path, text))


def test_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(b"\xff\xfe\x00u")
    with pytest.raises(Invalid, match="not UTF-8"):
        read_rows(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no file"):
        read_rows(tmp_path / "gone.csv")


def test_rows_become_a_dataset_with_ages() -> None:
    day = 86_400.0
    rows = [Row("b", "y", 2.0, 10 * day), Row("a", "x", 1.0, 8 * day), Row("a", "y", 0.0, 0.0)]
    dataset = dataset_of(rows)
    assert dataset.users == ("a", "b")
    assert [item.id for item in dataset.items] == ["x", "y"]
    assert dataset.user_items.toarray().tolist() == [[1.0, 0.0], [0.0, 2.0]]
    assert dataset.ages_days.tolist() == [2.0, 0.0]


def test_undated_rows_have_no_age() -> None:
    assert np.isnan(dataset_of([Row("a", "x", 1.0, math.nan)]).ages_days).all()
