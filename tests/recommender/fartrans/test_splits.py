from datetime import date
from pathlib import Path

import numpy as np
import pytest

from recommender.errors import Invalid
from recommender.fartrans.splits import (
    UNDATED_AGE_DAYS,
    FarTrans,
    Snapshot,
    Timeline,
    read_fartrans,
)
from tests.support.fartrans import FIRST, write_bank
from tests.support.matrices import rows_of


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> FarTrans:
    return read_fartrans(write_bank(tmp_path_factory.mktemp("bank")))


def timeline() -> Timeline:
    held = [{0: 1.0}, {0: 1.0, 1: 1.0}, {0: 1.0, 1: 1.0, 2: 1.0}]
    days = (100, 110, 130)
    snapshots = [Snapshot(day, rows_of(own, items=3)) for day, own in zip(days, held, strict=True)]
    return Timeline(reversed(snapshots), ["a", "b", "c"])


def test_questions_come_by_time_with_what_is_asked(bank: FarTrans) -> None:
    assert len(bank.of_kind("validation")) == 1
    days = [question.day for question in bank.of_kind("evaluation")]
    assert days == sorted(days)
    first = bank.questions[0]
    assert date.fromisoformat(first.time_point) == FIRST
    assert len(first.columns) == 24
    assert (np.diff(first.bought.indptr)[first.rows] > 0).all()


def test_pair_is_dated_half_way_since_the_snapshot_before() -> None:
    dataset = timeline().dataset(2)
    assert dataset.ages_days.tolist() == [UNDATED_AGE_DAYS, 25.0, 10.0]


def test_past_ends_on_the_day() -> None:
    past = timeline().until(110)
    assert past.days.tolist() == [100, 110]
    assert past.dataset(1).user_items.toarray().tolist() == [[1.0, 1.0, 0.0]]


def test_folder_without_splits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no FAR-Trans splits"):
        read_fartrans(tmp_path)


def test_broken_split_is_named(tmp_path: Path) -> None:
    write_bank(tmp_path, evaluation=1)
    (tmp_path / "splits" / "evaluation" / "split_001.json.gz").write_bytes(b"nonsense")
    with pytest.raises(Invalid, match=r"split_001\.json\.gz cannot be read"):
        read_fartrans(tmp_path)
