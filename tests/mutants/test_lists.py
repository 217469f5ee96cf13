"""The planted faults fit the tree: a stale list would prove nothing."""

from pathlib import Path

import pytest

from tests.mutants import __main__ as mutants

ALL = mutants.listed([])


def test_lists_fit_the_tree() -> None:
    assert mutants.faults(ALL) == []


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.name)
def test_named_test_exists(mutant: mutants.Mutant) -> None:
    path, _, function = mutant.test.partition("::")
    name = function.split("::")[-1].split("[")[0]
    assert f"def {name}(" in (mutants.ROOT / path).read_text()


def test_stale_text_and_doubled_name_are_faults(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\nx = 1\n")
    twice = mutants.Mutant("m", "a.py", "x = 1", "x = 2", "t")
    gone = mutants.Mutant("m", "b.py", "y", "z", "t")
    assert len(mutants.faults([twice, gone], tmp_path)) == 3


def test_fault_is_taken_out_again(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    mutant = mutants.Mutant("m", "a.py", "x = 1", "x = 2", "t")
    with mutants.planted(tmp_path, mutant):
        assert (tmp_path / "a.py").read_text() == "x = 2\n"
    assert (tmp_path / "a.py").read_text() == "x = 1\n"
